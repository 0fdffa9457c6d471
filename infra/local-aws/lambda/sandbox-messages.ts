import type { SharedOffset } from '../clock/moved-date.ts';

/** What a sandbox is asked: run the handler on one event. */
export type InvokeMessage = {
  readonly invocation: number;
  readonly requestId: string;
  /** The event as JSON, as Lambda hands it over. */
  readonly event: string;
  readonly timeoutMs: number;
};

/** What a handler threw, as Lambda reports it. */
export type FunctionFault = {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
};

/** The number of a sandbox's first message, by which it says that the bundle is loaded. */
export const LOADED = 0;

/** What a sandbox answers: the handler's result as JSON, or what it threw. */
export type SandboxAnswer = {
  readonly invocation: number;
  readonly result?: string;
  readonly fault?: FunctionFault;
};

/** What a sandbox is started with. */
export type SandboxStart = {
  readonly offset: SharedOffset;
  /** File of the bundle and the name under which it exports the handler. */
  readonly file: string;
  readonly exportName: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
};
