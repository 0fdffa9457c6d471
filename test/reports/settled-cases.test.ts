import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import type { AgreedListRow } from '../../functions/domain/trials/agreed-list.ts';
import { settledCases } from '../../functions/reports/settled-cases.ts';
import { trialReport } from '../../functions/reports/trial-report.ts';
import { certificatesOf } from '../support/certificates.ts';
import { cplEntry } from '../support/cpl-entries.ts';
import {
  agreedList,
  agreedRow,
  reportMaterial,
  TRIAL_CERTIFICATES,
  trialDevices,
  trialEntry,
} from '../support/trial-material.ts';

type Material = Parameters<typeof reportMaterial>[0];

/** What the second of two reports says became of the cases that only the first one has, up to whom they were asked of. */
function settled(before: Material, now: Material): string[] {
  const previous = trialReport(reportMaterial(before));
  return trialReport(reportMaterial({ ...now, previous }))
    .changes.map(({ what }) => what)
    .filter((what) => what.startsWith('Done'))
    .map((what) => what.slice(0, what.indexOf('. Asked of ')));
}

describe('a case about an entry that is no longer on the worklist', () => {
  const entry = cplEntry({ entryNumber: '000015' });
  const due = (over: Parameters<typeof certificatesOf>[0][string]): Material => ({
    entries: [entry],
    certificates: certificatesOf({ '000015': over }),
    trialCertified: [],
  });
  const expiring = due({ reference: 'SYN-CPA-15', date: '2026-12-15' });

  test.each<[string, Material]>([
    ['the DSP no longer holds it', { ...expiring, entries: [] }],
    ['it was removed from the CPL', { ...expiring, entries: [{ ...entry, status: 'Removed' }] }],
    ['it is no longer asked for', due({ reference: 'SYN-CPA-15', date: '' })],
    ['it is no longer asked for', { ...expiring, certificates: new Map() }],
    ['its certificate SYN-CPA-16 expires on 15 Dec 2031', due({ reference: 'SYN-CPA-16', date: '2031-12-15' })],
  ])('[R65] is done since %s', (outcome, now) => {
    expect(settled(expiring, now)).toEqual([`Done for CPL entry 000015: ${outcome}`]);
  });
});

