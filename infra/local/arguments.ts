import { parseArgs } from 'node:util';
import * as z from 'zod';
import { CannotStart } from '../local-aws/cannot-start.ts';

const DEFAULT_PORT = 4380;

/** How `npm start` was asked to run. */
export type StartArguments = {
  readonly port: number;
  /** Whether the demo inputs are loaded. */
  readonly demo: boolean;
  /** Folder whose files are uploaded as they are dropped. */
  readonly inbox: string | undefined;
  readonly directory: string;
  readonly assembly: string | undefined;
  /** Instant at which the pipeline's time begins; the machine's time when left out. */
  readonly clockFrom: string | undefined;
};

/** How `npm start` can be asked to run. */
export const USAGE = `npm start -- [--port N] [--no-demo] [--inbox DIR] [--dir DIR] [--assembly DIR] [--clock-from TIME]
  --port N        port of the console (${DEFAULT_PORT}); 0 takes any that is free
  --no-demo       start empty, without the demo inputs
  --inbox DIR     upload each file that is dropped into DIR
  --dir DIR       folder for run.json, outbox and logs (.local)
  --assembly DIR  run a synthesized app as it is, instead of synthesizing
  --clock-from TIME  begin at this time instead of now, e.g. 2017-11-01T09:00:00Z`;

/**
 * Reads the command line.
 *
 * @throws CannotStart with the usage for anything it does not know.
 */
export function startArguments(words: readonly string[]): StartArguments {
  const { values } = parsed(words);
  const port = Number(values.port ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new CannotStart(`--port ${values.port ?? ''} is not a port\n${USAGE}`);
  const clockFrom = values['clock-from'];
  if (clockFrom !== undefined && !z.iso.datetime({ offset: true }).safeParse(clockFrom).success)
    throw new CannotStart(`--clock-from ${clockFrom} is not a time such as 2017-11-01T09:00:00Z\n${USAGE}`);
  return {
    port,
    demo: values['no-demo'] !== true,
    inbox: values.inbox,
    directory: values.dir ?? '.local',
    assembly: values.assembly,
    clockFrom,
  };
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        port: { type: 'string' },
        'no-demo': { type: 'boolean' },
        inbox: { type: 'string' },
        dir: { type: 'string' },
        assembly: { type: 'string' },
        'clock-from': { type: 'string' },
      },
    });
  } catch (cause) {
    throw new CannotStart(`${cause instanceof Error ? cause.message : String(cause)}\n${USAGE}`, { cause });
  }
}
