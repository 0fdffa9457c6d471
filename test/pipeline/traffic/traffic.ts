import { type CplRow, cplCsv } from '../../support/cpl-csv.ts';
import type { Choices } from '../../simulation/choices.ts';
import {
  agreedList,
  FIRST_SETTINGS,
  type PutFile,
  register,
  registerWith,
  settingsFile,
  settingsWith,
} from '../../simulation/inbox-files.ts';
import { type SimulatedEvent, storm } from '../../simulation/srv-storm.ts';

/** A file that comes to the inbox; of a list, what it means. */
export type TrafficFile = {
  readonly key: string;
  readonly body: string;
  readonly list?: { readonly issue: number; readonly rows: readonly CplRow[]; readonly sound: boolean };
  /** What must become of a governance file; undefined where that depends on the list that is accepted. */
  readonly decision?: 'active' | 'refused' | undefined;
};

/** One thing that comes to the pipeline from outside. */
export type Input =
  | { readonly input: 'file'; readonly file: TrafficFile }
  | { readonly input: 'message'; readonly body: string; readonly event: SimulatedEvent | undefined };

/** Versions that lines declare; the DSP takes them once the register knows them. */
const VERSIONS = ['4.1', '9.8', '9.9'] as const;
const HASHES = ['AA', 'BB'] as const;
const MOST_ENTRIES = 8;

/** No list is held: whether one is, and what becomes of it, is the matter of other tests. */
const NO_GUARD = { removalGuardPercent: 50, removalGuardMinimum: 100 };

/** What comes to the pipeline in the course of days, drawn from a seed: lists, governance files, storms of SRV messages. */
export class Traffic {
  readonly #choices: Choices;
  #rows: readonly CplRow[] = [{ entry: 1 }, { entry: 2 }, { entry: 3 }];
  #issues = 0;
  #events = 0;

  constructor(choices: Choices) {
    this.#choices = choices;
  }

  /** What comes at about one time. */
  next(): Input[] {
    const choices = this.#choices;
    const what = choices.below(12);
    if (what < 4) return [this.#list()];
    if (what < 5) return [governance(register(choices))];
    if (what < 6) return [governance(unguarded(settingsFile(choices)))];
    if (what < 7) return [governance(agreedList(choices)), ...this.#storm(3)];
    if (what < 9) return [this.#list(), ...this.#storm(4)];
    return this.#storm(8);
  }

  /** What ends a day: every version is known, nothing is substituted, every entry is on the list under 4.1. */
  theEnd(): Input[] {
    this.#rows = this.#rows.map(({ entry }) => ({ entry, gbcs: '4.1', hash: 'CC'.repeat(32) }));
    this.#issues += 3;
    return [
      governance(settingsWith({ ...FIRST_SETTINGS, ...NO_GUARD })),
      governance(registerWith(new Map(VERSIONS.map((version) => [version, ''])))),
      listOf(this.#rows, this.#issues),
    ];
  }

  /** The next issue, now and then one that is late, or cut off. */
  #list(): Input {
    const choices = this.#choices;
    this.#rows = changed(this.#rows, choices);
    this.#issues += 1;
    const issue = choices.happens(0.15) ? Math.max(1, this.#issues - 2) : this.#issues;
    return listOf(this.#rows, issue, !choices.happens(0.1));
  }

  #storm(most: number): Input[] {
    return storm(this.#choices, () => (this.#events += 1), most).flatMap((deed): Input[] =>
      deed.deed === 'srv' ? [{ input: 'message', body: deed.body, event: deed.event }] : [],
    );
  }
}

function changed(rows: readonly CplRow[], choices: Choices): readonly CplRow[] {
  const next = rows.map((row) => (choices.happens(0.3) ? changedRow(row, choices) : row));
  if (next.length === MOST_ENTRIES || !choices.happens(0.3)) return next;
  return [...next, { entry: next.length + 1, gbcs: choices.oneOf(VERSIONS) }];
}

function changedRow(row: CplRow, choices: Choices): CplRow {
  const what = choices.below(3);
  if (what === 0) return { ...row, gbcs: choices.oneOf(VERSIONS) };
  if (what === 1) return { ...row, hash: choices.oneOf(HASHES).repeat(32) };
  return { ...row, status: row.status === 'Removed' ? 'Current' : 'Removed' };
}

function listOf(rows: readonly CplRow[], issue: number, sound = true): Input {
  const number = `2.${String(issue).padStart(3, '0')}`;
  const body = cplCsv(rows, number, '2026-11-01') + (sound ? '' : '"an open quote');
  return { input: 'file', file: { key: `cpl/cpl-${number}.csv`, body, list: { issue, rows, sound } } };
}

function governance({ key, body, meaning }: PutFile): Input {
  const isUnsound = 'sound' in meaning && !meaning.sound;
  const decision = isUnsound ? 'refused' : meaning.kind === 'settings' ? 'active' : undefined;
  return { input: 'file', file: { key, body, decision } };
}

function unguarded({ key, meaning }: PutFile): PutFile {
  if (meaning.kind !== 'settings') throw new TypeError(`${key} has no settings`);
  return settingsWith({ ...meaning.settings, ...NO_GUARD }, meaning.sound);
}

/**
 * What must come of each file, in the order in which they came, as plainly as it can be said; of an agreed list
 * and a register nothing is said that depends on the entries that are on the list. And the list that is accepted in the
 * end.
 */
export function expectedStates(files: readonly TrafficFile[]): {
  readonly states: readonly (string | undefined)[];
  readonly accepted: readonly CplRow[];
} {
  let accepted: { readonly issue: number; readonly body: string; readonly rows: readonly CplRow[] } | undefined;
  const active = files.findLastIndex(({ decision }) => decision === 'active');
  const states = files.map(({ body, list, decision }, index) => {
    if (list === undefined) return decision === 'active' && index < active ? 'superseded' : decision;
    if (!list.sound) return 'refused';
    if (accepted !== undefined && body === accepted.body) return 'repeat';
    if (accepted !== undefined && list.issue < accepted.issue) return 'superseded';
    accepted = { ...list, body };
    return 'accepted';
  });
  return { states, accepted: accepted?.rows ?? [] };
}
