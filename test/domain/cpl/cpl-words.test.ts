import { describe, expect, test } from 'vitest';
import {
  DEVICE_TYPE_WORDS,
  deviceTypeOf,
  deviceTypeWord,
  isoDayOf,
  isSpreadsheetError,
  statusOf,
  textOrNothing,
} from '../../../functions/domain/cpl/cpl-words.ts';

describe('the words of the CPL', () => {
  test.each([
    ['Communications Hub', 'CH', 'none'],
    ['Gas Smart Meter', 'GSME', 'none'],
    ['HAN Connected Auxiliary Load Control Switch', 'HCALCS', 'none'],
    ['Polyphase Electricity Metering Equipment', 'ESME', 'poly'],
    ['Pre-Payment Interface Device', 'PPMID', 'none'],
    ['Single Element Electricity Metering Equipment', 'ESME', 'single'],
    ['Twin Element Electricity Metering Equipment', 'ESME', 'twin'],
  ] as const)('[R42] name with "%s" the device type %s and the family %s', (word, deviceType, variantFamily) => {
    for (const written of [word, ` ${word.toUpperCase()} `, word.replaceAll(' ', '-')]) {
      expect(deviceTypeOf(written)).toEqual({ deviceType, variantFamily });
    }
    expect(deviceTypeWord({ deviceType, variantFamily })).toBe(word);
    expect(DEVICE_TYPE_WORDS).toContain(word);
  });

  test('once named a PPMID otherwise', () => {
    expect(deviceTypeOf('Pre-Payment Meter Interface Device')).toEqual({ deviceType: 'PPMID', variantFamily: 'none' });
    expect(DEVICE_TYPE_WORDS).toHaveLength(7);
  });

  test.each(['', 'ESME', 'Electricity Meter', 'IHD', 'In-Home Display', 'CAD', 'Smart Meter', 'constructor'])(
    'name no device type with "%s"',
    (word) => {
      expect(deviceTypeOf(word)).toBeUndefined();
    },
  );

  test('have no word for a family that a type has not', () => {
    expect(() => deviceTypeWord({ deviceType: 'ESME', variantFamily: 'none' })).toThrow('no word for ESME none');
  });

  test.each([
    ['Current', ['Current', 'CURRENT', ' current ']],
    ['Removed', ['Removed', 'removed']],
    [undefined, ['', 'Active', 'Withdrawn', 'Expired', 'Inactive', '__proto__']],
  ] as const)('name the status %s', (status, texts) => {
    for (const text of texts) expect([text, statusOf(text)]).toEqual([text, status]);
  });

  test.each(['n/a', 'N/A', 'na', 'NULL', 'null', 'Not Applicable', 'not relevant', 'none', ' - ', ''])(
    'say with "%s" that there is none',
    (text) => {
      expect(textOrNothing(text)).toBe('');
    },
  );

  test.each([
    [' nothing ', 'nothing'],
    ['n/a?', 'n/a?'],
    ['none of these is it', 'none of these is it'],
  ])('say with "%s" what it says', (text, said) => {
    expect(textOrNothing(text)).toBe(said);
  });
});

describe('an error of a spreadsheet', () => {
  test.each([' #N/A ', '#n/a', '#NULL!', '#REF!', '#VALUE!', '#NAME?', '#DIV/0!', '#NUM!', '#SPILL!', '#CALC!'])(
    'is "%s"',
    (text) => {
      expect(isSpreadsheetError(text)).toBe(true);
    },
  );

  test.each(['', 'N/A', '#', '#1', 'see #N/A', '#REF!A1'])('is not "%s"', (text) => {
    expect(isSpreadsheetError(text)).toBe(false);
  });
});

describe('a date', () => {
  test.each([
    ['2026-11-21', '2026-11-21'],
    ['21/11/2026', '2026-11-21'],
    ['1900-01-01', '1900-01-01'],
    ['2026-01-31', '2026-01-31'],
    ['2026-02-28', '2026-02-28'],
    ['2024-02-29', '2024-02-29'],
    ['2024-01-31', '2024-01-31'],
    ['2000-02-29', '2000-02-29'],
    ['2026-03-31', '2026-03-31'],
    ['2026-04-30', '2026-04-30'],
    ['2026-05-31', '2026-05-31'],
    ['2026-06-30', '2026-06-30'],
    ['2026-07-31', '2026-07-31'],
    ['2026-08-31', '2026-08-31'],
    ['2026-09-30', '2026-09-30'],
    ['2026-10-31', '2026-10-31'],
    ['2026-11-30', '2026-11-30'],
    ['2026-12-31', '2026-12-31'],
  ])('written as %s is %s', (text, day) => {
    expect(isoDayOf(text)).toBe(day);
  });

  test.each([
    '',
    '2026-11-00',
    '2026-00-01',
    '2026-13-01',
    '1899-12-31',
    '2026-02-29',
    '1900-02-29',
    '2100-02-29',
    ...['01-32', '02-30', '03-32', '04-31', '05-32', '06-31', '07-32', '08-32', '09-31', '10-32', '11-31', '12-32'].map(
      (day) => `2024-${day}`,
    ),
    '2026-1-1',
    '2026-11-1',
    '2026-1-11',
    '26-11-21',
    '1/1/2026',
    '21/1/2026',
    '1/11/2026',
    '21/11/26',
    'on 2026-11-21',
    '2026-11-21T00:00',
    'on 21/11/2026',
    '21/11/2026.',
    '02026-11-21',
  ])('is not what "%s" is', (text) => {
    expect(isoDayOf(text)).toBeUndefined();
  });
});
