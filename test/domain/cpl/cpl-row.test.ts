import { describe, expect, test } from 'vitest';
import { COLUMN_MAP } from '../../../functions/contracts/column-map.ts';
import { type CplField, layOutColumns } from '../../../functions/domain/cpl/cpl-columns.ts';
import { readAcceptedRow, readRow, ROW_RULES_VERSION } from '../../../functions/domain/cpl/cpl-row.ts';
import { FindingLog } from '../../../functions/domain/findings/finding-log.ts';

const SOUND: Readonly<Record<CplField, string>> = {
  cplEntryId: 'CPL-1',
  deviceType: 'ESME',
  manufacturerName: 'Synthetic Meters',
  manufacturerIdentifier: 'AB01',
  modelIdentifier: '010A',
  hardwareVersion: '030B',
  firmwareVersion: '0002012F',
  smetsChtsVersion: 'SMETS2 v2.0',
  gbcsVersion: '4.1',
  esmeVariant: 'AD',
  cpaCertificateId: 'CPA-1',
  cpaCertificateExpiryDate: '2030-01-01',
  cpaCertificateRenewalDate: '',
  zigbeeCertificateId: 'ZB-1',
  dlmsCertificateId: 'DLMS-1',
  manufacturerImageHash: 'AB'.repeat(32),
  imageCreator: '90-B3-D5-1F-30-01-00-00',
  status: 'Active',
  dateAdded: '2026-01-31',
  dateRemoved: '',
};

/** A row that differs from a sound one, under a header without some of the columns. */
function row(other: Partial<Record<CplField, string>> = {}, without: readonly CplField[] = []) {
  const columns = COLUMN_MAP.columns.filter(({ field }) => !without.includes(field));
  const layout = layOutColumns(
    COLUMN_MAP,
    columns.map(({ label }) => label),
    new FindingLog(),
  );
  return { layout, cells: columns.map(({ field }) => ({ ...SOUND, ...other })[field]) };
}
const read = (other?: Partial<Record<CplField, string>>, without?: readonly CplField[]) => {
  const { layout, cells } = row(other, without);
  return readRow(layout, cells, 7);
};
const codesOf = (...given: Parameters<typeof read>) => read(...given).findings.map(({ code }) => code);

describe('a row of an extract', () => {
  test('that is sound is an entry, and nothing is said of it', () => {
    expect(read()).toEqual({
      sound: true,
      entry: { entryKey: 'ESME/AB01/010A/030B/0002012F', ...SOUND },
      findings: [],
    });
  });

  test('is read without padding, in the words of the list', () => {
    const padded = Object.fromEntries(Object.entries(SOUND).map(([field, value]) => [field, ` ${value}\t`]));
    expect(read(padded)).toEqual(read());
    const otherWords = {
      deviceType: 'electricity smart meter',
      manufacturerIdentifier: 'ab01',
      esmeVariant: 'ad',
      gbcsVersion: 'GBCS v4.1',
      status: 'current',
      dateAdded: '31/01/2026',
      dateRemoved: 'N/A',
      manufacturerImageHash: 'ab'.repeat(32),
    };
    expect(read(otherWords)).toMatchObject({
      entry: { ...SOUND, entryKey: 'ESME/AB01/010A/030B/0002012F', deviceType: 'ESME', status: 'Active' },
      findings: [],
    });
  });

  test('has no value where the extract has no column', () => {
    expect(read({}, ['imageCreator', 'dlmsCertificateId'])).toMatchObject({
      sound: true,
      entry: { ...SOUND, imageCreator: '', dlmsCertificateId: '' },
    });
  });

  test('has no value where it ends before its header does', () => {
    const { layout, cells } = row();
    expect(readRow(layout, cells.slice(0, -1), 7)).toMatchObject({ entry: { dateRemoved: '' }, findings: [] });
    expect(readRow(layout, cells.slice(0, 1), 7)).toMatchObject({ sound: false, cplEntryId: 'CPL-1' });
  });

  test('is said with the label of the column as it is written, its value and its line', () => {
    expect(read({ status: ' unsure ' }).findings).toEqual([
      {
        code: 'CPL-STATUS-UNKNOWN',
        severity: 'row',
        line: 7,
        field: 'Status',
        value: ' unsure ',
        message: 'This status is not known. Use Active (or Current), Removed, Withdrawn, Cancelled or Expired.',
      },
    ]);
    expect(read({}, ['status']).findings).toMatchObject([{ code: 'CPL-STATUS-UNKNOWN', field: 'status', value: '' }]);
  });

  test('may have a thousand characters in a cell, of which two hundred are shown', () => {
    const imageCreator = 'x'.repeat(1000);
    expect(read({ imageCreator })).toMatchObject({ sound: true, findings: [] });
    expect(read({ imageCreator: `${imageCreator}x` }).findings).toEqual([
      {
        code: 'CPL-VALUE-TOO-LONG',
        severity: 'row',
        line: 7,
        field: 'Image Creator',
        value: `${'x'.repeat(200)}…`,
        message: 'This value is longer than 1000 characters. Shorten it.',
      },
    ]);
    const manufacturerName = 'x'.repeat(1000);
    expect(codesOf({ imageCreator: `${imageCreator}x`, manufacturerName })).toEqual(['CPL-VALUE-TOO-LONG']);
    expect(read({ status: 'x'.repeat(200) }).findings[0]?.value).toBe('x'.repeat(200));
  });

  test('that is quarantined is known by its key where that can be told, and by its id', () => {
    expect(read({ status: 'unsure' })).toMatchObject({
      sound: false,
      entryKey: 'ESME/AB01/010A/030B/0002012F',
      cplEntryId: 'CPL-1',
    });
    for (const other of [
      { deviceType: 'toaster' },
      { manufacturerIdentifier: 'AB1' },
      { firmwareVersion: '1.00E+30' },
    ]) {
      expect(read(other)).toMatchObject({ sound: false, entryKey: '' });
    }
    for (const firmwareVersion of ['G002012F', '0002012G', '!!!!!!!!']) {
      expect(read({ firmwareVersion })).toMatchObject({ sound: false, entryKey: '' });
    }
  });

  test('is judged by rules of a version, so that a list judged by another is judged afresh', () => {
    expect(ROW_RULES_VERSION).toBe(1);
  });
});

