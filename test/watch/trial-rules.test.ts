import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { END_DECISIONS } from '../../functions/email/trial-fact-words.ts';
import { trialWatchFacts } from '../../functions/watch/trial-rules.ts';
import { trialGauges } from '../../functions/watch/trial-gauges.ts';
import { NO_TRIALS, type TrialsLook, type WatchedTrial } from '../../functions/watch/trials-look.ts';

const NONE = { total: 0, named: [] };
const FIRMWARE = 'AB01/010A030B/00020130';
const REFERENCE = 'SSC 2026/11-3';

/** A trial of at most ten devices, from November 2026 to the end of March 2027. */
const T1: WatchedTrial['trial'] = {
  trialId: 'T-1',
  manufacturerIdentifier: 'AB01',
  deviceType: 'ESME',
  variantFamily: 'single',
  models: [{ model: '010A030B', firmwareVersions: ['00020130'] }],
  trialCertificateIds: ['CPA-TRIAL-1'],
  deviceLimit: 10,
  startDate: '2026-11-01',
  endDate: '2027-03-31',
  endDecision: '',
  sponsoringSupplier: 'Synthetic Energy',
  sscDecisionReference: REFERENCE,
  departmentNotifiedOn: '2026-10-01',
  listed: true,
};

function watched(trial: Partial<WatchedTrial['trial']> = {}, look: Partial<WatchedTrial> = {}): WatchedTrial {
  return {
    trial: { ...T1, ...trial },
    devices: {},
    left: NONE,
    bursting: NONE,
    eventsOfTheDay: 0,
    busiest: [],
    ...look,
  };
}

function factsOn(day: string, trials: readonly WatchedTrial[], outside: TrialsLook['outside'] = NONE) {
  return trialWatchFacts({ now: `${day}T09:00:00.000Z`, settings: DEFAULT_SETTINGS, trials: { trials, outside } });
}

const device = (number: number, eventsOfTheDay = 0) => ({
  deviceId: `00-DB-12-34-56-78-00-0${number}`,
  firmwareVersion: '00020130',
  status: 'Commissioned' as const,
  eventsOfTheDay,
});

/** Devices of which only the first are named. */
const twoOf = (total: number, events = 0) => ({ total, named: [device(1, events), device(2, events)] });

describe('a fact about a trial is known by what it is about, and is worse than the one before', () => {
  const inUse = (count: number) => ({ devices: { Commissioned: count } });
  const devicesOf = (count: number) => ({ label: 'Devices', value: `${count} of 10` });
  const END = [
    { label: 'Last day', value: '31 Mar 2027' },
    { label: 'SSC decision', value: REFERENCE },
  ];

  test.each([
    ['near its limit', '2026-11-10', 8, 'trial/T-1/limit/10', 1, 'trial-warning', [devicesOf(8)]],
    ['at its limit', '2026-11-10', 10, 'trial/T-1/limit/10', 2, 'trial-warning', [devicesOf(10)]],
    ['over its limit', '2026-11-10', 12, 'trial/T-1/over/2026-11-10', 1, 'trial-breach', [devicesOf(12)]],
    ['near its end', '2026-12-31', 1, 'trial/T-1/end/2027-03-31', 910, 'trial-warning', [...END, devicesOf(1)]],
    ['a week before', '2027-03-31', 1, 'trial/T-1/end/2027-03-31', 993, 'trial-warning', [...END, devicesOf(1)]],
    ['past its end', '2027-04-01', 1, 'trial/T-1/end/2027-03-31', 1001, 'trial-breach', [...END, devicesOf(1)]],
    ['over for good', '2027-04-01', 0, 'trial/T-1/end/2027-03-31', 1001, 'trial-warning', [...END, devicesOf(0)]],
    [
      'with devices too early',
      '2026-10-31',
      1,
      'trial/T-1/early/2026-11-01',
      1,
      'trial-breach',
      [{ label: 'Begins', value: '1 Nov 2026' }, devicesOf(1)],
    ],
  ])('[R57][R58] a trial %s', (_, day, devices, factId, level, kind, details) => {
    expect(factsOn(day, [watched({}, inUse(devices))])).toMatchObject([{ factId, level, kind, details }]);
  });

  test('[R58] a warning of years ahead is still one', () => {
    const settings = {
      ...DEFAULT_SETTINGS,
      trialLimits: { ...DEFAULT_SETTINGS.trialLimits, endWarningDays: [1500] },
    };
    const trials = { trials: [watched()], outside: NONE };
    expect(trialWatchFacts({ now: '2026-11-10T09:00:00.000Z', settings, trials })).toMatchObject([{ level: 1 }]);
  });

  test('[R48] what only the SSC acts on is none for operations', () => {
    const missing = [{ entryNumber: '000001', kinds: ['zigbee' as const] }];
    const trial = { departmentNotifiedOn: '', endDecision: 'suspend' as const };
    const look = { currentEntries: ['000001'], missingCertificates: missing };
    expect(factsOn('2026-11-10', [{ ...watched(trial), ...look }])).toEqual([]);
    expect(factsOn('2027-04-01', [{ ...watched(trial), ...look }])).toMatchObject([{ kind: 'trial-warning' }]);
  });
});

