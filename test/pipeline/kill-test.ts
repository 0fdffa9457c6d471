import { parseArgs } from 'node:util';
import { synthesize } from '../../infra/local/synthesis.ts';
import { temporaryFolder } from '../support/small-assembly.ts';
import { killDay } from './traffic/kill-day.ts';

const USAGE = `npm run kill-test -- [--seed S] [--minutes M] [--hours H] [--chance C]
  --seed S     the seed of the first day (1); each next one has the next seed
  --minutes M  begin no further day after so many minutes (5)
  --hours H    length of a day of traffic (24)
  --chance C   share of the invocations that are to be killed (0.4)`;

/** Plays day after day of traffic with functions killed at random; the seed of a day that fails is printed. */
async function killTest(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      minutes: { type: 'string', default: '5' },
      hours: { type: 'string', default: '24' },
      chance: { type: 'string', default: '0.4' },
    },
  });
  const [first, minutes, hours, chance] = [values.seed, values.minutes, values.hours, values.chance].map(Number);
  if (!Number.isInteger(first) || !(Number(minutes) > 0) || !(Number(hours) > 0) || !(Number(chance) >= 0)) {
    console.error(USAGE);
    return false;
  }
  const assembly = temporaryFolder();
  await synthesize(assembly);
  const until = performance.now() + Number(minutes) * 60_000;
  const sum = { days: 0, files: 0, messages: 0, killed: 0, failed: 0 };
  for (let seed = Number(first); sum.days === 0 || performance.now() < until; seed += 1) {
    const { files, messages, killed, wrong } = await killDay({
      seed,
      hours: Number(hours),
      chance: Number(chance),
      assembly,
    });
    sum.days += 1;
    sum.files += files;
    sum.messages += messages;
    sum.killed += killed;
    if (wrong.length > 0) sum.failed += 1;
    console.log(`seed ${seed}: ${files} files, ${messages} SRV messages, ${killed} functions killed`);
    for (const what of wrong) console.log(`  WRONG ${what}`);
  }
  console.log(
    `${sum.days} days, ${sum.files} files, ${sum.messages} SRV messages, ${sum.killed} functions killed: ${sum.failed} days failed.`,
  );
  return sum.failed === 0;
}

process.exit((await killTest()) ? 0 : 1);
