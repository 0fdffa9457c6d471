import { describe, expect, test } from 'vitest';
import { monthsLater } from '../../../functions/domain/trials/agreed-list-cells.ts';
import {
  AGREED_LIST_ROW as ROW,
  type AgreedListCells as Row,
  agreedListCodes as codes,
  agreedListCsv as csv,
  quoted,
  readAgreedList as read,
} from '../../support/agreed-list-csv.ts';

describe('the agreed list as a file', () => {
  test('[R46] a sound list is read whole, its values normalised', () => {
    const row = { end_decision: ' Suspend', device_type: 'esme', variant_family: 'TWIN ', justification: ' none ' };
    expect(read(csv(row))).toEqual({
      outcome: 'read',
      findings: [],
      rows: [
        {
          trialId: 'T-2026-1',
          manufacturerIdentifier: 'AB01',
          deviceType: 'ESME',
          variantFamily: 'twin',
          modelIdentifier: '010A',
          hardwareVersion: '030B',
          firmwareVersion: '0002012F',
          trialCertificateId: 'CPA-TRIAL-0001',
          deviceLimit: 100,
          startDate: '2026-03-01',
          endDate: '2027-09-01',
          endDecision: 'suspend',
          justification: 'none',
          sscDecisionReference: 'SSC:2026-02/7',
          dccInstructionReference: 'DCC:I-12',
          dspAgreementReference: 'DSP:A-9',
          sponsoringSupplier: 'Synthetic Energy',
          complianceStatements: 'GBCS 4.1; SMETS2 v5.1',
          departmentNotifiedOn: '2026-02-20',
        },
      ],
    });
  });

  test('[R42] the variant family of an ESME is that of the type as the CPL words it, unless the row has one', () => {
    const device_type = 'Twin Element Electricity Metering Equipment';
    expect(read(csv({ device_type, variant_family: '' }))).toMatchObject({ rows: [{ variantFamily: 'twin' }] });
    expect(read(csv({ device_type, variant_family: 'poly' }))).toMatchObject({ rows: [{ variantFamily: 'poly' }] });
  });

  test('[R40] limit and end take their defaults: 100 devices and 18 calendar months', () => {
    expect(read(csv({ start_date: '31/08/2026', end_date: '' }))).toMatchObject({
      rows: [{ deviceLimit: 100, startDate: '2026-08-31', endDate: '2028-02-29' }],
    });
    expect(monthsLater('2026-08-31', 6)).toBe('2027-02-28');
    expect(monthsLater('2026-01-15', 11)).toBe('2026-12-15');
    expect(monthsLater('31/08/2026', 6)).toBeUndefined();
  });

  test('a device that is no ESME is of no variant family, said or not', () => {
    for (const variant_family of ['', 'none']) {
      expect(read(csv({ device_type: 'Gas Smart Meter', variant_family })).findings).toEqual(
        read(csv({ device_type: 'GSME', variant_family: 'none' })).findings,
      );
      expect(read(csv({ device_type: 'gsme', variant_family }))).toMatchObject({ rows: [{ variantFamily: 'none' }] });
    }
    expect(read(csv({ variant_family: '' })).findings).toMatchObject([{ code: 'AGL-VARIANT-FAMILY', value: '' }]);
    expect(read(csv({ device_type: 'Toaster', variant_family: 'none' })).findings).toMatchObject([
      { code: 'AGL-DEVICE-TYPE', value: 'TOASTER' },
    ]);
  });

  test('labels are read as people write them', () => {
    const text = csv({}).replace('trial_id', ' Trial  ID').replace('device_limit', 'DEVICE_LIMIT');
    expect(read(text)).toMatchObject({ outcome: 'read', findings: [] });
  });

  test('four mebibytes and two thousand rows are the most', () => {
    const rows = (count: number): string => csv(...Array.from({ length: count }, () => ({})));
    expect(codes(rows(2000))).not.toContain('AGL-TOO-MANY-ROWS');
    const message = 'The list has 2,001 rows, more than 2,000: is this another file?';
    expect(read(rows(2001))).toEqual({
      outcome: 'refused',
      findings: [{ code: 'AGL-TOO-MANY-ROWS', severity: 'file', line: 1, field: '', value: '', message }],
    });
    const wide = (bytes: number): string => {
      const most = Array.from({ length: 70 }, (_, row) => ({
        firmware_version: row.toString(16).padStart(8, '0'),
        justification: 'x'.repeat(60_000),
      }));
      return csv(...most).slice(0, bytes);
    };
    expect(codes(wide(4 * 1024 * 1024 + 1))).toContain('CSV-TOO-LARGE');
    expect(codes(wide(4 * 1024 * 1024))).not.toContain('CSV-TOO-LARGE');
  });

  test('a finding quotes a value up to its two hundredth character', () => {
    const { findings } = read(csv({ department_notified_on: 'x'.repeat(201) }));
    expect(findings.map(({ value }) => value)).toEqual(['x'.repeat(200)]);
  });

  test.each([
    [{ model_identifier: '010a030b', hardware_version: '' }],
    [{ model_identifier: '010A030B', hardware_version: '030b' }],
  ])('a model of eight characters holds the hardware version', (row) => {
    expect(read(csv(row))).toMatchObject({ rows: [{ modelIdentifier: '010A', hardwareVersion: '030B' }] });
  });

  test('a finding quotes a model of another length than four or eight as a whole', () => {
    const { findings } = read(csv({ model_identifier: '010a030b1', hardware_version: '' }));
    expect(findings.map(({ code, value }) => `${code} ${value}`)).toEqual([
      'AGL-MODEL-FORM 010A030B1',
      'AGL-HARDWARE-FORM ',
    ]);
  });

  test('columns are found by name, in any order; an unknown one is said', () => {
    const names = [...Object.keys(ROW), 'colour'].toReversed();
    const values: Record<string, string> = { ...ROW, colour: 'red' };
    const text = `${names.join(',')}\n${names.map((name) => quoted(values[name] ?? '')).join(',')}\n`;
    expect(read(text).outcome).toBe('read');
    expect(codes(text)).toEqual(['AGL-COLUMN-UNKNOWN']);
    const twice = csv({}).replace('trial_id', 'Colour,colour,trial_id').replace('T-2026-1', 'red,blue,T-2026-1');
    expect(read(twice)).toMatchObject({
      outcome: 'read',
      findings: ['Colour', 'colour'].map((field) => ({ code: 'AGL-COLUMN-UNKNOWN', field })),
    });
  });

  test('a list without rows takes the last trial off, and says so', () => {
    const message = 'The list has no rows: no trial is on it, and no device stays flagged.';
    expect(read(csv())).toEqual({
      outcome: 'read',
      rows: [],
      findings: [{ code: 'AGL-NO-TRIALS', severity: 'warning', line: 1, field: '', value: '', message }],
    });
  });

  test('one bad row refuses the whole list, and all findings come at once with line and column', () => {
    const text = csv({}, { firmware_version: '12F', device_limit: 'many' });
    expect(read(text)).toMatchObject({
      outcome: 'refused',
      findings: expect.arrayContaining([
        expect.objectContaining({ code: 'AGL-FIRMWARE-FORM', line: 3, field: 'firmware_version', value: '12F' }),
        expect.objectContaining({ code: 'AGL-LIMIT-FORM', line: 3, field: 'device_limit', value: 'many' }),
      ]),
    });
  });
});

