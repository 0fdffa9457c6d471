import { expect, test } from 'vitest';
import { isFormula } from '../../../functions/domain/csv/formula.ts';

test.each([
  ['=1+1', true],
  ['+44', true],
  ['-1', true],
  ['@SUM(A1)', true],
  ['＝1', true],
  ['＋1', true],
  ['－1', true],
  ['＠A', true],
  [' =1', true],
  ['\t\r\n =1', true],
  ['\u0000=1', true],
  ['', false],
  ['a=1', false],
  ['1 + 1', false],
  ['A-1', false],
])('a spreadsheet would run %j: %s', (text, wouldRun) => {
  expect(isFormula(text)).toBe(wouldRun);
});
