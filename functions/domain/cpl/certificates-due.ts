import { daysBetween } from '../calendar/calendar-day.ts';
import type { Certificates, CpaCertificate } from './certificates.ts';
import { needsCpa } from './certificates.ts';
import { type CplEntry, isActive, isSmets1 } from './cpl-entry.ts';

/** Days ahead within which a certificate counts as due (R67); 0 stands for past due. */
export const DUE_WITHIN = [0, 30, 90, 180] as const;
export type DueWithin = (typeof DUE_WITHIN)[number];

/** A Current entry whose CPA certificate is past due or falls due. */
export type DueCertificate = {
  readonly entry: CplEntry;
  readonly certificate: CpaCertificate;
  /** Days to the last day of the certificate; negative after it. */
  readonly daysLeft: number;
  readonly within: DueWithin;
};

/** What is known on a London day of the CPA certificates of the entries that need one. */
export type CertificatesDue = {
  /** The soonest first. */
  readonly due: readonly DueCertificate[];
  /** Current entries for which the published list has no CPA certificate: withdrawn, or never given. */
  readonly none: readonly CplEntry[];
  /** Current entries of whose certificate, or its date, nothing is known: they may fall due unseen. */
  readonly notKnown: readonly CplEntry[];
};

/**
 * Sorts the Current entries that need a CPA certificate by what is known of it (R67): a standard certificate expires,
 * a lifetime one is due for renewal (MP209).
 */
export function certificatesDue(
  entries: readonly CplEntry[],
  certificates: Certificates,
  day: string,
): CertificatesDue {
  const due: DueCertificate[] = [];
  const none: CplEntry[] = [];
  const notKnown: CplEntry[] = [];
  for (const entry of entries.filter((each) => isActive(each) && needsCpa(each) && !isSmets1(each))) {
    const known = certificates.get(entry.entryNumber);
    if (known === undefined || known.cpa?.date === '') notKnown.push(entry);
    else if (known.cpa === null) none.push(entry);
    else {
      const daysLeft = daysBetween(day, known.cpa.date);
      const within = daysLeft < 0 ? 0 : DUE_WITHIN.find((days) => days > 0 && daysLeft <= days);
      if (within !== undefined) due.push({ entry, certificate: known.cpa, daysLeft, within });
    }
  }
  return {
    due: due.sort((a, b) => a.daysLeft - b.daysLeft || byNumber(a.entry, b.entry)),
    none: none.sort(byNumber),
    notKnown: notKnown.sort(byNumber),
  };
}

function byNumber(a: CplEntry, b: CplEntry): number {
  return a.entryNumber < b.entryNumber ? -1 : 1;
}