describe('a case about a trial that is no longer on the worklist', () => {
  const ID = 'SYN-TRIAL-1';
  const listed = (row: Partial<AgreedListRow>, devices = 3): Material => ({
    agreedLists: [agreedList([agreedRow(row)])],
    devices: new Map([[ID, trialDevices(ID, devices)]]),
  });
  const notNotified = { departmentNotifiedOn: '' };
  const ending = { endDate: '2026-11-30' };
  const overLimit = listed({ deviceLimit: 20 }, 24);
  const remaining = listed({ ...ending, endDecision: 'remain-pending-certification' });
  const warnedLate = {
    ...DEFAULT_SETTINGS,
    trialLimits: { ...DEFAULT_SETTINGS.trialLimits, endWarningDays: [7] },
  };
  const suspended = (devices: number): Material => ({
    agreedLists: [agreedList([agreedRow({ endDate: '2026-11-10' })])],
    devices: new Map([[ID, trialDevices(ID, devices, 'Suspended')]]),
  });
  const complete: Material = { entries: [trialEntry()], certificates: TRIAL_CERTIFICATES };
  const lacking: Material = {
    ...complete,
    certificates: new Map([...TRIAL_CERTIFICATES].map(([number, known]) => [number, { ...known, dlms: null }])),
  };
  const suspending = { ...listed({ endDate: '2026-11-10', endDecision: 'suspend' }, 0), ...complete };
  const remains = { endDate: '2026-11-10', endDecision: 'remain-pending-certification' } as const;

  test.each<[string, Material, Material]>([
    ['the trial is on no agreed list', listed(notNotified), { agreedLists: [] }],
    [
      'the trial was taken off the agreed list',
      listed(notNotified),
      { agreedLists: [agreedList([agreedRow(notNotified)]), agreedList([], 2)] },
    ],
    ['its end is 31 Dec 2028 now', listed(ending), listed({ endDate: '2028-12-31' })],
    [
      'the SSC decided that devices left at the end are suspended',
      listed(ending),
      listed({ ...ending, endDecision: 'suspend' }),
    ],
    [
      'no device is left in use',
      listed({ endDate: '2026-11-10', endDecision: 'suspend' }),
      listed({ endDate: '2026-11-10', endDecision: 'suspend' }, 0),
    ],
    ['its limit is 30 devices now', overLimit, listed({ deviceLimit: 30 }, 24)],
    ['18 devices carry the flag now', overLimit, listed({ deviceLimit: 20 }, 18)],
    ['1 device carries the flag now', listed({ deviceLimit: 2 }), listed({ deviceLimit: 2 }, 1)],
    ['the trial has begun', listed({ startDate: '2026-12-01' }), listed({})],
    ['the trial is planned again', overLimit, listed({ deviceLimit: 20, startDate: '2026-12-01' }, 0)],
    ['the trial has ended', overLimit, listed({ deviceLimit: 20, endDate: '2026-11-10' }, 0)],
    ['the trial is no longer running', listed(notNotified), listed({ ...notNotified, endDate: '2026-11-10' }, 0)],
    ['the SSC decided that devices left at the end remain pending certification', listed(ending), remaining],
    ['its end is no longer near', listed(ending), { ...listed(ending), settings: warnedLate }],
    ['1 device is suspended', listed({ endDate: '2026-11-10' }), suspended(1)],
    ['2 devices are suspended', listed({ endDate: '2026-11-10' }), suspended(2)],
    ['its certificates are in place, or it is over', { ...listed({}), ...lacking }, { ...listed({}), ...complete }],
    ['its CPL entries are marked as removed', suspending, { ...suspending, entries: [] }],
    ['the trial goes on', suspending, { ...listed({ endDecision: 'suspend' }, 0), ...complete }],
    ['the SSC no longer has its devices suspended', suspending, { ...suspending, ...listed({ ...remains }, 0) }],
  ])('[R65] is done since %s', (outcome, before, now) => {
    expect(settled(before, now)).toEqual([`Done: ${outcome}`]);
  });

  test('[R59] says whom it was asked of', () => {
    const ended = { endDate: '2026-11-10', endDecision: 'remain-pending-certification' as const };
    const previous = trialReport(reportMaterial(listed(ended)));
    expect(trialReport(reportMaterial({ ...listed(ended, 0), previous })).changes.map(({ what }) => what)).toEqual([
      '3 devices left it',
      'Done: no device is left in use. Asked of the sponsor since 16 Nov 2026: Bring the certified firmware, or take the devices out',
    ]);
  });

  test('[R65] of a report that did not say since when it was asked, no day is given', () => {
    const previous = trialReport(reportMaterial(listed(notNotified)));
    const [asked] = previous.decisions;
    const changes = settledCases(
      { ...previous, decisions: asked === undefined ? [] : [{ ...asked, since: '' }] },
      trialReport(reportMaterial(listed({}))),
      () => ({ entry: undefined, cpa: null }),
    );
    expect(changes.map(({ what }) => what)).toEqual([
      'Done: the Department was notified on 20 Oct 2026. Asked of the SSC: Notify the Department of the trial, and have the day entered in the agreed list',
    ]);
  });

  test.each<[string, Material]>([
    ['is over its limit', overLimit],
    ['has ended with devices in use', listed({ endDate: '2026-11-10' })],
  ])('[R54] of a trial that %s is done in a way that is not known while trial flagging is off', (_, before) => {
    const settings = { ...DEFAULT_SETTINGS, trialFlagging: 'off' as const };
    expect(settled(before, { ...before, settings })).toEqual([
      'Done: not known, because trial flagging is switched off',
    ]);
  });
});
