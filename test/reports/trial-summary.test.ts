import { describe, expect, test } from 'vitest';
import type { ReportedCertificate, ReportedTrial, TrialReport } from '../../functions/contracts/trial-report.ts';
import { trialReport } from '../../functions/reports/trial-report.ts';
import { summaryOf } from '../../functions/reports/trial-summary.ts';
import { agreedList, agreedRow, reportMaterial, trialDevices } from '../support/trial-material.ts';

/** A report on one trial, which runs and has no device. */
const ONE = trialReport(reportMaterial({ agreedLists: [agreedList([agreedRow()])] }));
const NONE = { entries: [], disagreements: [], leftOut: { notFlagged: 0, noTrialCertificate: 0 } };

const summary = (fields: Partial<TrialReport>): string[] => summaryOf({ ...ONE, ...fields });

/** Trials T-1, T-2 and so on, each like the one that runs but for these fields. */
function trials(...each: readonly Partial<ReportedTrial>[]): ReportedTrial[] {
  return each.flatMap((fields, index) =>
    ONE.trials.map((trial) => ({ ...trial, trialId: `T-${index + 1}`, ...fields })),
  );
}

describe('[R65] the summary of the report', () => {
  test('counts trials by their state, each in its words', () => {
    const states = (...of: ReportedTrial['state'][]) =>
      summary({ trials: trials(...of.map((state) => ({ state }))) })[0];
    expect(states('active', 'planned', 'ended', 'dropped')).toBe(
      '1 trial is running, 1 is planned, 1 has ended and 1 was dropped, with no device in the field.',
    );
    expect(states('dropped', 'dropped', 'ended', 'ended', 'planned', 'planned', 'active', 'active')).toBe(
      '2 trials are running, 2 are planned, 2 have ended and 2 were dropped, with no device in the field.',
    );
  });

  test('compares devices with those of the trials that the last report had', () => {
    const devices = (...each: Partial<ReportedTrial>[]) => summary({ trials: trials(...each) })[0];
    const first = '2 trials are running, with ';
    expect(devices({ devices: 1 }, { devices: 2 })).toBe(`${first}3 devices.`);
    expect(devices({ devices: 1, devicesBefore: 1 }, { devices: 1200 })).toBe(
      `${first}1,201 devices, 1,200 more than in the last report.`,
    );
    expect(devices({ devices: 1, devicesBefore: 0 }, { devices: 0, devicesBefore: 0 })).toBe(
      `${first}1 device, 1 more than in the last report.`,
    );
    expect(devices({ devices: 1, devicesBefore: 3 }, { devices: 2, devicesBefore: 2 })).toBe(
      `${first}3 devices, 2 fewer than in the last report.`,
    );
    expect(devices({ devices: 1, devicesBefore: 2 }, { devices: 2, devicesBefore: 1 })).toBe(`${first}3 devices.`);
  });

  test('names the trials over a limit, near one, and past their end', () => {
    expect(
      summary({
        trials: trials(
          { limitStatus: 'over' },
          { limitStatus: 'near' },
          { endStatus: 'overdue' },
          { limitStatus: 'over' },
          { limitStatus: 'near' },
          { endStatus: 'overdue' },
        ),
      }).slice(1),
    ).toEqual([
      'T-1 and T-4 have more devices than their limits.',
      'T-3 and T-6 are past their ends with devices still in the field.',
      'T-2 and T-5 are near their limits.',
    ]);
    expect(summary({ trials: trials({ limitStatus: 'over', endStatus: 'overdue' }, {}) }).slice(1)).toEqual([
      'T-1 has more devices than its limit.',
      'T-1 is past its end with devices still in the field.',
    ]);
  });

  test('[R54] has nothing of devices while flagging is off', () => {
    const over = trials({ limitStatus: 'over', endStatus: 'overdue' });
    expect(summary({ trialFlagging: 'off', trials: over })).toEqual([
      expect.stringContaining('Trial flagging is switched off'),
      '1 trial is running.',
    ]);
  });

  test('[R67] counts certificates that are past due, ahead and missing, and those of which nothing is known', () => {
    const due = (...daysLeft: number[]): ReportedCertificate[] =>
      daysLeft.map((days) => ({
        trialIds: [],
        entryKey: '',
        entryNumber: '',
        certificateId: '',
        kind: 'expiry',
        date: '',
        daysLeft: days,
        within: 0,
      }));
    const entry = { trialIds: [], entryKey: '', entryNumber: '' };
    const certificates = (fields: Partial<TrialReport>) => summary(fields).slice(1);
    expect(
      certificates({ certificates: due(-1, 0), certificatesNone: [entry], certificatesNotKnown: [entry] }),
    ).toEqual([
      '1 CPA certificate is past due, 1 CPA certificate falls due within 180 days and 1 entry has no CPA certificate.',
      'Of 1 entry it is not known when its certificate falls due.',
    ]);
    expect(certificates({ certificates: due(-2, -1, 0, 1, 180), certificatesNone: [entry, entry] })).toEqual([
      '2 CPA certificates are past due, 3 CPA certificates fall due within 180 days and 2 entries have no CPA certificate.',
    ]);
    expect(certificates({ certificates: due(-1) })).toEqual(['1 CPA certificate is past due.']);
    expect(certificates({})).toEqual([]);
  });

  test('[R68] counts devices on which CPL and flag disagree, named or not', () => {
    const [device] = trialDevices('T-1', 1);
    const named = (...of: TrialReport['withoutFlag']['disagreements'][number]['what'][]) =>
      device === undefined ? [] : of.map((what) => ({ ...device, what, entryKey: '', trialId: '' }));
    const disagreeing = (fields: Partial<TrialReport['withoutFlag']>) =>
      summary({ withoutFlag: { ...NONE, ...fields } }).slice(1);
    expect(disagreeing({ disagreements: named('not-flagged', 'no-trial-certificate') })).toEqual([
      'By the CPL, 1 device runs firmware with a trial certificate, without being in a trial.',
      '1 trial device runs firmware that has no trial certificate on the CPL.',
    ]);
    const leftOut = { notFlagged: 1200, noTrialCertificate: 3 };
    expect(disagreeing({ disagreements: named('not-flagged', 'no-trial-certificate'), leftOut })).toEqual([
      'By the CPL, 1,201 devices run firmware with a trial certificate, without being in a trial.',
      '4 trial devices run firmware that has no trial certificate on the CPL.',
      'The spreadsheet names the first of the devices on which CPL and flag disagree, and counts 1,203 more.',
    ]);
  });

  test('[R18] counts what the DSP holds under a substitute', () => {
    const held = { entryKey: '', entryNumber: '', declaredGbcsVersion: '5.0', uploadedGbcsVersion: '4.1' };
    expect(summary({ corrections: [held, held] }).at(-1)).toBe(
      '2 entries are held by the DSP under a substitute GBCS version.',
    );
  });

  test('says where the trial devices are named that the spreadsheet does not name', () => {
    const { devices } = trialReport(
      reportMaterial({
        agreedLists: [agreedList([agreedRow()])],
        devices: new Map([['SYN-TRIAL-1', trialDevices('SYN-TRIAL-1', 2)]]),
      }),
    );
    expect(summary({ devices, devicesLeftOut: 1200 }).at(-1)).toBe(
      'The spreadsheet names 2 trial devices and counts all 1,202; the list of OPR exclusions names each.',
    );
  });
});
