import type { WatchFact } from '../contracts/watch-fact.ts';
import { londonDay } from '../domain/calendar/london-time.ts';
import { gbcsHorizon, type HorizonWarning } from '../domain/gbcs/gbcs-horizon.ts';
import type { GbcsRegister } from '../domain/gbcs/gbcs-register.ts';
import type { VersionUse } from '../domain/gbcs/version-use.ts';
import { counted, dayInWords, listed } from '../email/words.ts';

/** What the horizon depends on: the register in force, and what of the published list declares its versions. */
export type HorizonLook = { readonly register: GbcsRegister; readonly uses: readonly VersionUse[] };

/** Versions that a fact names as ready to take over. */
const NAMED = 5;

/**
 * What operations must prepare for (R23, R35): a version of the register that begins unrecognised, or ends while active
 * entries declare it. A date that is moved begins again.
 */
export function horizonFacts({
  now,
  horizon,
}: {
  readonly now: string;
  readonly horizon?: HorizonLook;
}): readonly WatchFact[] {
  if (horizon === undefined) return [];
  return gbcsHorizon(horizon.register, horizon.uses, londonDay(now)).map((warning) => ({
    factId: `gbcs/${warning.gbcsVersion}/${warning.change}/${warning.day}`,
    level: 2 * warning.stage + (warning.aggravated ? 1 : 0),
    kind: `gbcs-${warning.change}`,
    title: titleOf(warning),
    text: warning.change === 'begins' ? beforeItBegins(warning) : beforeItEnds(warning),
    details: [
      { label: warning.change === 'begins' ? 'First valid day' : 'Last valid day', value: dayInWords(warning.day) },
      { label: 'Active entries', value: useInWords(warning.use) },
    ],
  }));
}

function titleOf({ gbcsVersion, change, day, daysLeft }: HorizonWarning): string {
  if (change === 'ends') {
    return `GBCS ${gbcsVersion} ${daysLeft === 0 ? 'ends today' : `ends in ${counted(daysLeft, 'day')}`}, and active entries declare it`;
  }
  return `GBCS ${gbcsVersion} ${beginsInWords(day, daysLeft)}, and the DSP does not recognise it`;
}

function beginsInWords(day: string, daysLeft: number): string {
  if (daysLeft > 0) return `comes into force in ${counted(daysLeft, 'day')}`;
  return daysLeft === 0 ? 'comes into force today' : `has been in force since ${dayInWords(day)}`;
}

function beforeItBegins({ use }: HorizonWarning): string {
  const blocked = use.entries === 0 ? 'Entries that declare it will be blocked' : 'Entries declare it, and are blocked';
  return `${blocked}, and the list is not loaded in full: the DSP needs a mapping for it. When it has one, set recognised to yes in governance/gbcs-register.csv and put the file into the inbox. No release of this pipeline is needed.`;
}

function beforeItEnds({ successors }: HorizonWarning): string {
  const task =
    'SECAS asks the manufacturers to submit the entries again under a later version; no new firmware is needed only for that.';
  if (successors.length > 0) {
    const more = successors.length > NAMED ? `, and ${successors.length - NAMED} earlier ones` : '';
    return `${task} Recognised after that day: GBCS ${listed(successors.slice(-NAMED))}${more}. If the end has moved, put governance/gbcs-register.csv with the new date into the inbox.`;
  }
  return `The register has no recognised version for the day after: whatever the entries move to is blocked, as in May 2018. Get the mapping of the next version from the DSP, and put governance/gbcs-register.csv with it into the inbox. ${task}`;
}

function useInWords({ entries, models, manufacturers }: VersionUse): string {
  if (entries === 0) return 'none yet';
  return `${counted(entries, 'entry', 'entries')} of ${counted(models, 'Device Model')} by ${counted(manufacturers, 'manufacturer')}`;
}
