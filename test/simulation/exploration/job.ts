import { parentPort } from 'node:worker_threads';
import * as z from 'zod';
import { explore } from './explore.ts';
import { WORKLOADS } from './workloads.ts';

/** One workload within its bounds: what one core explores before it says how it went. */
export const Job = z.object({ name: z.string(), faults: z.number(), orders: z.number() });
export type Job = z.infer<typeof Job>;

/** How a job went. */
export const JobDone = z.object({
  boundaries: z.object({ faults: z.number(), orders: z.number() }),
  played: z.number(),
  distinct: z.number(),
  seconds: z.number(),
  /** What was broken, with its story; empty when nothing was. */
  failure: z.array(z.string()),
});
export type JobDone = z.infer<typeof JobDone>;

async function work(message: unknown): Promise<JobDone> {
  const { name, ...bounds } = Job.parse(message);
  const workload = WORKLOADS.find((each) => each.name === name);
  if (workload === undefined) throw new Error(`There is no workload «${name}»`);
  const begun = performance.now();
  const { counterexample, ...figures } = await explore(workload, bounds);
  const failure = counterexample === undefined ? [] : [...counterexample.story, ...counterexample.broken];
  return { ...figures, seconds: (performance.now() - begun) / 1000, failure };
}

// On a thread of its own it works off what it is given; whoever imports it otherwise only takes its types.
const port = parentPort;
port?.on('message', (message: unknown) => {
  void work(message).then((answer) => port.postMessage(answer));
});
