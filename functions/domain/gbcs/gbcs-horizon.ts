import { addDays, daysBetween } from '../calendar/calendar-day.ts';
import { type GbcsRegister, type GbcsVersion, gbcsOutcome } from './gbcs-register.ts';
import type { VersionUse } from './version-use.ts';

/** Days ahead at which a change is reported, the first warning first (R35): in 2017 six months were known, and nobody was notified. */
export const HORIZON_DAYS = [180, 90, 30] as const;

/** A GBCS version that begins, or whose last valid day comes. */
export type VersionChange = {
  readonly gbcsVersion: string;
  readonly change: 'begins' | 'ends';
  /** The first valid day, or the last one, in London. */
  readonly day: string;
  /** Days until then; 0 on the day itself, negative after it. */
  readonly daysLeft: number;
};

/** A change that someone has to prepare for. */
export type HorizonWarning = VersionChange & {
  /** How many of `HORIZON_DAYS` have been reached, and one more once an unrecognised version has begun. */
  readonly stage: number;
  /** What of the published list declares the version. */
  readonly use: VersionUse;
  /** Of a version that ends: the recognised versions that are in force on the day after. */
  readonly successors: readonly string[];
  /** Whether it is worse than the days alone say: entries that nothing can take over, or that are blocked already. */
  readonly aggravated: boolean;
};

/** The next change of a version after a London day: its first valid day, else its last; undefined where none is known. */
export function nextChange(version: GbcsVersion, londonDay: string): VersionChange | undefined {
  const { gbcsVersion, validFrom, validTo } = version;
  // A day that is not known is '', which comes before every day.
  if (validFrom > londonDay) return changeOn('begins', gbcsVersion, validFrom, londonDay);
  if (validTo >= londonDay) return changeOn('ends', gbcsVersion, validTo, londonDay);
  return undefined;
}

/**
 * What the register says of the next half year (R23, R35): a version that begins and that the DSP does not recognise,
 * until it is recognised or over; and a version that ends while active entries declare it, up to its last valid day
 * (from then on they are expired, R24). A date that is not known, or open, says nothing.
 */
export function gbcsHorizon(
  register: GbcsRegister,
  uses: readonly VersionUse[],
  londonDay: string,
): readonly HorizonWarning[] {
  const useOf = (gbcsVersion: string): VersionUse =>
    uses.find((use) => use.gbcsVersion === gbcsVersion) ?? { gbcsVersion, entries: 0, models: 0, manufacturers: 0 };
  return register
    .flatMap((version): HorizonWarning[] => {
      const use = useOf(version.gbcsVersion);
      return [...beginsUnrecognised(version, use, londonDay), ...endsInUse(version, use, register, londonDay)];
    })
    .sort((a, b) => a.daysLeft - b.daysLeft);
}

function beginsUnrecognised(version: GbcsVersion, use: VersionUse, londonDay: string): HorizonWarning[] {
  const { gbcsVersion, recognised, validFrom, validTo } = version;
  const isOver = validTo !== '' && validTo < londonDay;
  if (recognised || validFrom === '' || isOver || validFrom > addDays(londonDay, HORIZON_DAYS[0])) return [];
  const change = changeOn('begins', gbcsVersion, validFrom, londonDay);
  const stage = change.daysLeft <= 0 ? HORIZON_DAYS.length + 1 : stageOf(change.daysLeft);
  return [{ ...change, stage, use, successors: [], aggravated: use.entries > 0 }];
}

function endsInUse(version: GbcsVersion, use: VersionUse, register: GbcsRegister, londonDay: string): HorizonWarning[] {
  const { gbcsVersion, validTo } = version;
  if (use.entries === 0 || validTo < londonDay || validTo > addDays(londonDay, HORIZON_DAYS[0])) return [];
  const change = changeOn('ends', gbcsVersion, validTo, londonDay);
  const after = addDays(validTo, 1);
  const successors = register
    .filter((other) => gbcsOutcome(register, other.gbcsVersion, after) === 'in-force')
    .map((other) => other.gbcsVersion);
  return [{ ...change, stage: stageOf(change.daysLeft), use, successors, aggravated: successors.length === 0 }];
}

function changeOn(change: VersionChange['change'], gbcsVersion: string, day: string, londonDay: string): VersionChange {
  return { gbcsVersion, change, day, daysLeft: daysBetween(londonDay, day) };
}

function stageOf(daysLeft: number): number {
  return HORIZON_DAYS.filter((days) => daysLeft <= days).length;
}
