import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPTIONS } from '../../functions/operator/command.ts';
import { runCpl } from '../support/cpl-command.ts';
import { temporaryFolder } from '../support/small-assembly.ts';

const home = process.cwd();
beforeAll(() => process.chdir(temporaryFolder()));
afterAll(() => process.chdir(home));

const COMMANDS = (await runCpl('--help')).printed
  .split('\n')
  .flatMap((line) => /^  ([a-z][a-z-]+)/.exec(line)?.[1] ?? []);
const ODD = [
  '',
  ' ',
  '-',
  '--',
  '-x',
  '--=',
  '=',
  '../..',
  '/',
  'list.csv',
  '\0',
  '\u001B[2J',
  '\u202E',
  '000001',
  '2026-02-30',
  'é',
  'x'.repeat(5000),
  '__proto__',
  '--__proto__',
  '--aws=1',
];
const options = Object.keys(OPTIONS).map((name) => `--${name}`);
const words = fc.tuple(
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...COMMANDS) }, { weight: 1, arbitrary: fc.constantFrom(...ODD) }),
  fc.array(fc.constantFrom(...COMMANDS, ...options, ...ODD), { maxLength: 4 }),
);

test('any words at all, without a pipeline, are answered in a sentence or refused in one, and never with a stack trace', async () => {
  const answered = new Set<number>();
  await fc.assert(
    fc.asyncProperty(words, async ([command, rest]) => {
      const { exitCode, printed, complained } = await runCpl(command, ...rest);
      answered.add(exitCode);
      const said = exitCode === 0 ? printed : complained;
      expect(said.trim()).not.toBe('');
      expect(said).not.toMatch(/^ {4}at /m);
      expect(['\0', '\u001B', '\u202E'].filter((unprintable) => said.includes(unprintable))).toEqual([]);
    }),
    { numRuns: 1500, seed: 18 },
  );
  expect(answered).toEqual(new Set([0, 2]));
});
