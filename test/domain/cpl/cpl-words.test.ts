import { describe, expect, test } from 'vitest';
import {
  deviceTypeNamed,
  ESME_VARIANTS,
  isoDayOf,
  statusNamed,
  textOrNothing,
} from '../../../functions/domain/cpl/cpl-words.ts';

describe('the words of the CPL', () => {
  test.each([
    ['ESME', ['ESME', 'esme', 'Electricity Smart Meter', 'Electricity Smart Metering Equipment', 'Electricity Meter']],
    ['ESME', ['Electric Meter', 'ELECTRIC-METER', ' electric meter ']],
    ['GSME', ['GSME', 'Gas Smart Meter', 'Gas Smart Metering Equipment', 'Gas Meter']],
    ['GPF', ['GPF', 'Gas Proxy Function']],
    ['CHF', ['CHF', 'Communications Hub Function', 'Comms Hub Function']],
    ['CH', ['CH', 'Communications Hub', 'Comms Hub', 'Communication Hub']],
    ['HCALCS', ['HCALCS', 'HC ALCS', 'HC-ALCS', 'Auxiliary Load Control Switch']],
    ['HCALCS', ['HAN Connected Auxiliary Load Control Switch', 'HAN Connected Auxiliary Load Control Switches']],
    ['PPMID', ['PPMID', 'Prepayment Meter Interface Device', 'Prepayment Interface Device']],
    ['PPMID', ['Pre-Payment Meter User Interface Device']],
    ['IHD', ['IHD', 'In-Home Display', 'In Home Display Unit']],
    ['CAD', ['CAD', 'Consumer Access Device']],
    [undefined, ['', 'TOASTER', 'E S M', 'Smart Meter']],
  ] as const)('name the device type %s', (deviceType, texts) => {
    for (const text of texts) expect([text, deviceTypeNamed(text)]).toEqual([text, deviceType]);
  });

  test.each([
    ['Active', ['Active', 'ACTIVE', 'current', 'Current']],
    ['Removed', ['Removed', 'removed']],
    ['Withdrawn', ['Withdrawn']],
    ['Cancelled', ['Cancelled', 'Canceled']],
    ['Expired', ['Expired']],
    [undefined, ['', 'Inactive']],
  ] as const)('name the status %s', (status, texts) => {
    for (const text of texts) expect([text, statusNamed(text)]).toEqual([text, status]);
  });

  test('have the 25 ESME variants of DUIS', () => {
    expect([...ESME_VARIANTS].join(' ')).toBe(
      'A B C AD BD CD ADE BDE CDE ADF BDF CDF ADEF BDEF CDEF ADG ADEG AF BF CF AEF BEF CEF AG AEG',
    );
  });

  test.each(['n/a', 'N/A', 'na', 'Not Applicable', 'none', ' - ', ''])('say with "%s" that there is none', (text) => {
    expect(textOrNothing(text)).toBe('');
  });

  test.each([
    [' nothing ', 'nothing'],
    ['n/a?', 'n/a?'],
    ['none of these is it', 'none of these is it'],
  ])('say with "%s" what it says', (text, said) => {
    expect(textOrNothing(text)).toBe(said);
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
