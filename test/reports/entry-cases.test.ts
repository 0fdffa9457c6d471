import { describe, expect, test } from 'vitest';
import type { DeviceCount } from '../../functions/domain/devices/device-count.ts';
import type { Certificates } from '../../functions/domain/cpl/certificates.ts';
import { trialReportMail } from '../../functions/email/trial-report-mail.ts';
import { DEFAULT_VERSION_COMBINATIONS } from '../../functions/domain/gbcs/version-combinations.ts';
import { entriesToCount, entryMatters } from '../../functions/reports/entry-cases.ts';
import { trialReport } from '../../functions/reports/trial-report.ts';
import { certificatesOf } from '../support/certificates.ts';
import { cplEntry } from '../support/cpl-entries.ts';
import { agreedList, agreedRow, reportMaterial, trialEntry } from '../support/trial-material.ts';

const SUPPLIER = '90-B3-D5-1F-30-01-00-00';
const entry = (number: number, fields: Partial<ReturnType<typeof cplEntry>> = {}) =>
  cplEntry({
    entryNumber: String(number).padStart(6, '0'),
    firmwareVersion: String(number).padStart(8, '0'),
    ...fields,
  });
const devices = (byStatus: Record<string, number>, atLeast = false): DeviceCount => {
  const total = Object.values(byStatus).reduce((sum, number) => sum + number, 0);
  return { total, atLeast, byStatus, bySupplier: { [SUPPLIER]: total } };
};

function reportOn(
  entries: readonly ReturnType<typeof cplEntry>[],
  known: Certificates,
  over: Parameters<typeof reportMaterial>[0] = {},
) {
  return trialReport(reportMaterial({ entries, certificates: known, trialCertified: [], ...over }));
}

