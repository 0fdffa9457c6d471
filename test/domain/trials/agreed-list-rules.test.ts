import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_CERTIFICATES } from '../../../functions/domain/cpl/certificates.ts';
import { cplEntry } from '../../support/cpl-entries.ts';
import { PAIR_RULES } from '../../../functions/domain/trials/agreed-list-pairs.ts';
import { ROW_RULES } from '../../../functions/domain/trials/agreed-list-rules.ts';
import {
  type AgreedListContext,
  cplLookup,
  type CplLookup,
  isTrialCertificate,
} from '../../../functions/domain/trials/trial-eligibility.ts';
import {
  AGREED_LIST_CONTEXT as CONTEXT,
  AGREED_LIST_ROW as ROW,
  type AgreedListCells as Row,
  agreedListCodes as codes,
  agreedListCsv as csv,
  listedModel,
  readAgreedList as read,
} from '../../support/agreed-list-csv.ts';

describe('the rules of a row', () => {
  test('remain-pending-certification is a decision for the end', () => {
    const end_decision = 'Remain-Pending-Certification';
    expect(read(csv({ end_decision }))).toMatchObject({ rows: [{ endDecision: 'remain-pending-certification' }] });
  });

  test('each have a code of their own, the column they are about, and a sentence that says what is wrong', () => {
    expect(new Set(ROW_RULES.map(({ code }) => code)).size).toBe(ROW_RULES.length);
    for (const { code, field, sentence } of [...ROW_RULES, ...PAIR_RULES]) {
      expect([code, sentence]).toEqual([
        expect.stringMatching(/^AGL-[A-Z0-9-]+$/),
        expect.stringMatching(/^[A-Z].{15,}\.$/),
      ]);
      expect(Object.keys(ROW)).toContain(field);
    }
    const hint = ROW_RULES.filter(({ sentence }) => sentence.includes('leading zeros')).map(({ field }) => field);
    expect(hint).toEqual(['manufacturer_identifier', 'model_identifier', 'hardware_version', 'firmware_version']);
    expect(ROW_RULES[2]?.sentence).toContain('ESME, GSME, CH, HCALCS, PPMID');
  });

  test('refuse the list, but for those that only say what is not known or not noted', () => {
    const row = { sponsoring_supplier: '', compliance_statements: '', department_notified_on: '' };
    const { outcome, findings } = read(csv(row), { trialCertificatePattern: '*TRIAL*' });
    expect(outcome).toBe('read');
    expect(findings.map(({ code, field, severity }) => `${severity} ${field} ${code}`)).toEqual([
      'warning manufacturer_identifier AGL-CPL-NOT-ASKED',
      'warning sponsoring_supplier AGL-NO-SUPPLIER',
      'warning compliance_statements AGL-NO-STATEMENTS',
      'warning department_notified_on AGL-NOT-NOTIFIED',
    ]);
    expect(ROW_RULES.filter(({ severity }) => severity === 'warning')).toHaveLength(6);
  });

  test('say of a start that is none, and of an end that cannot be reckoned from it, one each', () => {
    const { findings } = read(csv({ start_date: 'soon', end_date: '' }));
    expect(findings.map(({ code, value }) => `${code} ${value}`)).toEqual(['AGL-START-DATE soon', 'AGL-END-DATE ']);
  });

  test.each<[string, Partial<Row>, boolean]>([
    ['AGL-TRIAL-ID', { trial_id: 'x'.repeat(64) }, true],
    ['AGL-TRIAL-ID', { trial_id: 'x'.repeat(65) }, false],
    ['AGL-TRIAL-ID', { trial_id: 'a/b' }, false],
    ['AGL-TRIAL-ID', { trial_id: 'ab/' }, false],
    ['AGL-TRIAL-ID', { trial_id: '/ab' }, false],
    ['AGL-LIMIT-FORM', { device_limit: '1000000', justification: 'yes' }, true],
    ['AGL-LIMIT-FORM', { device_limit: '1000001', justification: 'yes' }, false],
    ['AGL-LIMIT-FORM', { device_limit: '5 devices' }, false],
    ['AGL-LIMIT-FORM', { device_limit: 'about 5' }, false],
    ['AGL-LIMIT-FORM', { device_limit: '10000000', justification: 'yes' }, false],
    ['AGL-LIMIT-JUSTIFICATION', { device_limit: '100' }, true],
    ['AGL-END-BEFORE-START', { end_date: '2026-03-01' }, true],
    ['AGL-END-BEFORE-START', { start_date: 'soon', end_date: '2026-03-01' }, true],
    ['AGL-END-BEFORE-START', { end_date: '0' }, true],
    ['AGL-START-DATE', { start_date: '0026-03-01' }, false],
    ['AGL-LENGTH-JUSTIFICATION', { end_date: 'x' }, true],
    ['AGL-LENGTH-JUSTIFICATION', { start_date: 'x' }, true],
    ['AGL-ONE-PARTY', { dcc_instruction_reference: '', dsp_agreement_reference: '' }, true],
    ['AGL-ONE-PARTY', { dcc_instruction_reference: 'Dsp:1', dsp_agreement_reference: 'dSP :2' }, false],
    ['AGL-SSC-REFERENCE', { ssc_decision_reference: 'S:7' }, true],
    ['AGL-SSC-REFERENCE', { ssc_decision_reference: ':7' }, false],
    ['AGL-SSC-REFERENCE', { ssc_decision_reference: '::7' }, false],
    ['AGL-SSC-REFERENCE', { ssc_decision_reference: ':SSC:7' }, false],
    ['AGL-MODEL-FORM', { model_identifier: '030B', hardware_version: '' }, true],
    ['AGL-NOT-ELIGIBLE', { manufacturer_identifier: 'nobody' }, true],
    ['AGL-DEPARTMENT-DATE', { department_notified_on: '' }, true],
    ['AGL-CERTIFICATE-OTHER', { trial_certificate_id: 'cpa-trial-0001' }, true],
  ])('%s: %o is right: %s', (code, row, isRight) => {
    const nobody = { ...CONTEXT, cpl: { ...CONTEXT.cpl, isEligible: () => false, entryFor: () => undefined } };
    expect(codes(csv(row), code === 'AGL-NOT-ELIGIBLE' ? nobody : CONTEXT).includes(code)).toBe(!isRight);
  });
});

