import { describe, expect, test } from 'vitest';
import type { TrialReport } from '../../functions/contracts/trial-report.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import type { AgreedListRow } from '../../functions/domain/trials/agreed-list.ts';
import { trialReportMail } from '../../functions/email/trial-report-mail.ts';
import { changesSince } from '../../functions/reports/report-changes.ts';
import { trialReport } from '../../functions/reports/trial-report.ts';
import { certificatesOf } from '../support/certificates.ts';
import { agreedList, agreedRow, reportMaterial, trialDevices, trialEntry } from '../support/trial-material.ts';

const ID = 'SYN-TRIAL-1';

/** A report on the trials of a list, with devices of the first. */
function report(rows: readonly Partial<AgreedListRow>[], devices = 3, over: Parameters<typeof reportMaterial>[0] = {}) {
  return trialReport(
    reportMaterial({
      agreedLists: [agreedList(rows.map((row) => agreedRow(row)))],
      devices: new Map([[ID, trialDevices(ID, devices)]]),
      ...over,
    }),
  );
}

const unknown = () => ({ entry: undefined, cpa: null });

const changes = (previous: TrialReport, rows: readonly Partial<AgreedListRow>[], devices = 3) =>
  report(rows, devices, { previous }).changes.map(({ trialId, what }) =>
    trialId === '' ? what : `${trialId}: ${what}`,
  );

describe('what has changed since the last report', () => {
  test('[R65] is nothing in the first report, and nothing when nothing did', () => {
    expect(report([{}]).changes).toEqual([]);
    expect(changes(report([{}]), [{}])).toEqual([]);
  });

  test.each<[string, Partial<AgreedListRow>, Partial<AgreedListRow>]>([
    ['Has begun', { startDate: '2026-12-01' }, {}],
    ['Runs again', { endDate: '2026-11-15' }, {}],
    ['Is planned again, from 1 Dec 2026', {}, { startDate: '2026-12-01' }],
    ['Has ended', {}, { endDate: '2026-11-15' }],
    ['Its limit is 200 devices, it was 100', {}, { deviceLimit: 200 }],
    ['Its end is 31 Dec 2028, it was 30 Apr 2028', {}, { endDate: '2028-12-31' }],
    ['The decision on its end was taken back', { endDecision: 'suspend' }, {}],
    ['Decided: devices left at the end are suspended', {}, { endDecision: 'suspend' }],
    [
      'Decided: devices left at the end remain pending certification',
      {},
      { endDecision: 'remain-pending-certification' },
    ],
    [
      'The Department was notified on 10 Nov 2026',
      { departmentNotifiedOn: '' },
      { departmentNotifiedOn: '2026-11-10' },
    ],
  ])('[R65] reports a trial: %s', (what, before, after) => {
    expect(changes(report([before]), [after])).toContain(`${ID}: ${what}`);
  });

  test('[R48] reports no notification of the Department where the list takes it back', () => {
    expect(changes(report([{}]), [{ departmentNotifiedOn: '' }])).toEqual([]);
  });

  test('[R65] names trials that are new, and those that left the list', () => {
    const other = { trialId: 'SYN-TRIAL-2', firmwareVersion: '0A7F020C' };
    expect(changes(report([{}]), [{}, other])).toEqual([
      'SYN-TRIAL-2: New on the agreed list, from 1 Nov 2026 to 30 Apr 2028',
    ]);
    const lists = [agreedList([agreedRow(), agreedRow(other)]), agreedList([agreedRow()], 2)];
    const after = report([], 3, { agreedLists: lists, previous: report([{}, other]) });
    expect(after.changes).toEqual([{ trialId: 'SYN-TRIAL-2', what: 'Was taken off the agreed list' }]);
  });

  test('[R65] counts devices one by one: as many may have left as have joined', () => {
    const before = report([{}], 0, { devices: new Map([[ID, trialDevices(ID, 5).slice(0, 3)]]) });
    const after = report([{}], 0, { devices: new Map([[ID, trialDevices(ID, 5).slice(2)]]), previous: before });
    expect(after.changes.map(({ what }) => what)).toEqual(['2 devices joined', '2 devices left it']);
  });

  test('[R65] counts the devices of each trial by itself', () => {
    const rows = [{}, { trialId: 'SYN-TRIAL-2', firmwareVersion: '0A7F020C' }];
    const both = { devices: new Map([ID, 'SYN-TRIAL-2'].map((id, at) => [id, trialDevices(id, 3 - at)])) };
    expect(report(rows, 0, { ...both, previous: report(rows) }).changes).toEqual([
      { trialId: 'SYN-TRIAL-2', what: '2 devices joined' },
    ]);
  });

  test('[R65] compares how many are in use, where a report has too many to name each', () => {
    const before = { ...report([{}]), devicesLeftOut: 1 };
    expect(changes(before, [{}], 5)).toEqual([`${ID}: Has 2 more devices in use`]);
    expect(changes(before, [{}], 2)).toEqual([`${ID}: Has 1 fewer device in use`]);
    expect(changes(before, [{}], 3)).toEqual([]);
    const now = { ...report([{}], 4, { previous: report([{}]) }), devicesLeftOut: 1 };
    const what = `Has 1 more device in use`;
    expect(changesSince(report([{}]), now, unknown)).toEqual([{ trialId: ID, what }]);
    expect(changesSince({ ...report([{}]), devicesLeftOut: 1 }, now, unknown)).toEqual([{ trialId: ID, what }]);
  });

  test('[R54] says that flagging was switched off or on, and gives no device figures then', () => {
    const off = { ...DEFAULT_SETTINGS, trialFlagging: 'off' as const };
    const whileOff = report([{}], 3, { settings: off, previous: report([{}]) });
    expect(whileOff.changes).toEqual([{ trialId: '', what: 'Trial flagging was switched off' }]);
    expect(report([{}], 3, { previous: whileOff }).changes).toEqual([
      { trialId: '', what: 'Trial flagging was switched on' },
    ]);
  });

  test('[R67] counts certificates that have become due, and names what is no longer asked', () => {
    const entries = [trialEntry()];
    const before = report([{ departmentNotifiedOn: '' }]);
    const certificates = certificatesOf({ '000001': { date: '2026-12-01' } });
    const { changes: found } = report([{}], 3, { entries, certificates, previous: before });
    expect(found.map(({ trialId }) => trialId)).toEqual([ID, ID, '']);
    expect(found.map(({ what }) => what)).toEqual([
      'The Department was notified on 20 Oct 2026',
      'Done: the Department was notified on 20 Oct 2026. Asked of the SSC since 16 Nov 2026: Notify the Department of the trial, and have the day entered in the agreed list',
      '1 more certificate due within 180 days, or past due',
    ]);
  });

  test('stands in the mail, in words', () => {
    const mail = trialReportMail(report([{}], 5, { previous: report([{}]) }), new Uint8Array(), []);
    expect(mail.text).toContain('- SYN-TRIAL-1: 2 devices joined.');
    const same = trialReportMail(report([{}], 3, { previous: report([{}]) }), new Uint8Array(), []);
    expect(same.text).toContain('Nothing has changed.');
    expect(trialReportMail(report([{}]), new Uint8Array(), []).text).not.toContain('Since the last report');
  });
});
