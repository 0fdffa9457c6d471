import type { Pipeline } from './find-pipeline.ts';

/** The options there are; a command takes some of them. */
export const OPTIONS = {
  json: { type: 'boolean' },
  aws: { type: 'boolean' },
  outputs: { type: 'string' },
  blocked: { type: 'boolean' },
  overdue: { type: 'boolean' },
  'expired-gbcs': { type: 'boolean' },
  model: { type: 'string' },
  reason: { type: 'string' },
  message: { type: 'string' },
  all: { type: 'boolean' },
  why: { type: 'string' },
  confirm: { type: 'string' },
  note: { type: 'string' },
  'fix-expected': { type: 'string' },
  'deploy-expected': { type: 'string' },
  'dcc-incident': { type: 'string' },
  'dsp-change': { type: 'string' },
  suppliers: { type: 'string' },
  'severity-1-fix': { type: 'string' },
  of: { type: 'string' },
  reference: { type: 'string' },
  on: { type: 'string' },
  at: { type: 'string' },
  after: { type: 'string' },
  print: { type: 'boolean' },
  csv: { type: 'boolean' },
  'no-wait': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;
export type OptionName = keyof typeof OPTIONS;

/** The options as they were given. */
export type GivenOptions = {
  readonly [Name in OptionName]?: ((typeof OPTIONS)[Name]['type'] extends 'boolean' ? boolean : string) | undefined;
};

/** One call of a command. */
export type Call = {
  readonly words: readonly string[];
  readonly options: GivenOptions;
  /** The pipeline that runs on this machine, or the one on AWS if that was asked for. @throws WrongUse for none. */
  readonly pipeline: () => Pipeline;
  /** The same, or undefined where there is none: for what also works without. */
  readonly pipelineIfAny: () => Pipeline | undefined;
  /** Says how far a command is, beside its answer. */
  readonly progress: (text: string) => void;
};

/** What a command found: as data for `--json`, and as text for people. */
export type Answer = { readonly json: unknown; readonly text: string; readonly exitCode?: 0 | 1 };

/** A command of the operator CLI. */
export type Command = {
  readonly usage: string;
  readonly does: string;
  /** How many words it takes, at least and at most. */
  readonly words: readonly [number, number];
  readonly options: readonly OptionName[];
  readonly run: (call: Call) => Promise<Answer>;
};
