import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { LocalRun } from '../../functions/contracts/local-run.ts';
import { A_MONDAY } from '../support/chosen-instant.ts';
import { smallAssembly, temporaryFolder } from '../support/small-assembly.ts';

const START = join(import.meta.dirname, '..', '..', 'infra', 'local', 'start.ts');
const ASSEMBLY = smallAssembly({ app: { Resources: {} } });

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** `npm start` with these words, on a Monday unless they say otherwise; what it has printed so far, and how it ended. */
function start(...words: readonly string[]) {
  const child = spawn(process.execPath, [
    START,
    '--assembly',
    ASSEMBLY,
    '--no-demo',
    '--clock-from',
    A_MONDAY,
    ...words,
  ]);
  children.push(child);
  let printed = '';
  let complained = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complained += text;
  });
  return {
    child,
    printed: () => printed,
    complained: () => complained,
    ended: once(child, 'close').then(([code]: unknown[]) => code),
  };
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  'prints one line once it is ready, and ends cleanly on %s',
  async (signal) => {
    const directory = temporaryFolder();
    const { child, printed, complained, ended } = start('--dir', directory, '--port', '0');
    await expect.poll(printed).toMatch(/^ready http:\/\/127\.0\.0\.1:\d+\n$/);
    const { consoleUrl } = LocalRun.parse(JSON.parse(readFileSync(join(directory, 'run.json'), 'utf8')));
    expect(printed()).toBe(`ready ${consoleUrl}\n`);
    child.kill(signal);
    expect(await ended).toBe(0);
    expect(existsSync(join(directory, 'run.json'))).toBe(false);
    expect(printed() + complained()).toBe(`ready ${consoleUrl}\n`);
  },
);

test('a run that was killed does not stand in the way of the next one', async () => {
  const directory = temporaryFolder();
  const first = start('--dir', directory, '--port', '0');
  await expect.poll(first.printed).toMatch(/^ready/);
  first.child.kill('SIGKILL');
  await first.ended;
  expect(existsSync(join(directory, 'run.json'))).toBe(true);
  const second = start('--dir', directory, '--port', '0');
  await expect.poll(second.printed).toMatch(/^ready/);
});

test.each([
  ['--prot', '80'],
  ['--clock-from', 'last Tuesday'],
])('%s %s on the command line is answered with how to use it', async (...words) => {
  const { ended, printed, complained } = start(...words);
  expect(await ended).toBe(1);
  expect([printed(), complained()]).toEqual(['', expect.stringContaining('npm start -- [--port N]')]);
});
