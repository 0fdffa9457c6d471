import { foldedLists } from '../../../functions/domain/trials/agreed-lists.ts';
import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../functions/domain/settings/settings.ts';
import {
  awaitsSuspension,
  commissionedOf,
  countsAgainstLimit,
  countByStatus,
  devicesByStatus,
  devicesInUse,
  endStatus,
  isToBeSuspended,
  limitStatus,
  trialState,
  trialsOf,
} from '../../../functions/domain/trials/trial-status.ts';
import { agreedList, agreedRow } from '../../support/trial-material.ts';

const ENDING = { startDate: '2026-11-01', endDate: '2028-04-30', listed: true };
const { trialLimits } = DEFAULT_SETTINGS;
const statuses = (...all: readonly Parameters<typeof countsAgainstLimit>[0]['status'][]) =>
  all.map((status) => ({ status }));

describe('the trials of the agreed lists', () => {
  test('[R46] are one for each id, with all that its rows say', () => {
    expect(trialsOf(foldedLists([agreedList([agreedRow({ endDecision: 'suspend' })])]))).toEqual([
      {
        trialId: 'SYN-TRIAL-1',
        manufacturerIdentifier: 'FA01',
        deviceType: 'ESME',
        variantFamily: 'single',
        models: [{ model: 'C10D010A', firmwareVersions: ['0A7F010C'] }],
        trialCertificateIds: ['SYN-TRIAL-CPA-0001'],
        deviceLimit: 100,
        startDate: '2026-11-01',
        endDate: '2028-04-30',
        endDecision: 'suspend',
        sponsoringSupplier: 'Synthetic Supplier One',
        sscDecisionReference: 'SSC:SYN-TRIAL-1-DECISION',
        departmentNotifiedOn: '2026-10-20',
        listed: true,
      },
    ]);
  });

  test('stand in the order of their numbers, as people count', () => {
    const rows = ['SYN-TRIAL-10', 'SYN-TRIAL-9', 'SYN-TRIAL-1'].map((trialId) => agreedRow({ trialId }));
    expect(trialsOf(foldedLists([agreedList(rows)])).map(({ trialId }) => trialId)).toEqual([
      'SYN-TRIAL-1',
      'SYN-TRIAL-9',
      'SYN-TRIAL-10',
    ]);
  });

  test('name each model, firmware version and certificate once, in order', () => {
    const rows = [
      agreedRow({ firmwareVersion: '00000002', trialCertificateId: 'B' }),
      agreedRow({ firmwareVersion: '00000001', trialCertificateId: 'A' }),
      agreedRow({ firmwareVersion: '00000001', trialCertificateId: 'A' }),
      agreedRow({ hardwareVersion: '010B', trialCertificateId: 'B' }),
    ];
    expect(trialsOf(foldedLists([agreedList(rows)]))).toMatchObject([
      {
        models: [
          { model: 'C10D010A', firmwareVersions: ['00000001', '00000002'] },
          { model: 'C10D010B', firmwareVersions: ['0A7F010C'] },
        ],
        trialCertificateIds: ['A', 'B'],
      },
    ]);
  });

  test('are those of every list there was, by id, each as the last list that had it says', () => {
    const lists = [
      agreedList([agreedRow({ trialId: 'T-2', deviceLimit: 10 }), agreedRow({ trialId: 'T-3', deviceLimit: 20 })]),
      agreedList([agreedRow({ trialId: 'T-3', deviceLimit: 30 }), agreedRow({ trialId: 'T-1' })], 2),
    ];
    expect(
      trialsOf(foldedLists(lists)).map(({ trialId, deviceLimit, listed }) => [trialId, deviceLimit, listed]),
    ).toEqual([
      ['T-1', 100, true],
      ['T-2', 10, false],
      ['T-3', 30, true],
    ]);
    expect(trialsOf(foldedLists([]))).toEqual([]);
  });
});

describe('the state of a trial', () => {
  test.each([
    ['2026-10-31', 'planned'],
    ['2026-11-01', 'active'],
    ['2028-04-30', 'active'],
    ['2028-05-01', 'ended'],
  ])('on %s is %s: its first and its last day belong to it', (day, state) => {
    expect(trialState(ENDING, day)).toBe(state);
  });

  test('is dropped once the active list has it no more, whatever the day', () => {
    expect(trialState({ ...ENDING, listed: false }, '2027-01-01')).toBe('dropped');
  });

  test('[R59] calls for suspension when it is over and the SSC decided so, and only then', () => {
    expect(isToBeSuspended({ ...ENDING, endDecision: 'suspend' }, '2028-05-01')).toBe(true);
    expect(isToBeSuspended({ ...ENDING, endDecision: 'suspend' }, '2028-04-30')).toBe(false);
    expect(isToBeSuspended({ ...ENDING, endDecision: 'remain-pending-certification' }, '2028-05-01')).toBe(false);
    expect(isToBeSuspended({ ...ENDING, endDecision: '' }, '2028-05-01')).toBe(false);
  });
});

