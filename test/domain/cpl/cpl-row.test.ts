import { describe, expect, test } from 'vitest';
import { CPL_COLUMNS, type CplField, layOutColumns } from '../../../functions/domain/cpl/cpl-columns.ts';
import { entryNumberIn, readAcceptedRow, readRow, ROW_RULES_VERSION } from '../../../functions/domain/cpl/cpl-row.ts';
import { FindingLog } from '../../../functions/domain/findings/finding-log.ts';
import { rowValues, type RowValues } from '../../support/compared-lists.ts';

const ENTRY = {
  entryKey: 'ESME/FA01/010A/030B/0002012F',
  entryNumber: '000001',
  status: 'Current',
  deviceType: 'ESME',
  variantFamily: 'single',
  manufacturerIdentifier: 'FA01',
  modelIdentifier: '010A',
  hardwareVersion: '030B',
  firmwareVersion: '0002012F',
  smetsChtsVersion: 'SMETS V2.0',
  gbcsVersion: '1.1',
  manufacturerImageHash: '5EED'.repeat(16),
};

/** A row that differs from a sound one, under a header without some of the columns. */
function row(other: RowValues = {}, without: readonly CplField[] = []) {
  const columns = CPL_COLUMNS.filter(({ field }) => !without.includes(field));
  const labels = columns.map(({ label }) => label);
  const values = rowValues(other);
  return { layout: layOutColumns(labels, new FindingLog()), cells: columns.map(({ field }) => values[field]) };
}

function read(other?: RowValues, without?: readonly CplField[]) {
  const { layout, cells } = row(other, without);
  return readRow(layout, cells, 7);
}

const codesOf = (...given: Parameters<typeof read>) => read(...given).findings.map(({ code }) => code);

describe('a row of a list', () => {
  test('that is sound is a line, and nothing is said of it', () => {
    expect(read()).toEqual({ sound: true, entry: ENTRY, findings: [] });
  });

  test('is read without padding, colons and case, in the words of the list', () => {
    const padded = Object.fromEntries(Object.entries(rowValues()).map(([field, value]) => [field, ` ${value}\t`]));
    expect(read(padded)).toEqual(read());
    expect(
      read({
        status: 'CURRENT',
        deviceType: 'Single-element electricity metering equipment',
        manufacturerIdentifier: 'fa:01',
        modelIdentifier: '01:0a',
        hardwareRevision: '0b',
        deviceModel: '01:0A:03:0B',
        firmwareVersion: '00:02:01:2f',
        smetsChtsVersion: 'smets v2.0 ',
        gbcsVersion: 'v1.1',
        manufacturerImageHash: '5E:ED'.concat(':5E:ED'.repeat(15)),
      }),
    ).toEqual({ sound: true, entry: ENTRY, findings: [] });
  });

  test.each(['N/A', 'NULL', '-', ''])(
    'has no hash where it says "%s", or has no such column',
    (manufacturerImageHash) => {
      const without = { ...ENTRY, manufacturerImageHash: '' };
      expect(read({ manufacturerImageHash })).toEqual({ sound: true, entry: without, findings: [] });
      expect(read({}, ['manufacturerImageHash', 'deviceModel'])).toEqual({ sound: true, entry: without, findings: [] });
    },
  );

  test('may be of any type, whose word says the family of an ESME', () => {
    const type = (deviceType: string, smetsChtsVersion = 'SMETS V2.0') => read({ deviceType, smetsChtsVersion });
    expect(type('Polyphase Electricity Metering Equipment')).toMatchObject({
      entry: { deviceType: 'ESME', variantFamily: 'poly', entryKey: ENTRY.entryKey },
    });
    expect(type('Communications Hub', 'CHTS V1.3')).toMatchObject({
      entry: { deviceType: 'CH', variantFamily: 'none', smetsChtsVersion: 'CHTS V1.3' },
    });
  });

  test('is reported with the column and its label as it is written, its value, its line and its entry', () => {
    expect(read({ status: ' unsure ' }).findings).toEqual([
      {
        code: 'CPL-STATUS-UNKNOWN',
        severity: 'row',
        line: 7,
        field: 'Entry.status',
        value: ' unsure ',
        message: 'This status is not known. An entry is Current or Removed.',
        column: 3,
        entry: { number: '000001', key: 'ESME/FA01/010A/030B/0002012F' },
      },
    ]);
  });

  test('with a character in a value that cannot be seen is reported with its name', () => {
    const [finding] = read({ firmwareVersion: '0002\u200B012F' }).findings;
    expect(finding).toMatchObject({ code: 'CPL-FIRMWARE-FORM', severity: 'row' });
    expect(finding?.message).toMatch(
      /Correct it\. The value has a zero-width space \(U\+200B\) in it, which cannot be seen\.$/,
    );
    expect(read({ firmwareVersion: '\u00A00002012F\uFEFF' }).findings).toEqual([]);
    expect(read({ firmwareVersion: '\u00A00002012G\uFEFF' }).findings[0]?.message).toMatch(/Correct it\.$/);
  });

  test('may have a thousand characters in a cell, of which two hundred are shown; one finding a value', () => {
    expect(read({ status: 'x'.repeat(200) }).findings[0]?.value).toBe('x'.repeat(200));
    expect(codesOf({ status: 'x'.repeat(1000) })).toEqual(['CPL-STATUS-UNKNOWN']);
    expect(read({ status: 'x'.repeat(1001) }).findings).toEqual([
      {
        code: 'CPL-VALUE-TOO-LONG',
        severity: 'row',
        line: 7,
        field: 'Entry.status',
        value: `${'x'.repeat(200)}…`,
        message: 'This value is longer than 1,000 characters. Shorten it.',
        column: 3,
        entry: { number: '000001', key: 'ESME/FA01/010A/030B/0002012F' },
      },
    ]);
    expect(codesOf({ status: 'x'.repeat(1001), deviceModel: 'x'.repeat(1000) })).toEqual([
      'CPL-VALUE-TOO-LONG',
      'CPL-MODEL-DISAGREES',
    ]);
    expect(read({ version: 'x'.repeat(1001) }).findings).toMatchObject([
      { field: 'Version', value: `${'x'.repeat(200)}…` },
    ]);
  });

  test('that ends before its header does has no values behind its end', () => {
    const { layout, cells } = row();
    expect(readRow(layout, cells.slice(0, -1), 7)).toMatchObject({ sound: true, entry: { manufacturerImageHash: '' } });
    expect(readRow(layout, ['x'.repeat(1001)], 7).findings[0]).toMatchObject({ code: 'CPL-VALUE-TOO-LONG' });
  });

  test('that is quarantined is known by its number and its Device Model where they can be read', () => {
    const unsure = { status: 'unsure' };
    expect(read(unsure)).toMatchObject({
      sound: false,
      entryKey: ENTRY.entryKey,
      entryNumber: '000001',
      saysRemoved: false,
    });
    expect(read({ status: 'REMOVED ', gbcsVersion: '' })).toMatchObject({ sound: false, saysRemoved: true });
    for (const other of [{ deviceType: 'toaster' }, { firmwareVersion: '1.00E+30' }, { firmwareVersion: '0002012G' }]) {
      expect(read({ ...unsure, ...other })).toMatchObject({ sound: false, entryKey: '' });
    }
  });

  test('is checked by rules of a version, so that a list checked by another is read again line by line', () => {
    expect(ROW_RULES_VERSION).toBe(2);
  });
});

