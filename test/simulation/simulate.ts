import { parseArgs } from 'node:util';
import { FAULT_KINDS, type FaultTally } from './faults.ts';
import { playMany } from './many.ts';
import { playSchedule } from './run-seed.ts';
import { shrunk } from './shrink.ts';

const USAGE = `npm run simulate -- [--schedules N] [--seed S] [--story]
  --schedules N  how many schedules are played (10000)
  --seed S       the seed of the first one (1); each next one has the next seed
  --story        tell all that happens in the one schedule of the seed`;

/** Plays schedules and prints the figures; a schedule that fails is made smaller and told. */
async function simulate(): Promise<boolean> {
  const { values } = parseArgs({
    options: { schedules: { type: 'string' }, seed: { type: 'string' }, story: { type: 'boolean' } },
  });
  const schedules = Number(values.schedules ?? 10_000);
  const seed = Number(values.seed ?? 1);
  if (!Number.isInteger(schedules) || !Number.isInteger(seed) || schedules < 1) {
    console.error(USAGE);
    return false;
  }
  if (values.story) {
    const { story, broken } = await playSchedule(seed);
    console.log([...story, ...broken].join('\n'));
    return broken.length === 0;
  }
  const { played, failed, tally, seconds } = await playMany(seed, schedules);
  console.log(`Faults by the effect they hit:\n${effects(tally)}\n\nOther accidents:\n${events(tally)}\n`);
  for (const { seed: failing, outcome } of failed) {
    const smallest = await shrunk(failing, outcome);
    console.log(`Seed ${failing} breaks an invariant. Its smallest story:\n${smallest.story.join('\n')}`);
    console.log(`\n${smallest.broken.join('\n')}\n\nThe whole story: npm run simulate -- --seed ${failing} --story`);
  }
  const rate = Math.round(played / seconds);
  console.log(
    `${played} schedules from seed ${seed} in ${seconds.toFixed(1)} s of one processor (${rate} a second): ${failed.length} failed.`,
  );
  return failed.length === 0;
}

function effects({ effects: hit }: FaultTally): string {
  const lines = [...hit].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return lines
    .map(([boundary, kinds]) => {
      const counts = FAULT_KINDS.filter((kind) => kinds.has(kind)).map((kind) => `${kind} ${kinds.get(kind)}`);
      return `  ${boundary}: ${counts.join(', ')}`;
    })
    .join('\n');
}

function events({ events: happened }: FaultTally): string {
  const lines = [...happened].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return lines.map(([event, count]) => `  ${event}: ${count}`).join('\n');
}

process.exit((await simulate()) ? 0 : 1);
