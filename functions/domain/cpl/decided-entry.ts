import type { CpaCertificate } from './certificates.ts';
import type { CplEntry } from './cpl-entry.ts';

/**
 * What a decision about an entry is about, as one text: its certificate and its versions. When one of them changes, an
 * earlier decision says nothing of the entry any more.
 */
export function decidedAbout(
  { smetsChtsVersion, gbcsVersion }: Pick<CplEntry, 'smetsChtsVersion' | 'gbcsVersion'>,
  cpa: CpaCertificate | null | undefined,
): string {
  return [cpa?.reference, cpa?.date, smetsChtsVersion, gbcsVersion].join('|');
}
