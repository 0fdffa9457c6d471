import { describe, expect, test } from 'vitest';
import {
  type CellFormat,
  cellFormat,
  dayFirst,
  GENERAL,
  numberText,
} from '../../../functions/intake/cpl/cell-format.ts';

const general = (written: string): string => numberText(written, GENERAL, false);
const dayOf = (serial: number): string => numberText(String(serial), { kind: 'day' }, false);

describe('the format of a cell', () => {
  const DAYS = [14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58];

  test('is that of the standard by its number', () => {
    const numbers = Array.from({ length: 64 }, (_, id) => id);
    expect(numbers.filter((id) => cellFormat(id, undefined).kind === 'day')).toEqual(DAYS);
    const others = numbers.filter((id) => !DAYS.includes(id) && cellFormat(id, undefined) !== GENERAL);
    expect(others.map((id) => [id, cellFormat(id, undefined)])).toEqual([
      [1, { kind: 'zeros', digits: 1 }],
      [2, { kind: 'decimals', digits: 2 }],
      [11, { kind: 'exponent', digits: 2 }],
      [48, { kind: 'exponent', digits: 1 }],
      [49, { kind: 'text' }],
    ]);
  });

  test.each<[string, CellFormat]>([
    ['General', GENERAL],
    ['@', { kind: 'text' }],
    ['000000', { kind: 'zeros', digits: 6 }],
    ['0.000', { kind: 'decimals', digits: 3 }],
    ['0.0E+00', { kind: 'exponent', digits: 1 }],
    ['0e+00', { kind: 'exponent', digits: 0 }],
    ['dd/mm/yyyy', { kind: 'day' }],
    ['YYYY', { kind: 'day' }],
    ['mmm-D', { kind: 'day' }],
    ['x00', GENERAL],
    ['00x', GENERAL],
    ['#,##0', GENERAL],
    ['0;', { kind: 'zeros', digits: 1 }],
    ['0;dd', { kind: 'zeros', digits: 1 }],
    ['dd;0', { kind: 'day' }],
    ['00;0;0', { kind: 'zeros', digits: 2 }],
    ['"day;"00', { kind: 'zeros', digits: 2 }],
    ['""00', { kind: 'zeros', digits: 2 }],
    ['[Red]00', { kind: 'zeros', digits: 2 }],
    ['[]00', { kind: 'zeros', digits: 2 }],
    ['\\d_d*d00', { kind: 'zeros', digits: 2 }],
    [`${'x'.repeat(254)}d`, { kind: 'day' }],
    [`${'x'.repeat(255)}d`, GENERAL],
  ])('is read from its code: %s', (code, format) => {
    expect(cellFormat(14, code)).toEqual(format);
  });
});

describe('a number of the general format', () => {
  test.each([
    ['0', '0'],
    ['12345678901', '12345678901'],
    ['99999999999', '99999999999'],
    ['100000000000', '1E+11'],
    ['1200000000000', '1.2E+12'],
    ['-1200000000000', '-1.2E+12'],
    ['1234567890123', '1.23457E+12'],
    ['0.000000001', '0.000000001'],
    ['0.00000000099', '9.9E-10'],
    ['0.30000000000000004', '0.3'],
    ['10.5', '10.5'],
    ['12.34567890123', '12.3456789'],
    ['0.00000123456789', '0.000001235'],
    ['9.99999999999', '10'],
    [' ', ' '],
    ['1e999', '1e999'],
  ])('%s is shown as %s', (written, text) => {
    expect(general(written)).toBe(text);
  });
});

describe('a number of another format', () => {
  test('has zeros before it, and its sign before those', () => {
    const zeros = (written: string) => numberText(written, { kind: 'zeros', digits: 3 }, false);
    expect(['0', '1', '-1', '0.4', '1234'].map(zeros)).toEqual(['000', '001', '-001', '000', '1234']);
  });

  test('has a hundred decimals at most', () => {
    expect(numberText('1', { kind: 'decimals', digits: 150 }, false)).toBe(`1.${'0'.repeat(100)}`);
    expect(numberText('1', { kind: 'exponent', digits: 150 }, false)).toBe(`1.${'0'.repeat(100)}E+00`);
  });

  test('is a day up to the end of the year 9999', () => {
    expect([0, 1, 59, 60, 61, 2_958_465, 2_958_466].map(dayOf)).toEqual([
      '0',
      '01/01/1900',
      '28/02/1900',
      '29/02/1900',
      '01/03/1900',
      '31/12/9999',
      '2958466',
    ]);
    expect(numberText('0', { kind: 'day' }, true)).toBe('01/01/1904');
  });
});

test('a day that is written as one is turned round, and any other text stays as it is', () => {
  expect(['2022-11-01', '2022-11-01T00:00', 'x2022-11-01', '2022-11-011', 'abc'].map(dayFirst)).toEqual([
    '01/11/2022',
    '01/11/2022',
    'x2022-11-01',
    '2022-11-011',
    'abc',
  ]);
});
