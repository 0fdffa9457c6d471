import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { type Job, JobDone } from './job.ts';
import { WORKLOADS } from './workloads.ts';

const USAGE = `npm run explore -- [--faults N --orders M] [--only TEXT] [--cores N]
  --faults N   how many steps go wrong, at most, in one run
  --orders M   … and how often another one goes first than usual; without the two: 2 and 0, then 1 and 1, then 0 and 3
  --only TEXT  only the workloads with this in their name
  --cores N    on how many cores (all)`;

/** The usual bounds: any two faults; any fault while something overtakes; any order that departs three times from the usual. */
const BOUNDS = [
  { faults: 2, orders: 0 },
  { faults: 1, orders: 1 },
  { faults: 0, orders: 3 },
];

/** Explores every workload within every bound, and prints a line for each and the story of what breaks an invariant. */
async function exploreAll(): Promise<boolean> {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({ options: { faults: option, orders: option, only: option, cores: option } });
  const { only = '', cores = String(availableParallelism()) } = values;
  const given = { faults: Number(values.faults ?? 0), orders: Number(values.orders ?? 0) };
  if (![given.faults, given.orders, Number(cores)].every((each) => Number.isInteger(each) && each >= 0)) {
    console.error(USAGE);
    return false;
  }
  const bounds = values.faults === undefined && values.orders === undefined ? BOUNDS : [given];
  const names = WORKLOADS.map(({ name }) => name).filter((name) => name.includes(only));
  const jobs = names.flatMap((name) => bounds.map((bound): Job => ({ name, ...bound })));
  let isWhole = jobs.length > 0;
  console.log(line('workload', 'faults', 'orders', 'boundaries', 'played', 'distinct', 'seconds'));
  const work = async (): Promise<void> => {
    const core = new Worker(new URL('./job.ts', import.meta.url));
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      core.postMessage(job);
      const [message]: unknown[] = await once(core, 'message');
      const { boundaries, played, distinct, seconds, failure } = JobDone.parse(message);
      const { name, faults, orders } = job;
      const places = `${boundaries.faults}/${boundaries.orders}`;
      console.log(line(name, faults, orders, places, played, distinct, seconds.toFixed(1)));
      if (failure.length > 0) {
        isWhole = false;
        console.log(failure.join('\n'));
      }
    }
    await core.terminate();
  };
  await Promise.all(Array.from({ length: Number(cores) }, work));
  return isWhole;
}

function line(name: string, ...figures: readonly (string | number)[]): string {
  return [name.padEnd(50), ...figures.map((figure) => String(figure).padStart(11))].join('');
}

process.exit((await exploreAll()) ? 0 : 1);
