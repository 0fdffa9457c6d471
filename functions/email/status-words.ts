/** The status of a device as people read it. */
export function statusInWords(status: string): string {
  return status === 'InstalledNotCommissioned' ? 'Installed, not commissioned' : status;
}
