import { describe, expect, test } from 'vitest';
import { parseAgreedList } from '../../../functions/domain/trials/agreed-list-file.ts';
import { monthsLater } from '../../../functions/domain/trials/agreed-list-cells.ts';
import { type AgreedListContext, isCertifiedSmets2 } from '../../../functions/domain/trials/trial-eligibility.ts';
import {
  AGREED_LIST_ROW as ROW,
  type AgreedListCells as Row,
  agreedListCsv as csv,
  quoted,
} from '../../support/agreed-list-csv.ts';

const CONTEXT: AgreedListContext = {
  trialCertificatePattern: '.*TRIAL.*',
  cpl: {
    hasCertifiedSmets2: () => true,
    entryFor: () => ({ cpaCertificateId: 'CPA-TRIAL-0001', smetsChtsVersion: 'SMETS2 V5.1' }),
  },
};

const read = (text: string, context = CONTEXT) => parseAgreedList(new TextEncoder().encode(text), context);
const codes = (text: string, context = CONTEXT): string[] => read(text, context).findings.map(({ code }) => code);

describe('the agreed list as a file', () => {
  test('[R46] a sound list is read whole, its values normalised', () => {
    expect(read(csv({}))).toMatchObject({
      outcome: 'read',
      findings: [],
      rows: [
        {
          trialId: 'T-2026-1',
          manufacturerIdentifier: 'AB01',
          modelIdentifier: '010A',
          hardwareVersion: '030B',
          firmwareVersion: '0002012F',
          deviceLimit: 100,
          startDate: '2026-03-01',
          endDate: '2027-09-01',
        },
      ],
    });
  });

  test('[R40] limit and end take their defaults: 100 devices and 18 calendar months', () => {
    expect(read(csv({ start_date: '31/08/2026', end_date: '' }))).toMatchObject({
      rows: [{ deviceLimit: 100, startDate: '2026-08-31', endDate: '2028-02-29' }],
    });
    expect(monthsLater('2026-08-31', 6)).toBe('2027-02-28');
  });

  test.each([
    [{ model_identifier: '010a030b', hardware_version: '' }],
    [{ model_identifier: '010A030B', hardware_version: '030b' }],
  ])('a model of eight characters holds the hardware version', (row) => {
    expect(read(csv(row))).toMatchObject({ rows: [{ modelIdentifier: '010A', hardwareVersion: '030B' }] });
  });

  test('columns are found by name, in any order; an unknown one is said', () => {
    const names = [...Object.keys(ROW), 'colour'].toReversed();
    const values: Record<string, string> = { ...ROW, colour: 'red' };
    const text = `${names.join(',')}\n${names.map((name) => quoted(values[name] ?? '')).join(',')}\n`;
    expect(read(text).outcome).toBe('read');
    expect(codes(text)).toEqual(['AGL-COLUMN-UNKNOWN']);
  });

  test('a list without rows takes the last trial off, and says so', () => {
    expect(read(csv())).toMatchObject({ outcome: 'read', rows: [], findings: [{ code: 'AGL-NO-TRIALS' }] });
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
    ['AGL-CERTIFICATE-FORM', { trial_certificate_id: 'CPA-1' }],
    ['AGL-DEPARTMENT-DATE', { department_notified_on: 'yes' }],
  ])('%s: %o', (code, row) => {
    expect(read(csv(row)).outcome).toBe('refused');
    expect(codes(csv(row))).toContain(code);
  });

  test.each<[string, Partial<Row>]>([
    ['AGL-NO-STATEMENTS', { compliance_statements: '' }],
    ['AGL-NO-SUPPLIER', { sponsoring_supplier: '' }],
    ['AGL-NOT-NOTIFIED', { department_notified_on: '' }],
  ])('[R36] [R39] [R48] %s is said of a row without it, and refuses nothing', (code, row) => {
    expect(read(csv(row)).outcome).toBe('read');
    expect(codes(csv(row))).toEqual([code]);
  });

  test('[R39] statements of compliance are kept as they were noted', () => {
    expect(read(csv({}))).toMatchObject({ rows: [{ complianceStatements: 'GBCS 4.1; SMETS2 v5.1' }] });
  });

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
  });

  test('[R42] [R43] trials one after the other, however soon, or of another variant family, stand beside each other', () => {
    const after = { trial_id: 'T-2', firmware_version: '00000002', start_date: '2027-09-02', end_date: '' };
    const poly = { trial_id: 'T-3', firmware_version: '00000003', variant_family: 'poly' };
    const same = { firmware_version: '00000004' };
    expect(read(csv({}, after, poly, same))).toMatchObject({ outcome: 'read', findings: [] });
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

describe('against the CPL', () => {
  const withCpl = (cpl: Partial<NonNullable<AgreedListContext['cpl']>>): AgreedListContext => ({
    ...CONTEXT,
    cpl: { hasCertifiedSmets2: () => true, entryFor: () => undefined, ...cpl },
  });

  test('[R38] a manufacturer without a certified SMETS2 model has no trial', () => {
    expect(codes(csv({}), withCpl({ hasCertifiedSmets2: () => false }))).toContain('AGL-NOT-ELIGIBLE');
  });

  test('[R44] a SMETS1 model has no trial', () => {
    const entryFor = () => ({ cpaCertificateId: 'CPA-TRIAL-0001', smetsChtsVersion: '1.2' });
    expect(codes(csv({}), withCpl({ entryFor }))).toContain('AGL-SMETS1');
  });

  test('[R37] the trial certificate is that of the CPL entry', () => {
    const entryFor = () => ({ cpaCertificateId: 'CPA-TRIAL-0002', smetsChtsVersion: '2.0' });
    expect(codes(csv({}), withCpl({ entryFor }))).toContain('AGL-CERTIFICATE-OTHER');
  });

  test('a model that is not on the CPL yet, or no CPL to ask, is said and refuses nothing', () => {
    expect(read(csv({}), withCpl({}))).toMatchObject({ outcome: 'read', findings: [{ code: 'AGL-NOT-ON-CPL' }] });
    expect(read(csv({}), { trialCertificatePattern: '.*TRIAL.*' })).toMatchObject({
      outcome: 'read',
      findings: [{ code: 'AGL-CPL-NOT-ASKED' }],
    });
  });

  test('[R38] only an active SMETS2+ entry with a full certificate makes a manufacturer eligible', () => {
    const entry = { status: 'Active', smetsChtsVersion: '2.0', cpaCertificateId: 'CPA-77' } as const;
    const eligible = (over: object): boolean => isCertifiedSmets2({ ...entry, ...over }, '.*TRIAL.*');
    expect(eligible({})).toBe(true);
    expect(eligible({ status: 'Removed' })).toBe(false);
    expect(eligible({ smetsChtsVersion: 'SMETS1' })).toBe(false);
    expect(eligible({ cpaCertificateId: 'CPA-TRIAL-1' })).toBe(false);
    expect(eligible({ cpaCertificateId: '' })).toBe(false);
  });
});