describe('the devices of a trial', () => {
  test('[R57] count against its limit unless they are withdrawn, decommissioned or deleted', () => {
    const all = statuses('Pending', 'Commissioned', 'Suspended', 'Withdrawn', 'Decommissioned', 'Deleted');
    expect(all.map(countsAgainstLimit)).toEqual([true, true, true, false, false, false]);
  });

  test('[R58] wait for suspension while they are in the field and not suspended', () => {
    const all = statuses('Pending', 'Commissioned', 'Suspended', 'Withdrawn', 'Decommissioned', 'Deleted');
    expect(all.map(awaitsSuspension)).toEqual([true, true, false, false, false, false]);
  });

  test('are counted by status in the order of a life, with no word of a status that none has', () => {
    const life = [
      'Pending',
      'Whitelisted',
      'InstalledNotCommissioned',
      'Commissioned',
      'Decommissioned',
      'Withdrawn',
      'Suspended',
      'Recovery',
      'Recovered',
      'Deleted',
    ] as const;
    expect(devicesByStatus(countByStatus(statuses(...life.toReversed()))).map(({ status }) => status)).toEqual(life);
    expect(devicesByStatus(countByStatus(statuses('Suspended', 'Pending', 'Suspended')))).toEqual([
      { status: 'Pending', devices: 1 },
      { status: 'Suspended', devices: 2 },
    ]);
  });

  test.each([
    [0, 100, 'within'],
    [79, 100, 'within'],
    [80, 100, 'near'],
    [100, 100, 'near'],
    [101, 100, 'over'],
    [2, 3, 'within'],
    [3, 3, 'near'],
    [799, 1000, 'within'],
  ] as const)('[R57] %i of them at a limit of %i are %s it', (devices, limit, status) => {
    expect(limitStatus({ ...ENDING, deviceLimit: limit }, devices, '2026-11-01', trialLimits)).toBe(status);
  });
});

test('[R57] a trial that is over or dropped has no limit: its devices are a matter of its end', () => {
  const full = { ...ENDING, deviceLimit: 1 };
  expect(limitStatus(full, 2, '2028-04-30', trialLimits)).toBe('over');
  expect(limitStatus(full, 2, '2028-05-01', trialLimits)).toBe('within');
  expect(limitStatus({ ...full, listed: false }, 2, '2027-01-01', trialLimits)).toBe('within');
});

describe('how a trial stands against its end', () => {
  test.each([
    ['2028-01-30', 5, 'running'],
    ['2028-01-31', 0, 'running'],
    ['2028-02-01', 5, 'ending'],
    ['2028-04-30', 5, 'ending'],
    ['2028-05-01', 5, 'overdue'],
    ['2028-05-01', 1, 'overdue'],
    ['2028-05-01', 0, 'over'],
  ] as const)('[R58] on %s, with %i devices in the field: %s', (day, devices, status) => {
    const withEnd = { ...trialLimits, endWarningDays: [7, 89, 30] };
    expect(endStatus(ENDING, devices, day, withEnd)).toBe(status);
  });

  test('[R58] without any day of warning it ends on its last day', () => {
    const silent = { ...trialLimits, endWarningDays: [] };
    expect(endStatus(ENDING, 1, '2028-04-29', silent)).toBe('running');
    expect(endStatus(ENDING, 1, '2028-04-30', silent)).toBe('ending');
  });

  test('a trial that was dropped is over, with devices or without', () => {
    expect(endStatus({ ...ENDING, listed: false }, 5, '2027-01-01', trialLimits)).toBe('over');
  });
});

test('[R57] devices in use are those of every status but withdrawn and decommissioned, and of one that is not known', () => {
  expect(devicesInUse({})).toBe(0);
  expect(devicesInUse({ Pending: 1, Commissioned: 20, Suspended: 300, Withdrawn: 4000, Decommissioned: 50_000 })).toBe(
    321,
  );
  expect(devicesInUse({ 'not known': 7, Deleted: 1 })).toBe(7);
});

test('[R71] devices in use, and the Commissioned ones among them, are those of all counts together', () => {
  expect(commissionedOf([])).toEqual({ commissioned: 0, inUse: 0 });
  expect(
    commissionedOf([{ Commissioned: 1, Pending: 20, Withdrawn: 300 }, { Suspended: 4000 }, { Commissioned: 50_000 }]),
  ).toEqual({ commissioned: 50_001, inUse: 54_021 });
});
