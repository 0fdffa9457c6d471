import { MAX_REFERENCE_CHARACTERS } from '../settings/pattern-ways.ts';
import type { AgreedListRow } from './agreed-list.ts';
import { type CplEntry, isActive, isSmets1 } from '../cpl/cpl-entry.ts';

/** What the CPL says, as far as the agreed list must agree with it. */
export type CplLookup = {
  /** Says whether the manufacturer has an entry for which `isCertifiedSmets2` holds (R38). */
  readonly hasCertifiedSmets2: (manufacturerIdentifier: string) => boolean;
  /** The entry of a manufacturer, model, hardware and firmware version, if there is one. */
  readonly entryFor: (
    row: Pick<AgreedListRow, 'manufacturerIdentifier' | 'modelIdentifier' | 'hardwareVersion' | 'firmwareVersion'>,
  ) => Pick<CplEntry, 'cpaCertificateId' | 'smetsChtsVersion'> | undefined;
};

/** What a list is judged against. */
export type AgreedListContext = {
  /** Regular expression that a whole trial certificate reference matches (settings). */
  readonly trialCertificatePattern: string;
  /** Absent when there is no CPL to ask: then what depends on it is not judged, and that is said. */
  readonly cpl?: CplLookup | undefined;
};

/**
 * Says whether a whole certificate reference has the form of a trial one; the real form is not public. One that is
 * longer than any such reference is none: the pattern was judged by what it takes to compare it with so many characters.
 */
export function isTrialCertificate(reference: string, pattern: string): boolean {
  return reference.length <= MAX_REFERENCE_CHARACTERS && new RegExp(`^(?:${pattern})$`, 'u').test(reference);
}

/** Says whether an entry makes its manufacturer eligible for trials: active, SMETS2+, with a full certificate (R38). */
export function isCertifiedSmets2(
  entry: Pick<CplEntry, 'status' | 'smetsChtsVersion' | 'cpaCertificateId'>,
  trialCertificatePattern: string,
): boolean {
  const { cpaCertificateId } = entry;
  const certified = cpaCertificateId !== '' && !isTrialCertificate(cpaCertificateId, trialCertificatePattern);
  return isActive(entry) && !isSmets1(entry) && certified;
}
