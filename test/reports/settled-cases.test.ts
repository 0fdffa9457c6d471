import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import type { AgreedListRow } from '../../functions/domain/trials/agreed-list.ts';
import { trialReport } from '../../functions/reports/trial-report.ts';
import { certificatesOf } from '../support/certificates.ts';
import { cplEntry } from '../support/cpl-entries.ts';
import { agreedList, agreedRow, reportMaterial, trialDevices } from '../support/trial-material.ts';

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
    ['the trial has begun', listed({ startDate: '2026-12-01' }), listed({})],
  ])('[R65] is done since %s', (outcome, before, now) => {
    expect(settled(before, now)).toEqual([`Done: ${outcome}`]);
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