describe('what refuses a list', () => {
  const refuses = (code: string, row: Partial<Row>): void => {
    expect(read(csv(row)).outcome).toBe('refused');
    expect(codes(csv(row))).toContain(code);
  };

  test.each<[string, Partial<Row>]>([
    ['AGL-TRIAL-ID', { trial_id: '' }],
    ['AGL-MANUFACTURER-FORM', { manufacturer_identifier: 'AB1' }],
    ['AGL-DEVICE-TYPE', { device_type: 'TOASTER', variant_family: 'none' }],
    ['AGL-VARIANT-FAMILY', { variant_family: 'quad' }],
    ['AGL-VARIANT-FAMILY', { variant_family: 'none' }],
    ['AGL-VARIANT-FAMILY', { device_type: 'GSME' }],
    ['AGL-MODEL-FORM', { model_identifier: '10A' }],
    ['AGL-MODEL-FORM', { model_identifier: '010A030B', hardware_version: '0000' }],
    ['AGL-HARDWARE-FORM', { hardware_version: '3.11' }],
    ['AGL-FIRMWARE-FORM', { firmware_version: '1.00E+30' }],
    ['AGL-LIMIT-FORM', { device_limit: '0' }],
    ['AGL-LIMIT-JUSTIFICATION', { device_limit: '101' }],
    ['AGL-START-DATE', { start_date: '2026-02-30' }],
    ['AGL-END-DATE', { end_date: 'soon' }],
    ['AGL-END-BEFORE-START', { end_date: '2026-02-28' }],
    ['AGL-LENGTH-JUSTIFICATION', { end_date: '2027-09-02' }],
    ['AGL-END-DECISION', { end_decision: 'forget' }],
    ['AGL-SSC-REFERENCE', { ssc_decision_reference: 'minutes' }],
    ['AGL-DCC-REFERENCE', { dcc_instruction_reference: 'DCC:' }],
    ['AGL-DSP-REFERENCE', { dsp_agreement_reference: '' }],
    ['AGL-ONE-PARTY', { dsp_agreement_reference: 'dcc : other' }],
    ['AGL-DEPARTMENT-DATE', { department_notified_on: 'yes' }],
  ])('%s: %o', refuses);

  test.each<[string, Partial<Row>]>([
    ['AGL-CERTIFICATE-FORM', { trial_certificate_id: 'CPA-1' }],
    ['AGL-NO-CPA-NEEDED', { device_type: 'PPMID', variant_family: 'none' }],
  ])('[R37] [R44] %s: %o', refuses);

  test('[R41] a larger limit and a longer trial are allowed with a justification', () => {
    const row = { device_limit: '250', end_date: '2028-12-31', justification: 'SSC minute 7: winter sample' };
    expect(read(csv(row)).outcome).toBe('read');
  });

  test.each<[string, Partial<Row>[]]>([
    ['AGL-TRIAL-INCONSISTENT', [{ firmware_version: '00000002', device_limit: '50' }]],
    ['AGL-ROW-TWICE', [{}]],
    ['AGL-FIRMWARE-IN-TWO-TRIALS', [{ trial_id: 'T-2', start_date: '2028-01-01', end_date: '2028-12-31' }]],
    [
      'AGL-TWO-TRIALS-AT-ONCE',
      [{ trial_id: 'T-2', firmware_version: '00000002', start_date: '2027-09-01', end_date: '' }],
    ],
  ])('[R42] %s', (code, more) => {
    expect(codes(csv({}, ...more))).toEqual([code]);
    const { findings } = read(csv({}, ...more));
    const value = findings[0]?.field === 'trial_id' ? (more[0]?.trial_id ?? 'T-2026-1') : '0002012F';
    expect(findings).toMatchObject([{ severity: 'file', line: 3, value }]);
    expect(findings[0]?.message).toMatch(/^\S.*\S\. Compare line 2\.$/);
  });

  test.each<[keyof Row, string]>([
    ['manufacturer_identifier', 'AB02'],
    ['device_type', 'GSME'],
    ['variant_family', 'twin'],
    ['device_limit', '50'],
    ['start_date', '2026-03-02'],
    ['end_date', '2027-08-31'],
    ['end_decision', 'suspend'],
  ])('[R46] the rows of one trial have one %s', (column, value) => {
    expect(codes(csv({}, { firmware_version: '00000002', [column]: value }))).toContain('AGL-TRIAL-INCONSISTENT');
  });

  test('[R42] [R43] trials one after the other, however soon, or of another variant family, stand beside each other', () => {
    const after = { trial_id: 'T-2', firmware_version: '00000002', start_date: '2027-09-02', end_date: '' };
    const poly = { trial_id: 'T-3', firmware_version: '00000003', variant_family: 'poly' };
    const same = { firmware_version: '00000004' };
    expect(read(csv({}, after, poly, same))).toMatchObject({ outcome: 'read', findings: [] });
  });

  test('what is wrong with the header is reported by column', () => {
    const header = { severity: 'file', line: 1 };
    expect(read(csv({}).replace('device_limit', 'limit')).findings).toEqual([
      {
        ...header,
        code: 'AGL-COLUMN-MISSING',
        field: 'device_limit',
        value: '',
        message: 'The header has no column device_limit. Add it; its cells may be empty where that is allowed.',
      },
      {
        ...header,
        code: 'AGL-COLUMN-UNKNOWN',
        severity: 'warning',
        field: 'limit',
        value: 'limit',
        message: 'The column limit is none of the agreed list and is not looked at.',
      },
    ]);
    expect(read(csv({}).replace('justification', 'Trial_ID ')).findings).toContainEqual({
      ...header,
      code: 'AGL-COLUMN-DOUBLED',
      field: 'Trial_ID ',
      value: 'Trial_ID ',
      message: 'Two columns are named Trial_ID . Remove one of them.',
    });
  });

  test('an unreadable file is reported as that alone, and one that lacks a column as that, not by what its cells seem to be', () => {
    expect(codes('"open')).toEqual(['CSV-OPEN-QUOTE']);
    expect(codes(csv({}).replace('firmware_version,', '').replace('0002012f,', ''))).toEqual(['AGL-COLUMN-MISSING']);
  });

  test('a row that is not of the list takes no part in the rules on two rows', () => {
    expect(codes(csv({}, { firmware_version: '00000002', variant_family: 'quad' }))).toEqual(['AGL-VARIANT-FAMILY']);
    expect(codes(csv({ end_decision: 'forget' }, { firmware_version: '00000002' }))).toEqual(['AGL-END-DECISION']);
  });

  test('a list of bad rows alone is not said to be a list of no trials', () => {
    expect(codes(csv({ variant_family: 'quad' }))).toEqual(['AGL-VARIANT-FAMILY']);
  });

  test('findings are in the order of their lines, those on two rows among them', () => {
    const { findings } = read(csv({}, {}, { firmware_version: '12F' }));
    expect(findings.map(({ line, code }) => `${line} ${code}`)).toEqual(['3 AGL-ROW-TWICE', '4 AGL-FIRMWARE-FORM']);
  });

  test.each<[string, (text: string) => string]>([
    ['AGL-COLUMN-MISSING', (text) => text.replace('device_limit', 'limit')],
    ['AGL-COLUMN-DOUBLED', (text) => text.replace('justification', 'Trial_ID ')],
    ['CSV-RAGGED-ROW', (text) => `${text},extra`],
    ['CSV-OPEN-QUOTE', (text) => `${text}\n"open`],
    ['CSV-EMPTY', () => ''],
  ])('%s', (code, spoil) => {
    expect(read(spoil(csv({}))).outcome).toBe('refused');
    expect(codes(spoil(csv({})))).toContain(code);
  });
});