describe('the rules on two trials', () => {
  test.each<[string, Partial<Row>]>([
    ['before', { start_date: '2025-01-01', end_date: '2026-03-01' }],
    ['after', { start_date: '2027-09-01', end_date: '2027-09-30' }],
  ])('[R42] a trial of the same kind right %s another shares a day with it', (_name, dates) => {
    expect(codes(csv({}, { trial_id: 'T-2', firmware_version: '00000002', ...dates }))).toEqual([
      'AGL-TWO-TRIALS-AT-ONCE',
    ]);
  });

  test.each<[string, Partial<Row>]>([
    ['a manufacturer', { manufacturer_identifier: 'AB02' }],
    ['a variant family', { variant_family: 'poly' }],
    ['a device type', { device_type: 'GSME', variant_family: 'none' }],
    ['a time', { start_date: '2025-01-01', end_date: '2026-02-28' }],
  ])('[R42] a trial of another kind, by %s, is allowed at the same time', (_name, other) => {
    expect(codes(csv({}, { trial_id: 'T-2', firmware_version: '00000002', ...other }))).toEqual([]);
  });

  test('[R42] two device types without variants are two kinds', () => {
    const [gas, hub] = ['GSME', 'CH'].map((device_type) => ({ device_type, variant_family: 'none' }));
    expect(codes(csv({ ...gas }, { ...hub, trial_id: 'T-2', firmware_version: '00000002' }))).toEqual([]);
  });
});

describe('a trial certificate', () => {
  test.each([
    ['CPA-TRIAL-1', '*TRIAL*', true],
    ['[E] CPA-TRIAL-1', 'cpa-trial-*', true],
    ['[r]CPA-TRIAL-1', 'CPA-TRIAL-1', true],
    ['TRIAL', '*TRIAL*', true],
    ['CPA-TRIAL-1', 'TRIAL', false],
    ['CPA-TRIAL-1', 'CPA*', true],
    ['CPA-TRIAL-1', '*1', true],
    ['CPA-1', 'CPA*-*1', true],
    ['CPA-1', 'CPA-1*-1', false],
    ['CPA.1', 'CPA?1', false],
    ['CPA-1', '.*', false],
    ['CPA-1', '*', true],
    ['', '*', true],
    ['', '', true],
    ['CPA-1', '', false],
    ['aa', 'a*a*a', false],
    ['aXbXc', 'a*b*c', true],
    ['acb', 'a*b*c', false],
  ])('[R37] "%s" is what the pattern "%s" says: %s', (reference, pattern, is) => {
    expect(isTrialCertificate(reference, pattern)).toBe(is);
  });

  test('[R37] a reference has at most 200 characters, and a pattern may have any number of stars', () => {
    expect(isTrialCertificate('T'.repeat(200), 'T*')).toBe(true);
    expect(isTrialCertificate('T'.repeat(201), 'T*')).toBe(false);
    expect(isTrialCertificate('a'.repeat(200), `${'*a'.repeat(10_000)}*b`)).toBe(false);
  });

  test('[R37] a pattern says what the same regular expression says', () => {
    const text = fc.string({ unit: fc.constantFrom('A', 'B', '-'), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('A', 'B', '*'), maxLength: 6 });
    fc.assert(
      fc.property(text, pattern, (reference, plain) => {
        expect(isTrialCertificate(reference, plain)).toBe(
          new RegExp(`^${plain.replaceAll('*', '.*')}$`).test(reference),
        );
      }),
    );
  });
});

