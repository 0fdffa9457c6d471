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

/** What ends a blockage by its cause. */
type Rule = Pick<Remedy, 'actionBy'> & {
  /** What removes the cause; `then` says what it brings about. */
  readonly steps: (then: string) => readonly string[];
  /** What can be done as long as the cause is there. */
  readonly meanwhile: readonly string[];
};

const RELEASED = 'the entries are released automatically, in order';
const CORRECTED = 'the corrections are sent automatically';

const RULES: readonly { readonly cause: RegExp; readonly ruleFor: (version: string) => Rule }[] = [
  {
    cause: /^GBCS (.+) not recognised$/,
    ruleFor: (version) => ({
      actionBy: ['dspServiceTeam'],
      steps: (then) => [
        `DSP Service team: deploy the mapping for GBCS ${version}, and say when it will be there.`,
        `DCC Service team: put governance/gbcs-register.csv with GBCS ${version} as recognised "yes" into the inbox. Then ${then}.`,
      ],
      meanwhile: [
        'Where waiting is worse than a substitute: set gbcsSubstitution in governance/settings.json (Option B); the correction is sent once the version is recognised.',
      ],
    }),
  },
  {
    cause: /^GBCS (.+) not yet in force$/,
    ruleFor: (version) => ({
      actionBy: [],
      steps: (then) => [
        `Nothing, if the start date of GBCS ${version} in the register is right: on that day ${then}.`,
        `DCC Service team, if the date is wrong: correct valid_from of GBCS ${version} in governance/gbcs-register.csv and put the file into the inbox.`,
      ],
      meanwhile: [],
    }),
  },
];

/** Any other cause, such as what DSP ingestion says when it rejects a change. */
const ANY_OTHER: Rule = {
  actionBy: ['dccOperations'],
  steps: (then) => [`DCC operations: have the cause named above removed. Then ${then}.`],
  meanwhile: [
    'SECAS, if an entry is wrong: list it corrected in the next issue. The corrected line is sent at once and replaces this one.',
  ],
};

/** What must happen for the lines that wait for this cause to go on (R11, R16–R18, R23). */
export function remedyFor(cause: string): Remedy {
  const { actionBy, steps, meanwhile } = ruleFor(cause);
  return { actionBy, steps: [...steps(RELEASED), ...meanwhile], meanwhile: BUFFERED };
}

/** What must happen once nothing waits for this cause, but the DSP holds entries under a substitute (R17, R18). */
export function remedyOfSubstitutes(cause: string): Omit<Remedy, 'actionBy'> {
  return {
    steps: ruleFor(cause).steps(CORRECTED),
    meanwhile:
      'The entries are published and uploaded, and nothing needs to be submitted again: their devices can be pre-notified and installed.',
  };
}

function ruleFor(cause: string): Rule {
  for (const rule of RULES) {
    const version = rule.cause.exec(cause)?.[1];
    if (version !== undefined) return rule.ruleFor(version);
  }
  return ANY_OTHER;
}
