import { describe, expect, test } from 'vitest';
import { TrialReport } from '../../functions/contracts/trial-report.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import type { SmiStatus } from '../../functions/domain/devices/device.ts';
import { trialReport } from '../../functions/reports/trial-report.ts';
import type { Certificates } from '../../functions/domain/cpl/certificates.ts';
import type { CplEntry } from '../../functions/domain/cpl/cpl-entry.ts';
import { certificatesOf } from '../support/certificates.ts';
import { cplEntry } from '../support/cpl-entries.ts';
import { agreedList, agreedRow, reportMaterial, trialDevices, trialEntry } from '../support/trial-material.ts';

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

function reportOn(row: Parameters<typeof agreedRow>[0], devices = trialDevices(ID, 0), previousDevices?: number) {
  const lists = [agreedList([agreedRow(row)])];
  const previous =
    previousDevices === undefined
      ? undefined
      : trialReport(
          reportMaterial({
            reportId: 'SSC-2026-W46-20261109',
            agreedLists: lists,
            devices: new Map([[ID, trialDevices(ID, previousDevices)]]),
          }),
        );
  return trialReport(reportMaterial({ agreedLists: lists, devices: new Map([[ID, devices]]), previous }));
}

describe('the report on trial devices', () => {
  test('[R65] shows each trial with its devices against the limit and its days against the end', () => {
    const { trials, summary, decisions } = reportOn({}, trialDevices(ID, 38));
    expect(trials).toMatchObject([
      {
        trialId: ID,
        state: 'active',
        devices: 38,
        deviceLimit: 100,
        limitStatus: 'within',
        daysToEnd: 531,
        endStatus: 'running',
      },
    ]);
    expect(summary).toEqual(['1 trial is running, with 38 devices.']);
    expect(decisions).toEqual([]);
  });

  test('[R65] counts devices by status; withdrawn and decommissioned ones do not count against the limit', () => {
    const devices = [...trialDevices(ID, 2), ...trialDevices(ID, 1, 'Pending'), ...trialDevices(ID, 4, 'Withdrawn')];
    const [trial] = reportOn({}, devices).trials;
    expect(trial?.devices).toBe(3);
    expect(trial?.devicesByStatus).toEqual([
      { status: 'Pending', devices: 1 },
      { status: 'Commissioned', devices: 2 },
      { status: 'Withdrawn', devices: 4 },
    ]);
  });

  test('takes the rows of a trial together, one for each firmware version', () => {
    const lists = [agreedList([agreedRow(), agreedRow({ firmwareVersion: '0A7F020C' })])];
    const { trials } = trialReport(reportMaterial({ agreedLists: lists }));
    expect(trials).toHaveLength(1);
    expect(trials[0]?.models).toEqual([{ model: 'C10D010A', firmwareVersions: ['0A7F010C', '0A7F020C'] }]);
  });

  test('[R57] warns near the limit', () => {
    const { trials, decisions, summary } = reportOn({}, trialDevices(ID, 80));
    expect(trials[0]?.limitStatus).toBe('near');
    expect(decisions).toEqual([]);
    expect(summary).toContain('SYN-TRIAL-1 is near its limit.');
  });

  test('[R41, R57] asks for a decision over the limit, and refuses nobody', () => {
    const { decisions, trials } = reportOn({ deviceLimit: 20 }, trialDevices(ID, 24));
    expect(trials[0]).toMatchObject({ limitStatus: 'over', devices: 24 });
    expect(decisions).toMatchObject([
      { trialId: ID, urgency: 'now', why: '24 devices carry the flag; the limit is 20.' },
    ]);
  });

  test('[R58, R59] after the end asks the SSC whether what is left is suspended or remains', () => {
    const { trials, decisions } = reportOn({ startDate: '2025-05-01', endDate: '2026-11-07' }, trialDevices(ID, 9));
    expect(trials[0]).toMatchObject({ state: 'ended', endStatus: 'overdue', daysToEnd: -9 });
    expect(decisions).toMatchObject([
      {
        urgency: 'now',
        asked: 'SSC',
        by: '2026-11-07',
        what: 'Decide whether the devices are suspended or remain pending certification',
      },
    ]);
  });

  describe('[R59] [R62] after the end of a trial whose devices the SSC decided to suspend', () => {
    const row = { startDate: '2025-05-01', endDate: '2026-11-07', endDecision: 'suspend', deviceLimit: 5 } as const;
    const reportWith = (status: SmiStatus, entry: CplEntry, over: Parameters<typeof reportMaterial>[0] = {}) =>
      trialReport(
        reportMaterial({
          agreedLists: [agreedList([agreedRow(row)])],
          devices: new Map([[ID, trialDevices(ID, 9, status)]]),
          entries: [entry],
          ...over,
        }),
      );

    test('asks the DSP for what is left in use, and SECAS for the entry', () => {
      const { decisions, trials } = reportWith('Commissioned', trialEntry());
      expect(decisions.map(({ asked, what, by }) => [asked, what, by])).toEqual([
        ['DSP', 'Suspend the devices that are left in use', '2026-11-07'],
        ['SECAS', 'Mark CPL entry 000001 as removed', '2026-11-07'],
      ]);
      expect(trials[0]).toMatchObject({ endStatus: 'overdue', limitStatus: 'within' });
    });

    test('asks nobody for anything once the devices are suspended and the entry is removed, and says what was done', () => {
      const asked = reportWith('Commissioned', trialEntry(), { now: '2026-11-09T07:00:00.000Z' });
      const done = reportWith('Suspended', trialEntry({ status: 'Removed' }), { previous: asked });
      expect(done.decisions).toEqual([]);
      expect(done.summary).toEqual(['1 trial has ended, with 9 devices.']);
      expect(done.trials[0]).toMatchObject({ endStatus: 'over', limitStatus: 'within', devices: 9 });
      expect(done.changes.map(({ what }) => what)).toEqual([
        'Done: 9 devices are suspended. Asked of the DSP since 9 Nov 2026: Suspend the devices that are left in use',
        'Done: its CPL entries are marked as removed. Asked of SECAS since 9 Nov 2026: Mark CPL entry 000001 as removed',
      ]);
    });
  });

  test('[R59] after the end asks the sponsor for the certified firmware, where devices remain pending certification', () => {
    const row = {
      startDate: '2025-05-01',
      endDate: '2026-11-07',
      endDecision: 'remain-pending-certification',
    } as const;
    expect(reportOn(row, trialDevices(ID, 9)).decisions).toMatchObject([
      { asked: 'Sponsor', what: 'Bring the certified firmware, or take the devices out' },
    ]);
  });

  test('a trial that ended with no device left needs no decision', () => {
    const { trials, decisions } = reportOn({ startDate: '2025-05-01', endDate: '2026-11-07' });
    expect(trials[0]?.endStatus).toBe('over');
    expect(decisions).toEqual([]);
  });

  test('the last day of a trial still belongs to it', () => {
    expect(reportOn({ endDate: '2026-11-16' }, trialDevices(ID, 1)).trials[0]).toMatchObject({
      state: 'active',
      daysToEnd: 0,
      endStatus: 'ending',
    });
  });

  test('[R48] asks for the Department to be notified of a running trial', () => {
    expect(reportOn({ departmentNotifiedOn: '' }).decisions).toMatchObject([
      {
        urgency: 'soon',
        what: 'Notify the Department of the trial, and have the day entered in the agreed list',
        by: '',
      },
    ]);
  });

  test('[R54] with flagging switched off says so and gives no device figures', () => {
    const report = trialReport(
      reportMaterial({
        agreedLists: [agreedList([agreedRow()])],
        settings: { ...DEFAULT_SETTINGS, trialFlagging: 'off' },
        devices: new Map([[ID, trialDevices(ID, 5)]]),
      }),
    );
    expect(report.trials[0]?.devices).toBeUndefined();
    expect(report.devices).toEqual([]);
    expect(report.summary[0]).toContain('Trial flagging is switched off');
  });

  test('says what has changed since the last report', () => {
    const report = reportOn({}, trialDevices(ID, 38), 40);
    expect(report.previousReportId).toBe('SSC-2026-W46-20261109');
    expect(report.trials[0]).toMatchObject({ devices: 38, devicesBefore: 40 });
    expect(report.summary[0]).toBe('1 trial is running, with 38 devices, 2 fewer than in the last report.');
  });

  test('keeps a trial that was dropped from the list', () => {
    const lists = [agreedList([agreedRow()]), agreedList([agreedRow({ trialId: 'SYN-TRIAL-2' })], 2)];
    const { trials } = trialReport(reportMaterial({ agreedLists: lists }));
    expect(trials.map(({ trialId, state }) => [trialId, state])).toEqual([
      [ID, 'dropped'],
      ['SYN-TRIAL-2', 'active'],
    ]);
  });

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

  test('reads well with no trial at all', () => {
    expect(trialReport(reportMaterial()).summary).toEqual([
      'No agreed list of trials has been activated yet.',
      'So no device on the network is a trial device.',
    ]);
    expect(trialReport(reportMaterial({ agreedLists: [agreedList([])] })).summary[0]).toBe(
      'The agreed list holds no trial.',
    );
  });

  test('is what its contract says', () => {
    const report = reportOn({ deviceLimit: 20 }, trialDevices(ID, 24), 20);
    expect(TrialReport.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  });
});