describe('the worklist of certificates, without any trial', () => {
  const expiring = entry(15);
  const renewing = entry(20);
  const certificates = certificatesOf({
    '000015': { reference: 'SYN-CPA-15', dateKind: 'expiry', date: '2026-12-15' },
    '000020': { reference: 'SYN-CPA-20', dateKind: 'renewal', date: '2026-12-20' },
  });
  const counted = new Map([
    [expiring.entryKey, devices({ Commissioned: 12, Pending: 2, Decommissioned: 5 })],
    [renewing.entryKey, devices({ Commissioned: 100_000 }, true)],
  ]);
  const whyWith = (byStatus: Record<string, number>) =>
    reportOn([expiring], certificates, { counted: new Map([[expiring.entryKey, devices(byStatus)]]) }).decisions[0]
      ?.why;

  test('[R62] [R67] asks by name, with the day and the devices in use, and distinguishes expiry from renewal', () => {
    const { decisions } = reportOn([expiring, renewing], certificates, { counted });
    expect(decisions).toEqual([
      {
        caseId: 'certificate/000015',
        event: 'certificate-expiring',
        trialId: '',
        entryNumber: '000015',
        asked: 'SSC',
        by: '2026-12-15',
        since: '2026-11-16',
        urgency: 'soon',
        what: 'Decide whether the entry is removed from the CPL or its certificate extended',
        why: 'CPA certificate SYN-CPA-15 of ESME 010A 030B, firmware 00000015 (AB01) expires on 15 Dec 2026, in 29 days. 14 devices are in use.',
        devices: 14,
      },
      expect.objectContaining({
        event: 'renewal-due',
        asked: 'Manufacturer',
        by: '2026-12-20',
        what: 'Have the certificate renewed by a risk review',
        why: 'CPA certificate SYN-CPA-20 of ESME 010A 030B, firmware 00000020 (AB01) is due for renewal on 20 Dec 2026, in 34 days. At least 100,000 devices are in use.',
      }),
    ]);
  });

  test('[R67] says of how many devices it is, where they were counted', () => {
    expect(whyWith({ Commissioned: 1 })).toContain('in 29 days. 1 device is in use.');
    expect(whyWith({ Decommissioned: 3 })).toContain('in 29 days. No device is in use.');
    expect(reportOn([expiring], certificates).decisions[0]?.why).toMatch(/, in 29 days\.$/);
  });

  test('[R62] a renewal that is past is for the SSC to decide', () => {
    const now = '2027-01-19T07:00:00.000Z';
    expect(reportOn([renewing], certificates, { now }).decisions).toMatchObject([
      {
        event: 'renewal-past',
        asked: 'SSC',
        urgency: 'now',
        what: 'Decide whether the entry is removed from the CPL or gets a certificate',
        why: 'CPA certificate SYN-CPA-20 of ESME 010A 030B, firmware 00000020 (AB01) was due for renewal on 20 Dec 2026, 30 days ago.',
      },
    ]);
  });

  test('[R67] shows in the mail how many fall due within which time, with the devices in use', () => {
    const report = reportOn([expiring, renewing], certificates, { counted });
    const text = trialReportMail(report, new Uint8Array(), []).text.replaceAll(/\s+/g, ' ');
    expect(text).toContain('Within 30 days');
    expect(text).toMatch(/expires 15 Dec 2026, 29 days\W+(?:Devices\W+)?14\b/);
    expect(text).toContain('at least 100,000');
  });

  test.each<[string, Parameters<typeof reportOn>, string]>([
    ['the entry is removed', [[entry(15, { status: 'Removed' })], certificates], 'it was removed from the CPL'],
    [
      'the certificate is extended',
      [[expiring], certificatesOf({ '000015': { reference: 'SYN-CPA-15', date: '2030-12-15' } })],
      'its certificate SYN-CPA-15 expires on 15 Dec 2030',
    ],
    [
      'the certificate became a lifetime one',
      [[expiring], certificatesOf({ '000015': { reference: 'SYN-CPA-15', dateKind: 'renewal', date: '2030-12-15' } })],
      'its certificate SYN-CPA-15 is due for renewal on 15 Dec 2030',
    ],
  ])('[R62] is done with a case when %s, and says so once', (_, [entries, known], outcome) => {
    const asked = reportOn([expiring], certificates, { now: '2026-10-01T07:00:00.000Z' });
    expect(asked.decisions).toHaveLength(1);
    const done = reportOn(entries, known, { previous: asked });
    expect(done.decisions).toEqual([]);
    expect(done.changes.map(({ what }) => what)).toEqual([
      `Done for CPL entry 000015: ${outcome}. Asked of the SSC since 1 Oct 2026: Decide whether the entry is removed from the CPL or its certificate extended`,
    ]);
    expect(reportOn(entries, known, { previous: done }).changes).toEqual([]);
  });

  test('[R62] goes on with the same case past the day, since the report that had it first', () => {
    const asked = reportOn([expiring], certificates, { now: '2026-10-01T07:00:00.000Z' });
    const { decisions, changes } = reportOn([expiring], certificates, {
      now: '2027-02-13T07:00:00.000Z',
      previous: asked,
    });
    expect(decisions).toMatchObject([{ event: 'certificate-expired', urgency: 'now', since: '2026-10-01' }]);
    expect(decisions[0]?.why).toContain('expired on 15 Dec 2026, 60 days ago');
    expect(changes).toEqual([]);
  });

  test('[R67] says of a certificate that expires on the day of the report that it does so today', () => {
    const { decisions } = reportOn([expiring], certificates, { now: '2026-12-15T07:00:00.000Z' });
    expect(decisions[0]?.why).toContain('expires on 15 Dec 2026, today.');
  });

  test('[R62] asks about an entry that has lost its certificate', () => {
    const before = reportOn([entry(15)], certificatesOf({ '000015': { date: '2030-12-15' } }));
    const { decisions } = reportOn([entry(15)], certificatesOf({ '000015': null }), { previous: before });
    expect(decisions).toMatchObject([
      {
        caseId: 'certificate/000015',
        event: 'certificate-none',
        asked: 'SSC',
        urgency: 'now',
        by: '2026-11-16',
        what: 'Decide whether the entry is removed from the CPL or gets a certificate',
        why: 'ESME 010A 030B, firmware 00000015 (AB01) needs a CPA certificate, and the published list has none: it was withdrawn, or never given.',
      },
    ]);
  });
});

