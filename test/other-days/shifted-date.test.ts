import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/small-assembly.ts';
import { shiftedBy } from './shift.ts';

const THOUSAND_YEARS_MS = 1000 * 365.25 * 86_400_000;

const PROGRAM = `
import { execFileSync } from 'node:child_process';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
const year = new Date().getUTCFullYear();
if (!isMainThread) parentPort.postMessage(year);
else {
  const child = Number(execFileSync(process.execPath, ['--print', 'new Date().getUTCFullYear()'], { encoding: 'utf8' }));
  // As a sandbox is started: without the environment and the options of the process.
  new Worker(new URL(import.meta.url), { env: {}, execArgv: [] }).once('message', (thread) =>
    console.log(JSON.stringify([year, child, thread])));
}`;

test('a process on another day has it everywhere: in itself, in its children and in its threads', () => {
  const program = join(temporaryFolder(), 'program.mjs');
  writeFileSync(program, PROGRAM);
  const years = (shift: number): unknown =>
    JSON.parse(execFileSync(process.execPath, [program], { encoding: 'utf8', env: shiftedBy(shift) }));
  const [year] = [years(0)].flat();
  expect(years(THOUSAND_YEARS_MS)).toEqual([Number(year) + 1000, Number(year) + 1000, Number(year) + 1000]);
});