describe('a row of the accepted list', () => {
  test('is the entry that it was', () => {
    const { layout, cells } = row();
    expect(readAcceptedRow(layout, cells)).toEqual({ entryKey: 'ESME/AB01/010A/030B/0002012F', ...SOUND });
  });

  test.each([{ status: 'unsure' }, { deviceType: 'toaster' }])('that is none is a fault: %o', (other) => {
    const { layout, cells } = row(other);
    expect(() => readAcceptedRow(layout, cells)).toThrow(
      `The accepted list holds a row that is no entry: ${cells.join(',')}`,
    );
  });
});

describe('the rules on a row', () => {
  test.each<[string, Partial<Record<CplField, string>>, readonly CplField[]]>([
    ['CPL-FIRMWARE-SHORTENED', { firmwareVersion: '2012F' }, []],
    ['CPL-FIRMWARE-SHORTENED', { firmwareVersion: '2.01E+10' }, []],
    ['CPL-FIRMWARE-SHORTENED', { firmwareVersion: '2E-10' }, []],
    ['CPL-FIRMWARE-FORM', { firmwareVersion: '0002012F0' }, []],
    ['CPL-MANUFACTURER-FORM', { manufacturerIdentifier: '\uFB0001' }, []],
    ['CPL-FIRMWARE-FORM', { firmwareVersion: 'x2E+10' }, []],
    ['CPL-FIRMWARE-FORM', { firmwareVersion: '2E+10x' }, []],
    ['CPL-FIRMWARE-FLOAT-LIKE', { firmwareVersion: '000201E2' }, []],
    ['CPL-GBCS-MISSING', { gbcsVersion: '' }, []],
    ['CPL-GBCS-FORM', { gbcsVersion: '4.1 draft' }, []],
    ['CPL-GBCS-FORM', { gbcsVersion: 'R4.1' }, []],
    ['CPL-SMETS-MISSING', { smetsChtsVersion: '' }, []],
    ['CPL-SMETS-MISSING', { smetsChtsVersion: '', deviceType: 'CH', esmeVariant: '' }, []],
    ['CPL-VARIANT-UNKNOWN', { esmeVariant: 'ZZ' }, []],
    ['CPL-VARIANT-NOT-ESME', { deviceType: 'GSME' }, []],
    ['CPL-HASH-FORM', { manufacturerImageHash: 'AB' }, []],
    ['CPL-HASH-FORM', { manufacturerImageHash: `${'AB'.repeat(31)}XY` }, []],
    ['CPL-ENTRY-ID-MISSING', { cplEntryId: '' }, []],
    ['CPL-CERTIFICATE-UNDATED', { cpaCertificateExpiryDate: '' }, []],
    ['CPL-CERTIFICATE-UNDATED', { cpaCertificateExpiryDate: '' }, ['cpaCertificateRenewalDate']],
    ['CPL-CERTIFICATE-UNDATED', {}, ['cpaCertificateExpiryDate']],
    ['CPL-CERTIFICATE-TWICE-DATED', { cpaCertificateRenewalDate: '2030-01-01' }, []],
    ['CPL-DATE-FORM', { dateAdded: '2026-02-30' }, []],
    ['CPL-REMOVED-UNDATED', { status: 'Removed' }, []],
    ['CPL-REMOVED-UNDATED', { status: 'Withdrawn' }, []],
    ['CPL-REMOVED-UNDATED', { status: 'Cancelled' }, []],
    ['CPL-ACTIVE-WITH-DATE-REMOVED', { dateRemoved: '2026-02-01' }, []],
    ['CPL-REMOVED-BEFORE-ADDED', { status: 'Removed', dateRemoved: '2026-01-30' }, []],
    ['CPL-EUI-FORM', { imageCreator: '90B3D51F30010000' }, []],
    ['CPL-EUI-FORM', { imageCreator: '90b3d51f30010000' }, []],
    ['CPL-EUI-FORM', { imageCreator: '90:B3:D5:1F:30:01:00:00' }, []],
    ['CPL-EUI-FORM', { imageCreator: '90-B3-D5' }, []],
    ['CPL-EUI-FORM', { imageCreator: '90-B3-D5-1F-30-01-00-00-00' }, []],
  ])('say %s of %o', (code, other, without) => {
    expect(codesOf(other, without)).toEqual([code]);
  });

  test.each<[Partial<Record<CplField, string>>, readonly CplField[]]>([
    [{ gbcsVersion: '4.10' }, []],
    [{ firmwareVersion: 'A00001E2' }, []],
    [{ firmwareVersion: '00001E2A' }, []],
    [{ gbcsVersion: '10.2.33' }, []],
    [{ gbcsVersion: '4' }, []],
    [{ gbcsVersion: '', smetsChtsVersion: 'SMETS1' }, []],
    [{ smetsChtsVersion: '', deviceType: 'PPMID', esmeVariant: '' }, []],
    [{ smetsChtsVersion: '', deviceType: 'HCALCS', esmeVariant: '' }, []],
    [{ manufacturerImageHash: '' }, []],
    [{}, ['cplEntryId']],
    [{}, ['cpaCertificateExpiryDate', 'cpaCertificateRenewalDate']],
    [{ cpaCertificateId: '', cpaCertificateExpiryDate: '' }, []],
    [{ status: 'Removed' }, ['dateRemoved']],
    [{ status: 'Expired' }, []],
    [{ status: 'Removed', dateRemoved: '2026-01-31' }, []],
    [{ status: 'Removed', dateRemoved: '2026-02-01', dateAdded: '' }, []],
    [{ imageCreator: '90-b3-d5-1f-30-01-00-00' }, []],
    [{ imageCreator: 'Synthetic 90-B3-D5' }, []],
    [{ imageCreator: '90-B3' }, []],
    [{ imageCreator: 'AB' }, []],
    [{ imageCreator: '90B3D51F300100001' }, []],
    [{ imageCreator: 'Synthetic Maker x' }, []],
  ])('say nothing of %o', (other, without) => {
    expect(codesOf(other, without)).toEqual([]);
  });

  test('say nothing of dates that cannot be compared, but that they are none', () => {
    expect(codesOf({ status: 'Removed', dateRemoved: '1', dateAdded: '2026-01-31' })).toEqual(['CPL-DATE-FORM']);
    expect(codesOf({ status: 'Removed', dateRemoved: '2026-01-31', dateAdded: 'soon' })).toEqual(['CPL-DATE-FORM']);
  });

  test('say of a GBCS version only where the device type says whether one is needed', () => {
    expect(codesOf({ gbcsVersion: '', deviceType: 'toaster' })).toEqual(['CPL-DEVICE-TYPE-UNKNOWN']);
    expect(codesOf({ deviceType: 'toaster' })).toEqual(['CPL-DEVICE-TYPE-UNKNOWN']);
  });

  test.each([
    ['manufacturerIdentifier', 'manufacturer identifier', 4],
    ['modelIdentifier', 'model identifier', 4],
    ['hardwareVersion', 'hardware version', 4],
    ['firmwareVersion', 'firmware version', 8],
  ] as const)('name the %s as people do', (field, name, length) => {
    expect(read({ [field]: 'x' }).findings[0]?.message).toContain(`The ${name} must be exactly ${length} hexadecimal`);
    expect(read({ [field]: '1' }).findings[0]?.message).toContain(`The ${name} must be exactly ${length} hexadecimal`);
    expect(read({ [field]: '1E2'.padStart(length, '0') }).findings[0]?.message).toContain(`The ${name} could be read`);
  });
});