test('[R77] a combination that is not allowed is a case until the entry is corrected or removed', () => {
  const known = certificatesOf({ '000162': { date: '2031-01-01' } });
  const wrong = entry(162, { smetsChtsVersion: 'SMETS V2.0', gbcsVersion: '2.1' });
  const asked = reportOn([wrong], known);
  expect(asked.decisions).toMatchObject([
    {
      caseId: 'combination/000162',
      event: 'combination-not-allowed',
      asked: 'SSC',
      by: '',
      urgency: 'soon',
      what: 'Have the versions corrected, or decide that the entry is removed from the CPL',
      why: 'ESME 010A 030B, firmware 00000162 (AB01): Single Element Electricity Metering Equipment, SMETS V2.0 with GBCS 2.1 is not an allowed combination.',
    },
  ]);
  expect(reportOn([{ ...wrong, status: 'Removed' }], known, { previous: asked }).changes[0]?.what).toContain(
    'Done for CPL entry 000162: it was removed from the CPL',
  );
  const substituted = { ...wrong, smetsChtsVersion: 'SMETS V5.1', gbcsVersion: '1.0', declaredGbcsVersion: '4.1' };
  expect(reportOn([substituted], known).decisions).toEqual([]);
});

test('[R77] of a GBCS version that the table of combinations lacks, the table is asked for, not the entry', () => {
  const known = certificatesOf({ '000162': { date: '2031-01-01' } });
  expect(reportOn([entry(162, { gbcsVersion: '5.0' })], known).decisions).toMatchObject([
    {
      event: 'combination-not-allowed',
      asked: 'DCC Service team',
      what: 'Add the combinations with GBCS 5.0 to the table, or have the version corrected',
      why: 'ESME 010A 030B, firmware 00000162 (AB01): Single Element Electricity Metering Equipment, SMETS V5.1 with GBCS 5.0 is not an allowed combination yet: the table does not have GBCS 5.0.',
    },
  ]);
});

describe('the other certificates of a trial', () => {
  const of = (known: Certificates) =>
    reportOn([trialEntry()], known, { agreedLists: [agreedList([agreedRow()])] }).decisions;
  const complete = certificatesOf({ '000001': { reference: 'SYN-TRIAL-CPA-0001' } });

  test('[R39] [R78] are in place, or the SSC is asked', () => {
    expect(of(complete)).toEqual([]);
    const lacking = new Map([...complete].map(([number, known]) => [number, { ...known, dlms: null, zse: null }]));
    const trialAlone = new Map([...complete].map(([number, known]) => [number, { ...known, cpa: null }]));
    expect(of(trialAlone).map(({ event }) => event)).toEqual(['certificate-none']);
    expect(of(lacking)).toMatchObject([
      {
        event: 'trial-certificates-missing',
        trialId: 'SYN-TRIAL-1',
        asked: 'SSC',
        why: 'The published list has no DLMS and ZSE certificate for CPL entry 000001; a trial needs all certificates but CPA.',
      },
    ]);
  });

  test('[R78] are not asked for while nothing is known of them', () => {
    expect(of(new Map())).toEqual([]);
  });
});

describe('[R17] [R18] an entry that the DSP holds under a substitute GBCS version', () => {
  const held = { ...entry(97), gbcsVersion: '1.1', declaredGbcsVersion: '5.0' };
  const counted = new Map([[held.entryKey, devices({ Commissioned: 120, Decommissioned: 3 })]]);
  const report = reportOn([held, { ...entry(98), declaredGbcsVersion: entry(98).gbcsVersion }], new Map(), { counted });

  test('is among the corrections outstanding, with both versions and the devices that it concerns', () => {
    expect(report.corrections).toEqual([
      {
        entryKey: held.entryKey,
        entryNumber: '000097',
        declaredGbcsVersion: '5.0',
        uploadedGbcsVersion: '1.1',
        devices: counted.get(held.entryKey),
      },
    ]);
    expect(report.summary).toContain('1 entry is held by the DSP under a substitute GBCS version.');
  });

  test('is named in the mail, and no longer once it was corrected or removed', () => {
    const mailOf = (made: typeof report) =>
      trialReportMail(made, new Uint8Array(1), ['ssc@example.org']).text.replaceAll(/\s+/g, ' ');
    expect(mailOf(report)).toMatch(
      /Corrections outstanding \(1\).* 000097: ESME 010A 030B, firmware 00000097 \(AB01\).* 5\.0.* 1\.1.* 120\b/,
    );
    for (const entries of [[{ ...held, gbcsVersion: '5.0' }], [{ ...held, status: 'Removed' as const }], []]) {
      expect(mailOf(reportOn(entries, new Map(), { counted }))).not.toContain('Corrections outstanding');
    }
  });

  test('has its devices counted', () => {
    expect(entriesToCount(entryMatters([held], new Map(), DEFAULT_VERSION_COMBINATIONS, '2026-11-16'))).toContainEqual(
      held,
    );
  });
});
