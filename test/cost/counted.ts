import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { ROOT } from '../support/source-tree.ts';

/** Requests that one thing takes, counted on the local run. */
export const Requests = z.object({
  sqsStandard: z.number(),
  sqsFifo: z.number(),
  tableReads: z.number(),
  tableWrites: z.number(),
  puts: z.number(),
  gets: z.number(),
  mails: z.number(),
  invocations: z.number(),
});
export type Requests = z.infer<typeof Requests>;

/** What was counted: requests of each thing that happens, and what the stage has. */
export const Counted = z.object({
  /** One SRV event that changes a device. */
  srvEvent: Requests,
  /** One issue of a list of the demo's size. */
  issue: Requests,
  /** One run of the watch. */
  watch: Requests,
  /** One report to the SSC. */
  report: Requests,
  /** KB of a device's item in the table. */
  deviceKb: z.number(),
  /** Queues that Lambda polls, alarms and metrics of our own. */
  queues: z.number(),
  alarms: z.number(),
  metrics: z.number(),
});
export type Counted = z.infer<typeof Counted>;

/** Where the counts of the last `npm run cost` are kept. */
export const COUNTED_PATH = 'test/cost/counted.json';

/** The counts as they are on disk. */
export function countedOnDisk(): Counted {
  return Counted.parse(JSON.parse(readFileSync(`${ROOT}${COUNTED_PATH}`, 'utf8')));
}
