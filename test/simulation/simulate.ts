import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { playOnCores } from './all-cores.ts';
import { FAULT_KINDS, type FaultTally } from './faults.ts';
import { playSchedule } from './run-seed.ts';
import { shrunk } from './shrink.ts';

const USAGE = `npm run simulate -- [--schedules N] [--seed S] [--story]
  --schedules N  how many schedules are played (10000)
  --seed S       the seed of the first one (1); each next one has the next seed
  --cores N      on how many cores they are played (all)
  --story        print all that happens in the one schedule of the seed`;

/** Schedules between two words of how far it is. */
const PROGRESS_EVERY = 100_000;

/** From so many schedules on, each effect must have been hit with each kind of fault. */
const HIT_ALL_FROM = 4_000;

/** Plays schedules and prints the figures; a schedule that fails is made smaller and printed. */
async function simulate(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      schedules: { type: 'string' },
      seed: { type: 'string' },
      story: { type: 'boolean' },
      cores: { type: 'string' },
    },
  });
  const schedules = Number(values.schedules ?? 10_000);
  const seed = Number(values.seed ?? 1);
  const cores = Number(values.cores ?? availableParallelism());
  if (![schedules, seed, cores].every(Number.isInteger) || schedules < 1 || cores < 1) {
    console.error(USAGE);
    return false;
  }
  if (values.story) {
    const { story, broken } = await playSchedule(seed);
    console.log([...story, ...broken].join('\n'));
    return broken.length === 0;
  }
  const { played, failed, tally, seconds } = await playOnCores({ first: seed, schedules }, cores, (sofar) => {
    if (sofar % PROGRESS_EVERY === 0) console.error(`${sofar} schedules so far`);
  });
  console.log(`Faults by the effect they hit:\n${effects(tally)}\n\nOther accidents:\n${events(tally)}\n`);
  for (const failing of failed) {
    const smallest = await shrunk(failing, await playSchedule(failing));
    console.log(`Seed ${failing} breaks an invariant. Its smallest story:\n${smallest.story.join('\n')}`);
    console.log(`\n${smallest.broken.join('\n')}\n\nThe whole story: npm run simulate -- --seed ${failing} --story`);
  }
  const rate = Math.round(played / seconds);
  const on = cores === 1 ? 'one core' : `${cores} cores`;
  console.log(
    `${played} schedules from seed ${seed} on ${on} in ${seconds.toFixed(1)} s of processor (${rate} a second and core): ${failed.length} failed.`,
  );
  const missed = schedules < HIT_ALL_FROM ? [] : tally.missed();
  if (missed.length > 0) console.error(`No schedule had these faults:\n  ${missed.join('\n  ')}`);
  return failed.length === 0 && missed.length === 0;
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
