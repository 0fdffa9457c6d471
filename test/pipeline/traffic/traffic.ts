import type { CplRow } from '../../support/cpl-csv.ts';
import type { Choices } from '../../simulation/choices.ts';
import {
  agreedList,
  extract,
  extractOf,
  FIRST_SETTINGS,
  nextRows,
  type PutFile,
  register,
  registerWith,
  settingsFile,
  settingsWith,
  type SimulatedSettings,
} from '../../simulation/inbox-files.ts';
import { type SimulatedEvent, storm } from '../../simulation/srv-storm.ts';

/** One thing that comes to the pipeline from outside. */
export type Input =
  | { readonly input: 'file'; readonly file: PutFile }
  | { readonly input: 'message'; readonly body: string; readonly event: SimulatedEvent | undefined };

/** Versions that the DSP takes, once the register knows them. */
const ALL_VERSIONS = new Map(['4.1', '9.8', '9.9'].map((version) => [version, '']));

/** No extract is held: whether one is, and what becomes of it, is the matter of other tests. */
const NO_GUARD = { removalGuardPercent: 100, removalGuardMinimum: 1000 };

/** What comes to the pipeline in the course of days, drawn from a seed: extracts, governance files, storms of SRV messages. */
export class Traffic {
  readonly #choices: Choices;
  #rows: readonly CplRow[] = [{ entry: 1 }, { entry: 2 }, { entry: 3 }];
  #extracts = 0;
  #events = 0;

  constructor(choices: Choices) {
    this.#choices = choices;
  }

  /** What comes at about one time. */
  next(): Input[] {
    const choices = this.#choices;
    const what = choices.below(12);
    if (what < 4) return [this.#extract()];
    if (what < 5) return [file(register(choices))];
    if (what < 6) return [file(unguarded(settingsFile(choices)))];
    if (what < 7) return [file(agreedList(choices)), ...this.#storm(3)];
    if (what < 9) return [this.#extract(), ...this.#storm(4)];
    return this.#storm(8);
  }

  /** What ends a day: every version is known, nothing is substituted, every entry is on the list under 4.1. */
  theEnd(): Input[] {
    this.#rows = [1, 2, 3].map((entry) => ({ entry, gbcs: '4.1', hash: 'CC'.repeat(32) }));
    this.#extracts += 3;
    return [
      file(settingsWith({ ...FIRST_SETTINGS, ...NO_GUARD })),
      file(registerWith(ALL_VERSIONS)),
      file(extractOf(this.#rows, this.#extracts)),
    ];
  }

  #extract(): Input {
    this.#rows = nextRows(this.#rows, this.#choices);
    this.#extracts += 1;
    const late = this.#choices.happens(0.15);
    return file(extract(this.#rows, late ? this.#extracts - 2 : this.#extracts, this.#choices));
  }

  #storm(most: number): Input[] {
    return storm(this.#choices, () => (this.#events += 1), most).flatMap((deed): Input[] =>
      deed.deed === 'srv' ? [{ input: 'message', body: deed.body, event: deed.event }] : [],
    );
  }
}

function file(put: PutFile): Input {
  return { input: 'file', file: put };
}

function unguarded({ key, meaning }: PutFile): PutFile {
  if (meaning.kind !== 'settings') throw new TypeError(`${key} has no settings`);
  const settings: SimulatedSettings = { ...meaning.settings, ...NO_GUARD };
  return settingsWith(settings, meaning.sound);
}

/**
 * What must come of each file, in the order in which they came, as plainly as DESIGN 3 and 6 say it; of an agreed list
 * nothing is said, because it depends on the entries that are on the list. And the list that is accepted in the end.
 */
export function expectedStates(files: readonly PutFile[]): {
  readonly states: readonly (string | undefined)[];
  readonly accepted: readonly CplRow[];
} {
  let accepted: { readonly version: string; readonly body: string; readonly rows: readonly CplRow[] } | undefined;
  const states = files.map(({ body, cplVersion = '', meaning }) => {
    if (meaning.kind === 'agreed-list') return undefined;
    if (meaning.kind !== 'cpl') return meaning.sound ? 'active' : 'refused';
    if (accepted !== undefined && body === accepted.body) return 'repeat';
    if (accepted !== undefined && cplVersion < accepted.version) return 'superseded';
    if (!meaning.sound) return 'refused';
    accepted = { version: cplVersion, body, rows: meaning.rows };
    return 'accepted';
  });
  return { states, accepted: accepted?.rows ?? [] };
}