describe('against the CPL', () => {
  const withCpl = (cpl: Partial<CplLookup>): AgreedListContext => ({ ...CONTEXT, cpl: { ...CONTEXT.cpl, ...cpl } });
  const withModel = (...model: Parameters<typeof listedModel>) => withCpl({ entryFor: () => listedModel(...model) });

  test('[R38] a manufacturer that is not eligible has no trial', () => {
    expect(codes(csv({}), withCpl({ isEligible: () => false }))).toEqual(['AGL-NOT-ELIGIBLE']);
  });

  test('[R38] while certificates are not known, the entries of the list itself make nobody eligible', () => {
    const listed = cplEntry();
    const lookup = (...models: Parameters<typeof cplLookup>[0][]) =>
      codes(csv({}), {
        ...CONTEXT,
        cpl: cplLookup(
          models.flatMap((of) => [...of]),
          NO_CERTIFICATES,
        ),
      });
    expect(lookup([listed])).toContain('AGL-NOT-ELIGIBLE');
    expect(lookup([listed, { ...listed, firmwareVersion: '00020130' }])).not.toContain('AGL-NOT-ELIGIBLE');
    expect(
      codes(csv({}, { firmware_version: '00020130' }), {
        ...CONTEXT,
        cpl: cplLookup([listed, { ...listed, firmwareVersion: '00020130' }], NO_CERTIFICATES),
      }),
    ).toContain('AGL-NOT-ELIGIBLE');
  });

  test('[R37] a row without a certificate, of an entry without one, lacks one and has no other', () => {
    expect(codes(csv({ trial_certificate_id: '' }), withModel({}, null))).not.toContain('AGL-CERTIFICATE-OTHER');
  });

  test('[R44] a SMETS1 model has no trial', () => {
    expect(codes(csv({}), withModel({ smetsChtsVersion: 'SMETS V1.2' }))).toEqual(['AGL-SMETS1']);
  });

  test('[R42] type and variant family are those of the CPL entry', () => {
    expect(codes(csv({}), withModel({ deviceType: 'GSME', variantFamily: 'none' }))).toEqual(['AGL-TYPE-OTHER']);
    expect(codes(csv({}), withModel({ variantFamily: 'twin' }))).toEqual(['AGL-FAMILY-OTHER']);
  });

  test('[R37] the trial certificate is that of the CPL entry, with or without its prefix', () => {
    expect(codes(csv({}), withModel({}, 'CPA-TRIAL-0002'))).toEqual(['AGL-CERTIFICATE-OTHER']);
    expect(codes(csv({}), withModel({}, null))).toEqual(['AGL-CERTIFICATE-OTHER']);
    expect(codes(csv({ trial_certificate_id: '[E] CPA-TRIAL-0001' }), withModel({}))).toEqual([]);
  });

  test('[R37] a certificate that is not known is remarked on, and refuses nothing', () => {
    const notKnown = withCpl({ entryFor: () => ({ ...listedModel(), cpaReference: undefined }) });
    expect(read(csv({}), notKnown)).toMatchObject({
      outcome: 'read',
      findings: [{ code: 'AGL-CERTIFICATES-NOT-KNOWN', severity: 'warning' }],
    });
  });

  test('a model that is not on the CPL yet, or no CPL to ask, is reported and refuses nothing', () => {
    expect(read(csv({}), withCpl({ entryFor: () => undefined }))).toMatchObject({
      outcome: 'read',
      findings: [{ code: 'AGL-NOT-ON-CPL' }],
    });
    expect(read(csv({}), { trialCertificatePattern: '*TRIAL*' })).toMatchObject({
      outcome: 'read',
      findings: [{ code: 'AGL-CPL-NOT-ASKED' }],
    });
  });
});