describe('devices are reported one by one, by a mark that does not give their id away', () => {
  const detailsOf = [
    { label: 'Firmware', value: '00020130' },
    { label: 'Status', value: 'Commissioned' },
  ];

  test.each([
    ['', 'trial-breach'],
    ['suspend', 'trial-breach'],
    ['remain-pending-certification', 'trial-warning'],
  ] as const)('[R58][R62] a device that is left after the end, which the SSC decided as "%s"', (endDecision, kind) => {
    const [, first, second, others, ...more] = factsOn('2027-04-01', [watched({ endDecision }, { left: twoOf(1302) })]);
    const text = END_DECISIONS[endDecision].device;
    const title = 'T-1: device …00-01 is still a trial device';
    const factId = 'trial/T-1/remains/2027-03-31/df807f0be9';
    expect(first).toEqual({ factId, level: 1, kind, title, text, details: detailsOf });
    expect(second?.factId).toMatch(/^trial\/T-1\/remains\/2027-03-31\/(?!df807f0be9)[0-9a-f]{10}$/);
    expect(others).toEqual({
      factId: 'trial/T-1/remains/2027-03-31/others',
      level: 1,
      kind,
      title: 'T-1: trial devices that are left: 1,300 more',
      text: "The first 2 are reported one by one; the operators' console lists more.",
      details: [],
    });
    expect(more).toEqual([]);
  });

  test('[R58] before the end, and when all are named, there is nothing more to report', () => {
    expect(factsOn('2026-11-10', [watched({}, { left: twoOf(2) })])).toEqual([]);
    expect(factsOn('2027-04-01', [watched({}, { left: twoOf(2) })])).toHaveLength(3);
  });

  test('[R72] a device with a burst of events, each day', () => {
    expect(factsOn('2026-11-10', [watched({}, { bursting: twoOf(3, 1062) })])).toEqual([
      {
        factId: 'trial/T-1/burst/2026-11-10/df807f0be9',
        level: 1,
        kind: 'trial-breach',
        title: 'T-1: 1,062 events of device …00-01 in a day',
        text: 'Ask the sponsor what the device does; have it suspended if it disturbs the service.',
        details: [{ label: 'Firmware', value: '00020130' }],
      },
      expect.objectContaining({ title: 'T-1: 1,062 events of device …00-02 in a day' }),
      expect.objectContaining({
        factId: 'trial/T-1/burst/2026-11-10/others',
        kind: 'trial-breach',
        title: 'T-1: devices with a burst of events: 1 more',
      }),
    ]);
  });

  test('[R71] a device with firmware of a trial that is no longer listed is worse when the CPL has no certificate for it', () => {
    const outside = (certificate: 'none' | 'not-known') => ({
      total: 2,
      named: [{ deviceId: device(1).deviceId, firmwareKey: FIRMWARE, certificate }],
    });
    const fact = {
      factId: `trial-firmware/${FIRMWARE}/df807f0be9`,
      title: 'Trial firmware outside its trial on device …00-01',
      details: [{ label: 'Firmware', value: FIRMWARE }],
    };
    expect(factsOn('2026-11-10', [], outside('none'))).toMatchObject([
      { ...fact, level: 2, kind: 'trial-breach' },
      { factId: 'trial-firmware/others', kind: 'trial-breach', title: 'Trial firmware outside its trial: 1 more' },
    ]);
    expect(factsOn('2026-11-10', [], outside('not-known'))[0]).toMatchObject({
      ...fact,
      level: 1,
      kind: 'trial-warning',
    });
  });
});

describe('the gauges of the trials', () => {
  test('[R71] show the events of each trial that is listed or has devices in the field, the most first', () => {
    const trials = [
      watched({ trialId: 'T-1' }, { eventsOfTheDay: 3, busiest: [2, 1] }),
      watched({ trialId: 'T-2', listed: false }, { eventsOfTheDay: 5, devices: { Commissioned: 1 }, busiest: [5] }),
      watched({ trialId: 'T-3', listed: false }, { eventsOfTheDay: 7 }),
      watched({ trialId: 'T-4' }, { eventsOfTheDay: 4, devices: { Commissioned: 2, Suspended: 3 }, busiest: [1, 3] }),
    ];
    expect(trialGauges({ ...NO_TRIALS, trials })).toMatchObject({
      TrialDevices: 6,
      TrialEventsDaily: [5, 4, 3],
      TrialDeviceEventsDaily: [5, 3, 2, 1, 1],
    });
  });
});