describe('an entry number', () => {
  test.each([
    ['000001', '000001'],
    [' 000001 ', '000001'],
    ['999999', '999999'],
    ['1000000', '1000000'],
    ['1', '000001'],
    ['12345', '012345'],
    ['7.0', '000007'],
    ['7.00', '000007'],
    ['7.5', ''],
    ['0000001', ''],
    ['1234567890', ''],
    ['CPL-1', ''],
    ['1E3', ''],
    ['', ''],
  ])('is read out of "%s" as "%s"', (value, number) => {
    expect(entryNumberIn(value)).toBe(number);
  });
});

describe('a row of the accepted list', () => {
  test('is the line that it was', () => {
    const { layout, cells } = row();
    expect(readAcceptedRow(layout, cells)).toEqual(ENTRY);
  });

  test.each([{ status: 'unsure' }, { deviceType: 'toaster' }])('that is not one is a fault: %o', (other) => {
    const { layout, cells } = row(other);
    expect(() => readAcceptedRow(layout, cells)).toThrow(
      `The accepted list holds a row that is not a line: ${cells.join(',')}`,
    );
  });
});

describe('the rules on a row', () => {
  test.each<[string, RowValues]>([
    ['CPL-NUMBER-SHORTENED', { entryNumber: '12345' }],
    ['CPL-NUMBER-SHORTENED', { entryNumber: '1.0' }],
    ['CPL-NUMBER-SHORTENED', { entryNumber: '1.00' }],
    ['CPL-NUMBER-FORM', { entryNumber: '0000001' }],
    ['CPL-FIRMWARE-SHORTENED', { firmwareVersion: '2012F' }],
    ['CPL-FIRMWARE-SHORTENED', { firmwareVersion: '2.01E+10' }],
    ['CPL-FIRMWARE-SHORTENED', { firmwareVersion: '2E-10' }],
    ['CPL-FIRMWARE-SHORTENED', { firmwareVersion: '20E+10' }],
    ['CPL-FIRMWARE-SHORTENED', { firmwareVersion: '2.01E10' }],
    ['CPL-FIRMWARE-FORM', { firmwareVersion: '' }],
    ['CPL-FIRMWARE-FORM', { firmwareVersion: '0002012F0' }],
    ['CPL-FIRMWARE-FORM', { firmwareVersion: '00:02:01:2F:' }],
    ['CPL-FIRMWARE-FORM', { firmwareVersion: '0002:01:2F' }],
    ['CPL-FIRMWARE-FORM', { firmwareVersion: 'x2E+10' }],
    ['CPL-FIRMWARE-FORM', { firmwareVersion: '2E+10x' }],
    ['CPL-MANUFACTURER-FORM', { manufacturerIdentifier: '\uFB0001' }],
    ['CPL-MANUFACTURER-RANGE', { manufacturerIdentifier: 'ffff' }],
    ['CPL-MODEL-RANGE', { modelIdentifier: 'FFC0' }],
    ['CPL-MODEL-DISAGREES', { deviceModel: '010A030C' }],
    ['CPL-MODEL-DISAGREES', { deviceModel: '10A030B' }],
    ['CPL-SMETS-MISSING', { smetsChtsVersion: ' n/a' }],
    ['CPL-SMETS-FORM', { smetsChtsVersion: 'SMETS V2' }],
    ['CPL-SMETS-FORM', { smetsChtsVersion: 'PPMID V2.0' }],
    ['CPL-SMETS-FORM', { smetsChtsVersion: 'draft SMETS V2.0' }],
    ['CPL-SMETS-FORM', { smetsChtsVersion: 'SMETS V2.0 draft' }],
    ['CPL-GBCS-MISSING', { gbcsVersion: '' }],
    ['CPL-GBCS-SHORTENED', { gbcsVersion: '4' }],
    ['CPL-GBCS-SHORTENED', { gbcsVersion: 'GBCS Version 4' }],
    ['CPL-GBCS-SHORTENED', { gbcsVersion: '41' }],
    ['CPL-GBCS-FORM', { gbcsVersion: '4.1 draft' }],
    ['CPL-GBCS-FORM', { gbcsVersion: 'R4.1' }],
    ['CPL-GBCS-NOT-APPLICABLE', { gbcsVersion: 'GBCS Version 0.0' }],
    [
      'CPL-GBCS-NOT-APPLICABLE',
      { gbcsVersion: '0.0', deviceType: 'Communications Hub', smetsChtsVersion: 'CHTS V1.2' },
    ],
    ['CPL-HASH-FORM', { manufacturerImageHash: 'AB' }],
    ['CPL-HASH-FORM', { manufacturerImageHash: `${'AB'.repeat(31)}XY` }],
    ['CPL-HASH-LOWER-CASE', { manufacturerImageHash: 'aB'.repeat(32) }],
    ['CPL-EXCEL-ERROR', { smetsChtsVersion: ' #n/a ' }],
  ])('say %s of %o', (code, other) => {
    expect(codesOf(other)).toEqual([code]);
  });

  test.each<RowValues>([
    { entryNumber: '1000000' },
    { manufacturerIdentifier: 'FFFE' },
    { modelIdentifier: 'FFBF' },
    { firmwareVersion: '00000000' },
    { firmwareVersion: '000201E2' },
    { deviceModel: '' },
    { deviceModel: '010a030b' },
    { gbcsVersion: '4.10' },
    { gbcsVersion: '10.2.33' },
    { gbcsVersion: 'GBCS Version 0.0', smetsChtsVersion: 'SMETS V1.2' },
    { gbcsVersion: 'GBCS Version 0.0', smetsChtsVersion: 'SMETS1 v1.1' },
    { smetsChtsVersion: 'SMETS V1.2' },
    { smetsChtsVersion: 'SMETS V10.12' },
  ])('say nothing of %o', (other) => {
    expect(codesOf(other)).toEqual([]);
  });

  test('find an error of a spreadsheet in every column but that of the issue, which is read for the whole list', () => {
    const fields = CPL_COLUMNS.map(({ field }) => field);
    expect(fields.filter((field) => codesOf({ [field]: '#REF!' }).includes('CPL-EXCEL-ERROR'))).toEqual(
      fields.filter((field) => field !== 'version'),
    );
  });

  test('name the device types that there are', () => {
    expect(read({ deviceType: 'toaster' }).findings[0]?.message).toBe(
      'This device type is not known. The list has: Communications Hub, Gas Smart Meter, HAN Connected Auxiliary Load Control Switch, Polyphase Electricity Metering Equipment, Pre-Payment Interface Device, Single Element Electricity Metering Equipment, Twin Element Electricity Metering Equipment.',
    );
  });

  test.each([
    ['manufacturerIdentifier', 'manufacturer identifier', 4],
    ['modelIdentifier', 'model identifier', 4],
    ['hardwareVersion', 'hardware version', 2],
    ['hardwareRevision', 'hardware revision', 2],
    ['firmwareVersion', 'firmware version', 8],
  ] as const)('name the %s as people do', (field, name, length) => {
    expect(read({ [field]: 'x' }).findings[0]?.message).toContain(`The ${name} must be exactly ${length} hexadecimal`);
    expect(read({ [field]: '1' }).findings[0]?.message).toContain(`The ${name} must be exactly ${length} hexadecimal`);
  });
});
