import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { table } from '../../functions/operator/table.ts';
import { ROOT } from '../support/source-tree.ts';
import { shiftedBy } from './shift.ts';

const USAGE = `npm run test:other-days -- [--days DAY,DAY,...] [FILTER ...]
  --days    days or instants, e.g. 2028-02-29,2027-03-28T00:58:00Z; a day begins at noon (all of the list below)
  FILTER    run the test files whose path contains it (all of them)`;

/** The days on which something is different: when a run begins, and what is special about it. */
const DAYS: ReadonlyMap<string, string> = new Map([
  ['2026-11-29T17:00:00Z', 'a Sunday'],
  ['2026-11-30T06:58:00Z', 'a Monday: 07:00 in London comes during the run'],
  ['2026-10-25T00:58:00Z', 'the clocks go back during the run'],
  ['2027-03-28T00:58:00Z', 'the clocks go forward during the run'],
  ['2027-03-26T12:00:00Z', 'Good Friday'],
  ['2026-12-31T23:58:00Z', 'the year ends during the run'],
  ['2028-02-29T12:00:00Z', '29 February'],
  ['2035-07-04T12:00:00Z', 'a day in 2035'],
]);

type DayRun = { readonly passed: number; readonly failed: number; readonly output: string };

/** Runs the tests as if it were another day: `Date` is shifted in every process and thread, nothing else is. */
async function runOn(instant: string, filters: readonly string[]): Promise<DayRun> {
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  // The machine's time, which no shift of this process's own `Date` changes.
  const machine = performance.timeOrigin + performance.now();
  const environment = shiftedBy(Math.round(Date.parse(instant) - machine));
  const run = spawn(process.execPath, [vitest, 'run', ...filters], { cwd: ROOT, env: environment });
  let output = '';
  for (const stream of [run.stdout, run.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const code = await new Promise<number | string>((resolve) =>
    run.once('close', (ended, signal) => resolve(signal ?? ended ?? 'nothing')),
  );
  const [, passed = 0, failed = 0] = (/^(\d+) passed, (\d+) failed$/m.exec(output) ?? []).map(Number);
  if (failed === 0 && code !== 0) return { passed, failed: 1, output: `${output}\nThe run ended with ${code}.` };
  return { passed, failed, output };
}

function chosenDays(list: string | undefined): readonly string[] {
  const days = list?.split(',').map((day) => (day.includes('T') ? day : `${day}T12:00:00Z`)) ?? [...DAYS.keys()];
  const wrong = days.find((day) => Number.isNaN(Date.parse(day)));
  if (wrong !== undefined) throw new RangeError(`${wrong} is not a day\n${USAGE}`);
  return days;
}

const { values, positionals } = parseArgs({ options: { days: { type: 'string' } }, allowPositionals: true });
const rows: string[][] = [];
let allPassed = true;
for (const day of chosenDays(values.days)) {
  const { passed, failed, output } = await runOn(day, positionals);
  allPassed &&= failed === 0;
  if (failed > 0) console.log(output);
  console.log(`${day}: ${passed} passed, ${failed} failed`);
  rows.push([failed === 0 ? '✓' : '✗', day, DAYS.get(day) ?? '', String(passed), String(failed)]);
}
console.log(`\n${table(['', 'DAY', 'WHAT IS SPECIAL', 'PASSED', 'FAILED'], rows)}`);
process.exit(allPassed ? 0 : 1);
