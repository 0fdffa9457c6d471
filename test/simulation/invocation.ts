import type { FunctionName } from '../../functions/contracts/environment.ts';
import type { SimulatedMessage } from './simulated-queue.ts';

/** One call of a function to a service, not yet answered. */
export type Call = {
  /** Where it is, as people name it: `intake ledger.Put WAITING`. */
  readonly boundary: string;
  readonly isEffect: boolean;
  /** What the command of the SDK says. */
  readonly input: unknown;
  /** Does it, and gives the service's answer; throws the service's error. */
  readonly apply: (partly: boolean) => unknown;
  /** Whether the service can do a part of it. */
  readonly divisible: boolean;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
};

/** One execution environment of a function: its handler, with what its ports have cached, and what it is running. */
export type Sandbox = {
  readonly name: FunctionName;
  /** By how much its clock is wrong, in milliseconds. */
  readonly skew: number;
  /** Calls the handler as Lambda does; its answer. */
  readonly run: (work: Work, remainingMs: () => number) => Promise<unknown>;
  invocation: Invocation | undefined;
  /** Calls that were under way when its last run ended: Lambda froze them, and thaws them with the next one. */
  readonly frozen: Call[];
};

/** What a function is invoked with. */
export type Work = { readonly messages: readonly SimulatedMessage[]; readonly input?: unknown };

/** One run of a function. */
export type Invocation = {
  readonly id: number;
  readonly sandbox: Sandbox;
  readonly work: Work;
  readonly startedAt: number;
  readonly pending: Call[];
  /** How it ended: `undefined` while it runs. */
  ended: 'done' | 'failed' | 'killed' | undefined;
  /** What its handler answered, once it is done. */
  answer: unknown;
};
