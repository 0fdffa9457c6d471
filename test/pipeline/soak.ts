import { parseArgs } from 'node:util';
import { type LocalPipeline, startPipeline } from '../../infra/local/pipeline.ts';
import { temporaryFolder } from '../support/small-assembly.ts';
import { afterWarmUp, type Sample, slopeOf } from './traffic/slope.ts';
import { Weeks } from './traffic/week.ts';

const USAGE = `npm run soak -- [--minutes N]
  --minutes N  begin no further week after so many minutes (60)`;
const MB = 1024 * 1024;
const EMULATORS = 'heap of the emulators';
const RESIDENT = 'resident';
const REQUESTS = 'requests';
/** Fewer weeks say nothing about growth. */
const FEWEST_WEEKS = 5;
/** By so much a figure may grow per week. */
const MOST_GROWTH = {
  /** MB of a function's heap: half a kilobyte for each of the watch's 672 looks. */
  function: 0.35,
  /** MB: the emulators keep every item, every mail and every object's versions, if not their bytes, in memory. */
  [EMULATORS]: 1,
  /** MB, threads, buffers and all. */
  [RESIDENT]: 10,
  /** Requests to S3 and DynamoDB, of some 12,000: the work of a week is not more for all the weeks before it. */
  [REQUESTS]: 10,
};

/** Lets weeks of the same traffic come to a pipeline, prints what memory and requests they need; fails when that grows. */
async function soak(): Promise<boolean> {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '60' } } });
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) {
    console.error(USAGE);
    return false;
  }
  const pipeline = await startPipeline({ directory: temporaryFolder(), port: 0, clockFrom: '2026-11-02T00:00:00Z' });
  const weeks = new Weeks(pipeline);
  const begun = performance.now();
  const figures = new Map<string, Sample[]>();
  let requests = requestsForData(pipeline);
  for (let week = 1; performance.now() - begun < minutes * 60_000; week += 1) {
    const lowest = new Map<string, number>();
    for (let day = 0; day < 7; day += 1) {
      await weeks.day();
      globalThis.gc?.();
      const looks = [...(await pipeline.heaps()), [EMULATORS, process.memoryUsage().heapUsed] as const];
      for (const [name, bytes] of looks) lowest.set(name, Math.min(bytes, lowest.get(name) ?? Infinity));
    }
    lowest.set(RESIDENT, process.memoryUsage().rss);
    for (const [name, bytes] of lowest)
      figures.set(name, [...(figures.get(name) ?? []), { at: week, value: bytes / MB }]);
    const before = requests;
    requests = requestsForData(pipeline);
    figures.set(REQUESTS, [...(figures.get(REQUESTS) ?? []), { at: week, value: requests - before }]);
    const reported = [...lowest].map(([name, bytes]) => `${shortened(name)} ${(bytes / MB).toFixed(1)}`);
    const seconds = Math.round((performance.now() - begun) / 1000);
    console.log(`week ${week}, after ${seconds} s: ${requests - before} requests; ${reported.join(', ')} MB`);
  }
  const left = (await pipeline.depths()).filter(({ visible, inFlight }) => visible + inFlight > 0);
  for (const { name, visible, inFlight } of left) console.log(`LEFT OVER in ${name}: ${visible + inFlight} messages`);
  await pipeline.stop();
  return reported(figures) && left.length === 0;
}

/** How often S3 and DynamoDB were asked so far; queues are polled by the clock on the wall. */
function requestsForData({ meter }: LocalPipeline): number {
  return meter
    .readings()
    .filter(({ service }) => ['s3', 'dynamodb'].includes(service))
    .reduce((sum, { count }) => sum + count, 0);
}

/** Prints the slope of each figure, and says whether all are within their limits. */
function reported(figures: ReadonlyMap<string, readonly Sample[]>): boolean {
  const slopes = [...figures].map(([name, samples]) => ({
    name,
    slope: slopeOf(afterWarmUp(samples)),
    limit: Object.entries(MOST_GROWTH).find(([known]) => known === name)?.[1] ?? MOST_GROWTH.function,
  }));
  for (const { name, slope, limit } of slopes) {
    const unit = name === REQUESTS ? '' : ' MB';
    const words = `${shortened(name)}: ${slope >= 0 ? '+' : ''}${slope.toFixed(3)}${unit} a week, limit ${limit}`;
    console.log(slope > limit ? `TOO MUCH ${words}` : words);
  }
  const weeks = figures.get(REQUESTS)?.length ?? 0;
  if (weeks < FEWEST_WEEKS) console.log(`TOO SHORT: ${weeks} weeks of at least ${FEWEST_WEEKS}; give it more minutes`);
  return weeks >= FEWEST_WEEKS && slopes.every(({ slope, limit }) => slope <= limit);
}

/** The name of a function without that of its stack and its suffix. */
function shortened(name: string): string {
  return name.replace(/^cpl-dev-pipeline-/, '').replace(/[\dA-F]{8}$/, '');
}

process.exit((await soak()) ? 0 : 1);
