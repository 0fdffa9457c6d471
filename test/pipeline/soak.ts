import { parseArgs } from 'node:util';
import { startPipeline } from '../../infra/local/pipeline.ts';
import { temporaryFolder } from '../support/small-assembly.ts';
import { afterWarmUp, type Sample, slopeOf } from './traffic/slope.ts';
import { Weeks } from './traffic/week.ts';

const USAGE = `npm run soak -- [--minutes N]
  --minutes N  begin no further week after so many minutes (60)`;
const MB = 1024 * 1024;
const EMULATORS = 'heap of the emulators';
const RESIDENT = 'resident';
/** A function's heap may grow by this per week, in MB: half a kilobyte for each of the watch's 672 looks. */
const FUNCTION_SLOPE_MB = 0.35;
/** The emulators keep every item and version of an object in memory: by so much the process may grow per week, in MB. */
const PROCESS_SLOPE_MB = { heap: 10, resident: 25 };

/** Lets weeks of the same traffic come to a pipeline, prints what memory they need, and fails when it grows. */
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
    const told = [...lowest].map(([name, bytes]) => `${shortened(name)} ${(bytes / MB).toFixed(1)}`);
    console.log(`week ${week}, after ${Math.round((performance.now() - begun) / 1000)} s: ${told.join(', ')} MB`);
  }
  const left = (await pipeline.depths()).filter(({ visible, inFlight }) => visible + inFlight > 0);
  for (const { name, visible, inFlight } of left) console.log(`LEFT OVER in ${name}: ${visible + inFlight} messages`);
  await pipeline.stop();
  return told(figures) && left.length === 0;
}

/** Prints the slope of each figure, and says whether all are within their limits. */
function told(figures: ReadonlyMap<string, readonly Sample[]>): boolean {
  const slopes = [...figures].map(([name, samples]) => ({
    name,
    slope: slopeOf(afterWarmUp(samples)),
    limit: limitOf(name),
  }));
  for (const { name, slope, limit } of slopes) {
    const words = `${shortened(name)}: ${slope >= 0 ? '+' : ''}${slope.toFixed(3)} MB a week, limit ${limit}`;
    console.log(slope > limit ? `TOO MUCH ${words}` : words);
  }
  return slopes.every(({ slope, limit }) => slope <= limit);
}

function limitOf(name: string): number {
  if (name === RESIDENT) return PROCESS_SLOPE_MB.resident;
  return name === EMULATORS ? PROCESS_SLOPE_MB.heap : FUNCTION_SLOPE_MB;
}

/** The name of a function without that of its stack and its suffix. */
function shortened(name: string): string {
  return name.replace(/^cpl-dev-pipeline-/, '').replace(/[\dA-F]{8}$/, '');
}

process.exit((await soak()) ? 0 : 1);
