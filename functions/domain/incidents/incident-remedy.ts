/** What ends a blockage: who does what, in order, and what nobody needs to do. */
export type Remedy = {
  /** Who must act first; nobody where time alone ends it. */
  readonly actionBy: readonly ('dspServiceTeam' | 'dccOperations')[];
  readonly steps: readonly string[];
  /** What works meanwhile, and what is not needed. */
  readonly meanwhile: string;
};

const BUFFERED =
  'The entries stay valid and published on the CPL; nothing needs to be submitted again. They are buffered in their original order, and their 24 hours keep running.';

type Rule = Pick<Remedy, 'actionBy'> & {
  readonly cause: RegExp;
  readonly steps: (version: string) => readonly string[];
};

const RULES: readonly Rule[] = [
  {
    cause: /^GBCS (?<version>.+) not recognised$/,
    actionBy: ['dspServiceTeam'],
    steps: (version) => [
      `DSP Service team: deploy the mapping for GBCS ${version}, and say when it will be there.`,
      `DCC Service team: put governance/gbcs-register.csv with GBCS ${version} as recognised "yes" into the inbox. The entries are then released by themselves, in order.`,
      'Where waiting is worse than a substitute: set gbcsSubstitution in governance/settings.json (Option B); the correction is sent once the version is recognised.',
    ],
  },
  {
    cause: /^GBCS (?<version>.+) not yet in force$/,
    actionBy: [],
    steps: (version) => [
      `Nothing, if the start date of GBCS ${version} in the register is right: the entries are released by themselves on that day.`,
      `DCC Service team, if the date is wrong: correct valid_from of GBCS ${version} in governance/gbcs-register.csv and put the file into the inbox.`,
    ],
  },
];

const ANY_OTHER: readonly string[] = [
  'DCC operations: have the cause named above removed. The entries are then released by themselves, in order.',
  'SECAS, if an entry is wrong: list it corrected in the next issue. The corrected line goes at once and closes this one.',
];

/** What must happen for the lines that wait for this cause to go on (R11, R16–R18, R23). */
export function remedyFor(cause: string): Remedy {
  for (const { cause: pattern, actionBy, steps } of RULES) {
    const version = pattern.exec(cause)?.groups?.['version'];
    if (version !== undefined) return { actionBy, steps: steps(version), meanwhile: BUFFERED };
  }
  return { actionBy: ['dccOperations'], steps: ANY_OTHER, meanwhile: BUFFERED };
}
