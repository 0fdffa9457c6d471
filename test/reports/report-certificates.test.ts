import { describe, expect, test } from 'vitest';
import type { Certificates } from '../../functions/domain/cpl/certificates.ts';
import type { CplEntry } from '../../functions/domain/cpl/cpl-entry.ts';
import { trialReport } from '../../functions/reports/trial-report.ts';
import { certificatesOf } from '../support/certificates.ts';
import { cplEntry } from '../support/cpl-entries.ts';
import { agreedList, agreedRow, reportMaterial, trialEntry } from '../support/trial-material.ts';

const ID = 'SYN-TRIAL-1';
const model = { manufacturerIdentifier: 'FA01', modelIdentifier: 'C10D', hardwareVersion: '010A' };

/** A report on the trial while the DSP holds these entries of its Device Model. */
const reportOnEntries = (entries: readonly CplEntry[], certificates: Certificates) =>
  trialReport(
    reportMaterial({
      agreedLists: [agreedList([agreedRow()])],
      entries,
      certificates,
    }),
  );

describe('the certificates of the report', () => {
  test('[R67] names the certificates of every Device Model that are past due or fall due, expiry and renewal alike', () => {
    const entries = ['000001', '000002', '000003', '000004'].map((entryNumber, index) =>
      cplEntry({
        ...model,
        entryNumber,
        firmwareVersion: index === 0 ? '0A7F010C' : `0000000${index}`,
        status: entryNumber === '000004' ? 'Removed' : 'Current',
      }),
    );
    const known = certificatesOf({
      '000001': { reference: 'SYN-CPA-1', dateKind: 'expiry', date: '2027-02-01' },
      '000002': { reference: 'SYN-CPA-2', dateKind: 'renewal', date: '2026-11-01' },
      '000003': { date: '2030-01-01' },
      '000004': { date: '2026-11-20' },
    });
    const { certificates, certificatesNotKnown, summary } = reportOnEntries(entries, known);
    expect(certificates).toMatchObject([
      {
        entryNumber: '000002',
        certificateId: 'SYN-CPA-2',
        kind: 'renewal',
        date: '2026-11-01',
        daysLeft: -15,
        within: 0,
      },
      {
        entryNumber: '000001',
        certificateId: 'SYN-CPA-1',
        kind: 'expiry',
        date: '2027-02-01',
        daysLeft: 77,
        within: 90,
      },
    ]);
    expect(certificates.map(({ trialIds }) => trialIds)).toEqual([[], [ID]]);
    expect(certificatesNotKnown).toEqual([]);
    expect(summary.join(' ')).not.toContain('not known');
  });

  test('[R67] says of which entries it is not known when their certificate falls due', () => {
    const entries = ['000001', '000002', '000003'].map((entryNumber, index) =>
      cplEntry({ ...model, entryNumber, firmwareVersion: `0000000${index}` }),
    );
    const { certificates, certificatesNotKnown, summary } = reportOnEntries(
      entries,
      certificatesOf({ '000001': { date: '2030-01-01' }, '000002': { date: '' } }),
    );
    expect(certificates).toEqual([]);
    expect(certificatesNotKnown.map(({ entryNumber }) => entryNumber)).toEqual(['000002', '000003']);
    expect(summary.at(-1)).toBe('Of 2 entries it is not known when their certificates fall due.');
  });

  test('[R67] asks for no certificate of an entry that needs none, and knows who has none', () => {
    const { certificates, certificatesNone, certificatesNotKnown } = reportOnEntries(
      [
        cplEntry({ ...model, entryNumber: '000001', smetsChtsVersion: 'SMETS V1.2', gbcsVersion: '0.0' }),
        cplEntry({ ...model, entryNumber: '000002', deviceType: 'PPMID', variantFamily: 'none' }),
        cplEntry({ ...model, entryNumber: '000003', firmwareVersion: '00000003' }),
      ],
      certificatesOf({ '000003': null }),
    );
    expect([...certificates, ...certificatesNotKnown]).toEqual([]);
    expect(certificatesNone.map(({ entryNumber }) => entryNumber)).toEqual(['000003']);
  });

  test('[R67] says of which trial on the active list an entry is whose certificate is missing', () => {
    const lists = [agreedList([agreedRow()])];
    const trialIds = (agreedLists: typeof lists) =>
      trialReport(
        reportMaterial({ agreedLists, entries: [trialEntry()], certificates: certificatesOf({ '000001': null }) }),
      ).certificatesNone.map((of) => of.trialIds);
    expect(trialIds(lists)).toEqual([[ID]]);
    expect(trialIds([...lists, agreedList([], 2)])).toEqual([[]]);
  });
});
