import * as z from 'zod';
import type { ReportAsked } from './run-report.ts';
import { WrongUse } from './wrong-use.ts';

/** The pipeline's time on one machine. */
export const ClockReading = z.object({ now: z.string() });
export type ClockReading = z.infer<typeof ClockReading>;

const Alarms = z.array(z.object({ name: z.string(), state: z.string() }));

/** What the function says of an extract that it had no time to finish. */
const Unfinished = z.object({ state: z.literal('unfinished') });

const Refusal = z.object({ error: z.string() });

/** What only a pipeline on one machine offers: its clock, and its functions to be run by hand. */
export function localConsole(consoleUrl: string) {
  async function ask(path: string, body?: unknown): Promise<unknown> {
    const request = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    let answer: Response;
    try {
      answer = await fetch(new URL(path, consoleUrl), {
        ...request,
        headers: { 'content-type': 'application/json' },
      });
    } catch (cause) {
      throw new WrongUse(`Nothing answers at ${consoleUrl}: the pipeline of .local/run.json no longer runs`, { cause });
    }
    const content: unknown = await answer.json();
    if (answer.ok) return content;
    throw new WrongUse(Refusal.safeParse(content).data?.error ?? `The console answered ${answer.status}`);
  }
  return {
    /** Whether the pipeline still runs. */
    answers: async (): Promise<boolean> =>
      fetch(new URL('/api/clock', consoleUrl)).then(
        (answer) => answer.ok,
        () => false,
      ),
    clock: async (): Promise<ClockReading> => ClockReading.parse(await ask('/api/clock')),
    /** Every alarm of the templates, and its state. */
    alarms: async () => Alarms.parse(await ask('/api/alarms')),
    /** Moves the clock by an ISO 8601 duration and runs what falls due on the way. */
    advance: async (duration: string): Promise<ClockReading> =>
      ClockReading.parse(await ask('/api/clock', { advance: duration })),
    /** Runs the reports function with an input, as its schedule does, as often as it takes until the report is made. */
    runReport: async (input: ReportAsked): Promise<unknown> => {
      for (;;) {
        const made = await ask('/2015-03-31/functions/ReportsFunction/invocations', input);
        if (!Unfinished.safeParse(made).success) return made;
      }
    },
  };
}

export type LocalConsole = ReturnType<typeof localConsole>;
