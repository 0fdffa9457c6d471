import { addDays, addMonths } from '../calendar/calendar-day.ts';
import { endOfLondonDay, londonDay } from '../calendar/london-time.ts';
import type { TrialInterval } from '../devices/device.ts';

/** The part of a month in which a device was a trial device; `to` is '' while it still is one. ISO instants. */
export type OprExclusion = {
  /** The month in London, `yyyy-mm`. */
  readonly month: string;
  readonly from: string;
  readonly to: string;
  readonly trialId: string;
};

/**
 * The stretches of time in which a device is left out of OPR figures (R69), each cut at the ends of months: what is said
 * of a month that is over stays as it is. Turning the feature switch off ends the stretches, and takes none back.
 *
 * @param asOf the time at which an open stretch goes on
 * @param offSince when the switch was turned off, if it is
 */
export function oprExclusions(
  stretches: readonly Pick<TrialInterval, 'trialId' | 'from' | 'to'>[],
  asOf: string,
  offSince: string | undefined,
): OprExclusion[] {
  return stretches.flatMap(({ trialId, from, to }) => {
    if (offSince !== undefined && from >= offSince) return [];
    const [end] = [to, offSince].filter((instant) => instant !== undefined).sort();
    return inMonths(from, end, asOf).map((part) => ({ ...part, trialId }));
  });
}

function inMonths(from: string, to: string | undefined, asOf: string): Omit<OprExclusion, 'trialId'>[] {
  const parts: Omit<OprExclusion, 'trialId'>[] = [];
  let start = from;
  for (;;) {
    const month = londonDay(start).slice(0, 7);
    const nextMonth = beginningOf(addMonths(`${month}-01`, 1));
    if (to === undefined ? nextMonth > asOf : nextMonth >= to) return [...parts, { month, from: start, to: to ?? '' }];
    parts.push({ month, from: start, to: nextMonth });
    start = nextMonth;
  }
}

function beginningOf(day: string): string {
  return new Date(Date.parse(endOfLondonDay(addDays(day, -1))) + 1).toISOString();
}
