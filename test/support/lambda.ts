import { vi } from 'vitest';
import { ENVIRONMENT, type FunctionName } from '../../functions/contracts/environment.ts';
import { callHandler } from './lambda-event.ts';

/** One line of a function's log. */
export type LogLine = Readonly<Record<string, unknown>>;

/** What Lambda knows of one invocation. */
export type LambdaInvocation = {
  readonly requestId?: string;
  /** Milliseconds left, asked again each time. */
  readonly remainingMs?: () => number;
};

/** How an invocation ended, and every line that it printed. */
export type Invoked = { readonly lines: readonly LogLine[] } & (
  | { readonly answer: unknown }
  | { readonly thrown: unknown }
);

/** Calls a handler as Lambda does, with an event and a context, and reads its log. */
export async function invoke(
  handler: (event: never, context: never) => unknown,
  event: unknown,
  { requestId = 'request-1', remainingMs = () => 30_000 }: LambdaInvocation = {},
): Promise<Invoked> {
  const printed: string[] = [];
  const keep = (chunk: string | Uint8Array): boolean => printed.push(String(chunk)) > 0;
  const streams = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockImplementation(keep));
  // Libraries warn by the console, which Lambda writes to the log as well.
  const warnings = vi.spyOn(console, 'warn').mockImplementation((text) => keep(JSON.stringify({ text })));
  const lines = (): LogLine[] => printed.map((line): LogLine => JSON.parse(line));
  try {
    const answer = await callHandler(handler, event, { requestId, remainingMs });
    return { answer, lines: lines() };
  } catch (thrown) {
    return { thrown, lines: lines() };
  } finally {
    for (const stream of [...streams, warnings]) stream.mockRestore();
  }
}

/** Sets every environment variable of a function to a value that names it, until the test unstubs them. */
export function wired(name: FunctionName): void {
  for (const variable of ENVIRONMENT[name]) vi.stubEnv(variable, `value of ${variable}`);
}
