import { addDays, addMonths } from '../calendar/calendar-day.ts';
import { type CplEntry, isActive, isSmets1 } from '../cpl/cpl-entry.ts';
import { type GbcsRegister, gbcsOutcome } from './gbcs-register.ts';

/** Calendar months from the notice in which an entry is to be corrected (R25, CPL18 s10). */
const MONTHS_TO_CORRECT = 3;

/**
 * How an active entry under an expired GBCS version stands: noticed; a month or a week left to correct it; or, after
 * that, one for the Panel to consider. Nothing follows from any of them by itself (R25).
 */
export const EXPIRED_STATUSES = ['noticed', 'month-left', 'week-left', 'for-the-panel'] as const;
export type ExpiredStatus = (typeof EXPIRED_STATUSES)[number];

/**
 * Whether an entry is active and declares a GBCS version that has expired on a London day (R24). SMETS1 has no GBCS: an
 * entry of it that declares one is a finding, and never expired.
 */
export function isExpired(
  entry: Pick<CplEntry, 'status' | 'smetsChtsVersion' | 'gbcsVersion'>,
  register: GbcsRegister,
  londonDay: string,
): boolean {
  return isActive(entry) && !isSmets1(entry) && gbcsOutcome(register, entry.gbcsVersion, londonDay) === 'expired';
}

/** The last London day on which an entry that was noticed on a day can be corrected. */
export function correctBy(noticedOn: string): string {
  return addMonths(noticedOn, MONTHS_TO_CORRECT);
}

/** How an entry that was noticed on a London day stands on another. */
export function expiredStatus(noticedOn: string, londonDay: string): ExpiredStatus {
  const last = correctBy(noticedOn);
  if (londonDay > last) return 'for-the-panel';
  if (londonDay >= addDays(last, -7)) return 'week-left';
  return londonDay >= addMonths(last, -1) ? 'month-left' : 'noticed';
}
