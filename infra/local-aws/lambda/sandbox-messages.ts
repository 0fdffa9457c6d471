import * as z from 'zod';

/** What a sandbox is asked: run the handler on one event. */
export const InvokeMessage = z.object({
  invocation: z.number(),
  requestId: z.string(),
  /** The event as JSON, as Lambda hands it over. */
  event: z.string(),
  timeoutMs: z.number(),
});
export type InvokeMessage = z.infer<typeof InvokeMessage>;

/** What a handler threw, as Lambda reports it. */
export const FunctionFault = z.object({
  errorType: z.string(),
  errorMessage: z.string(),
  trace: z.array(z.string()),
});
export type FunctionFault = z.infer<typeof FunctionFault>;

/** The number of a sandbox's first message, by which it says that the bundle is loaded. */
export const LOADED = 0;

/** What a sandbox answers: the handler's result as JSON, or what it threw. */
export const SandboxAnswer = z.object({
  invocation: z.number(),
  result: z.string().optional(),
  fault: FunctionFault.optional(),
});
export type SandboxAnswer = z.infer<typeof SandboxAnswer>;

/** What a sandbox is started with. */
export const SandboxStart = z.object({
  offset: z.instanceof(SharedArrayBuffer),
  /** File of the bundle and the name under which it exports the handler. */
  file: z.string(),
  exportName: z.string(),
  functionName: z.string(),
  functionArn: z.string(),
  memoryMb: z.number(),
});
export type SandboxStart = z.infer<typeof SandboxStart>;
