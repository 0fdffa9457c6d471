import { expect, test } from 'vitest';
import { facts, table } from '../../functions/operator/table.ts';

const KEY = 'cpl/\u001B]0;OWNED\u0007\u001B[2K\u001B[1Aa\u202Evsc.exe\r\nuploaded.csv';

test('a table shows what a sender wrote on one line, and lets it do nothing to the screen', () => {
  expect(table(['KEY', 'STATE'], [[KEY, 'refused']]).split('\n')).toEqual([
    expect.stringMatching(/^KEY +STATE$/),
    expect.stringMatching(/^─+ {2}─+$/),
    'cpl/ ]0;OWNED  [2K [1Aa vsc.exe  uploaded.csv  refused',
  ]);
});

test('so do facts', () => {
  expect(facts([['Key', KEY]])).toBe('Key  cpl/ ]0;OWNED  [2K [1Aa vsc.exe  uploaded.csv');
});
