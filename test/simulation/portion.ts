import { parentPort } from 'node:worker_threads';
import * as z from 'zod';
import { FAULT_KINDS } from './faults.ts';
import { playMany } from './many.ts';

/** Schedules that one core plays before it says how they went. */
const Portion = z.object({ first: z.number(), schedules: z.number() });
export type Portion = z.infer<typeof Portion>;

/** How a portion went: seeds that failed, and what its schedules were hit by. */
export const PlayedPortion = z.object({
  played: z.number(),
  failed: z.array(z.number()),
  effects: z.map(z.string(), z.map(z.enum(FAULT_KINDS), z.number())),
  events: z.map(z.string(), z.number()),
});

async function play(message: unknown): Promise<z.infer<typeof PlayedPortion>> {
  const { first, schedules } = Portion.parse(message);
  const { played, failed, tally } = await playMany(first, schedules);
  return { played, failed: failed.map(({ seed }) => seed), effects: tally.effects, events: tally.events };
}

// On a thread of its own it plays what it is given; whoever imports it otherwise only takes its types.
const port = parentPort;
port?.on('message', (message: unknown) => {
  void play(message).then((answer) => port.postMessage(answer));
});
