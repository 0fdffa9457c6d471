const HEADER = 'gbcs_version,recognised,valid_from,valid_to,dsp_mapping,source,confidence,note\n';

/** A synthetic GBCS register in which these versions are recognised and open. */
export function registerOf(...versions: readonly string[]): string {
  return HEADER + versions.map((version) => `${version},yes,,,${version},synthetic,high,\n`).join('');
}
