/** What ends a blockage: who does what, in order, and what nobody needs to do. */
export type Remedy = {
  /** Who must act first; nobody where time alone ends it. */
  readonly actionBy: readonly ('dspServiceTeam' | 'dccOperations')[];
  readonly steps: readonly string[];
  /** What keeps working, and what nobody needs to do. */
  readonly meanwhile: string;
};

const BUFFERED =
  'The entries stay valid and published on the CPL; nothing needs to be submitted again. They are buffered in their original order, and their 24 hours keep running.';

type Rule = Pick<Remedy, 'actionBy'> & {
  readonly cause: RegExp;
  /** What removes the cause; `then` says what it brings about. */
  readonly steps: (version: string, then: string) => readonly string[];
  /** What can be done as long as the cause is there. */
  readonly meanwhile: readonly string[];
};

const RELEASED = 'the entries are released automatically, in order';
const CORRECTED = 'the corrections are sent automatically';

const RULES: readonly Rule[] = [
  {
    cause: /^GBCS (?<version>.+) not recognised$/,
    actionBy: ['dspServiceTeam'],
    steps: (version, then) => [
      `DSP Service team: deploy the mapping for GBCS ${version}, and say when it will be there.`,
      `DCC Service team: put governance/gbcs-register.csv with GBCS ${version} as recognised "yes" into the inbox. Then ${then}.`,
    ],
    meanwhile: [
      'Where waiting is worse than a substitute: set gbcsSubstitution in governance/settings.json (Option B); the correction is sent once the version is recognised.',
    ],
  },
  {
    cause: /^GBCS (?<version>.+) not yet in force$/,
    actionBy: [],
    steps: (version, then) => [
      `Nothing, if the start date of GBCS ${version} in the register is right: on that day ${then}.`,
      `DCC Service team, if the date is wrong: correct valid_from of GBCS ${version} in governance/gbcs-register.csv and put the file into the inbox.`,
    ],
    meanwhile: [],
  },
];

const ANY_OTHER: readonly string[] = [
  'DCC operations: have the cause named above removed. The entries are then released automatically, in order.',
  'SECAS, if an entry is wrong: list it corrected in the next issue. The corrected line is sent at once and replaces this one.',
];

/** What must happen for the lines that wait for this cause to go on (R11, R16–R18, R23). */
export function remedyFor(cause: string): Remedy {
  const found = ruleFor(cause);
  if (found === undefined) return { actionBy: ['dccOperations'], steps: ANY_OTHER, meanwhile: BUFFERED };
  const { rule, version } = found;
  const steps = [...rule.steps(version, RELEASED), ...rule.meanwhile];
  return { actionBy: rule.actionBy, steps, meanwhile: BUFFERED };
}

/** What must happen once nothing waits for this cause, but the DSP holds entries under a substitute (R17, R18). */
export function remedyOfSubstitutes(cause: string): Remedy {
  const found = ruleFor(cause);
  return {
    actionBy: found?.rule.actionBy ?? ['dccOperations'],
    steps: found?.rule.steps(found.version, CORRECTED) ?? ANY_OTHER,
    meanwhile:
      'The entries are published and uploaded, and nothing needs to be submitted again: their devices can be pre-notified and installed.',
  };
}

function ruleFor(cause: string): { readonly rule: Rule; readonly version: string } | undefined {
  for (const rule of RULES) {
    const version = rule.cause.exec(cause)?.groups?.['version'];
    if (version !== undefined) return { rule, version };
  }
  return undefined;
}
