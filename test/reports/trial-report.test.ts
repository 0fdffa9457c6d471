import { describe, expect, test } from 'vitest';
import { TrialReport } from '../../functions/contracts/trial-report.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import type { SmiStatus } from '../../functions/domain/devices/device.ts';
import { trialReport } from '../../functions/reports/trial-report.ts';
import type { CplEntry } from '../../functions/domain/cpl/cpl-entry.ts';
import { agreedList, agreedRow, reportMaterial, trialDevices, trialEntry } from '../support/trial-material.ts';

const ID = 'SYN-TRIAL-1';

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
    expect(trials[0]?.trialCertificateIds).toEqual(['SYN-TRIAL-CPA-0001']);
  });

  test('[R63] names each device with its last status, and since when it is in the trial', () => {
    const [device, ...others] = trialDevices(ID, 2);
    const statusHistory = [
      { status: 'Pending' as const, from: '2026-11-05T10:00:00.000Z' },
      { status: 'Commissioned' as const, from: '2026-11-06T10:00:00.000Z' },
    ];
    const devices = device === undefined ? [] : [{ ...device, statusHistory }, ...others];
    expect(reportOn({}, devices).devices[0]).toEqual({
      trialId: ID,
      deviceId: device?.deviceId,
      deviceType: 'ESME',
      manufacturer: 'FA01',
      model: 'C10D010A',
      firmwareVersion: '0A7F010C',
      status: 'Commissioned',
      statusSince: '2026-11-06T10:00:00.000Z',
      trialSince: '2026-11-05T10:00:00.000Z',
      responsibleParty: '90-B3-D5-1F-30-01-00-00',
    });
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
        previous: reportOn({}, trialDevices(ID, 5)),
      }),
    );
    expect([report.trials[0]?.devices, report.trials[0]?.devicesBefore]).toEqual([undefined, undefined]);
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

  test('reads well with no trial at all', () => {
    expect(trialReport(reportMaterial()).agreedListActivatedAt).toBe('');
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

test('[R65] a trial of which no device was found has none, and is not one whose devices are not known', () => {
  const { trials } = trialReport({
    ...reportMaterial({ agreedLists: [agreedList([agreedRow()])] }),
    devices: new Map(),
  });
  expect(trials.map(({ devices }) => devices)).toEqual([0]);
});
