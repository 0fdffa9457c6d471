import { describe, expect, test } from 'vitest';
import type { DeviceModel } from '../../functions/contracts/device-model.ts';
import type { SscDecision } from '../../functions/contracts/ssc-decision.ts';
import { foundRecord, deviceItem } from '../../functions/contracts/device-record.ts';
import { compacted, type DeviceRecord, evaluated, takeIn } from '../../functions/domain/devices/device-record.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { draftSscReport } from '../../functions/reports/draft-ssc-report.ts';
import { type PastSources, sourcesAsOf } from '../../functions/reports/ports-as-of.ts';
import { rebuiltSscReport } from '../../functions/reports/rebuilt-report.ts';
import { cplEntry } from '../support/cpl-entries.ts';
import { held } from '../support/fake-operator-ports.ts';
import { listsInForce } from '../support/lists-in-force.ts';
import { acceptedUpload } from '../support/receipts.ts';
import { reportWorld } from '../support/report-world.ts';
import { agreedList } from '../support/srv-messages.ts';
import { deviceIdOf, evaluatedRecord, TRIAL_FIRMWARE } from '../support/trial-records.ts';

const NOW = '2026-11-20T09:00:00.000Z';
const AS_OF = '2026-11-10T09:00:00.000Z';
const LISTS = [
  agreedList(1, '2026-08-01T00:00:00.000Z', [
    { trialId: 'T-1', firmwareVersion: TRIAL_FIRMWARE },
    { trialId: 'T-2', firmwareVersion: '00020130' },
  ]),
];
const firmware = (id: string, at: string, firmwareVersion = TRIAL_FIRMWARE) =>
  ({ id, at, change: { kind: 'firmware', firmwareVersion, restores: false } }) as const;

/** A device whose events up to a day behind `AS_OF` are kept as one, so that its firmware then is not known. */
function compactedDevice(number: number): DeviceRecord {
  const record = evaluatedRecord(number, LISTS, { at: '2026-10-01T09:00:00.000Z' });
  const events = [firmware('a', '2026-11-11T09:00:00.000Z'), firmware('b', '2027-01-11T09:00:00.000Z')];
  const lists = listsInForce(LISTS);
  return compacted(evaluated(takeIn(record, events).record, lists), '2027-01-11T09:00:00.000Z', lists);
}

function world(records: readonly DeviceRecord[], over: Partial<PastSources> = {}) {
  const here = reportWorld(NOW, LISTS);
  const byId = new Map(records.map((record) => [record.deviceId, record]));
  const past: PastSources = {
    ...here.ports,
    inventory: {
      async *everTrial() {
        yield { found: records.map((record) => foundRecord(deviceItem(record, NOW))), position: [null] };
      },
    },
    devices: {
      ...here.ports.devices,
      async *idsByFirmware() {
        yield deviceIdOf(2);
      },
      findMany: async (ids) => new Map(ids.flatMap((id) => [...byId].filter(([known]) => known === id))),
    },
    ...over,
  };
  return { ...here, past };
}
const models = (...all: readonly DeviceModel[]): PastSources['models'] => ({
  async *all() {
    yield* all;
  },
});
/** An entry that was changed behind `AS_OF`, and one that was not. */
const CHANGED = held(cplEntry(), '1', 'upload-1');
const LATER = { order: '2', kind: 'changed', uploadedAt: '2026-11-15T09:00:00.000Z' } as const;
const ENTRIES = models(
  { ...CHANGED, history: CHANGED.history.flatMap((line) => [line, { ...line, ...LATER }]) },
  held(cplEntry({ entryNumber: '000002', firmwareVersion: '00020130' }), '3', 'upload-1'),
);

describe('the devices of a past instant', () => {
  const records = [3, 1, 2].map((number) => evaluatedRecord(number, LISTS, { at: '2026-11-02T09:00:00.000Z' }));
  const other = evaluatedRecord(4, LISTS, { firmwareVersion: '00020130', at: '2026-11-02T09:00:00.000Z' });

  test('are those of the trial, in the order of their ids', async () => {
    const { sources, gaps } = await sourcesAsOf(AS_OF, world([...records, other]).past);
    const ids = await Array.fromAsync(sources.devices.trialDevices('T-1'), ({ deviceId }) => deviceId);
    expect(ids).toEqual([1, 2, 3].map(deviceIdOf));
    expect(gaps).toEqual({ devices: new Set(), entries: new Set() });
  });

  test('are found by firmware in the index of now and among those that ran it then, each once', async () => {
    const left = evaluatedRecord(5, LISTS, {
      at: '2026-11-02T09:00:00.000Z',
      more: [firmware('3', '2026-11-15T09:00:00.000Z', '00020200')],
    });
    const { sources } = await sourcesAsOf(AS_OF, world([left, other, ...records.slice(0, 2)]).past);
    const found = sources.devices.idsByFirmware('AB01', '010A030B', TRIAL_FIRMWARE);
    expect(await Array.fromAsync(found)).toEqual([1, 2, 3, 5].map(deviceIdOf));
    const [record] = [...(await sources.devices.findMany([left.deviceId])).values()];
    expect(record?.events).toEqual(left.events.slice(0, 2));
  });

  test('are a gap once they are read, where what they were then is not known', async () => {
    const { sources, gaps } = await sourcesAsOf(AS_OF, world([compactedDevice(7), ...records]).past);
    expect(gaps.devices).toEqual(new Set());
    await Array.fromAsync(sources.devices.trialDevices('T-1'));
    expect(gaps.devices).toEqual(new Set([deviceIdOf(7)]));
  });
});

describe('what held at a past instant', () => {
  test('are the decisions up to then, that of the very instant among them', async () => {
    const here = world([]);
    const decision = (entryNumber: string, at: string): SscDecision => ({
      entryNumber,
      reference: 'SSC:1',
      decision: 'extend',
      decidedOn: '2026-11-10',
      about: '',
      by: 'op',
      principal: '',
      at,
      commandId: entryNumber,
    });
    const later = '2026-11-10T09:00:00.001Z';
    await here.ledger.put('sscDecisions', decision('000001', AS_OF));
    await here.ledger.put('sscDecisions', decision('000002', later));
    const { sources } = await sourcesAsOf(AS_OF, here.past);
    expect((await sources.sscDecisions()).map(({ at }) => at)).toEqual([AS_OF]);
  });

  test('are the settings that became active at the very instant', async () => {
    const here = world([]);
    const settings = acceptedUpload({ kind: 'settings', decision: 'active', version: '1', decidedAt: AS_OF });
    await here.ledger.put('uploads', settings);
    const then = { ...DEFAULT_SETTINGS, removalGuardPercent: 7 };
    const governance = { ...here.past.governance, settingsVersion: async () => then };
    const { sources } = await sourcesAsOf(AS_OF, { ...here.past, governance });
    expect(await sources.governance.settings()).toEqual(then);
  });

  test('is the report that was made before it, none of the same instant', async () => {
    const here = world([]);
    const before = await draftSscReport('SSC-1', '2026-11-03T09:00:00.000Z', here.ports);
    const same = { ...before, reportId: 'SSC-2', madeAt: AS_OF, previousReportId: 'SSC-1' };
    const find = async (id: string) => {
      if (id !== 'SSC-1') throw new Error(`Nobody knows ${id}`);
      return before;
    };
    const latest = async (report: typeof before) =>
      (
        await sourcesAsOf(AS_OF, { ...here.past, reports: { find, latest: async () => report } })
      ).sources.reports.latest();
    expect(await latest(same)).toEqual(before);
    const { previousReportId: _, ...first } = same;
    expect(await latest(first)).toBeUndefined();
  });
});

describe('a report that is rebuilt', () => {
  const always = [
    'A message that came after Tue 10 Nov 2026, 09:00 GMT and concerns a time before it is counted here; it was not then.',
    'A device that ran firmware with a trial certificate then, was never in a trial and runs other firmware now is not found: it would stand under "Cross-check with the CPL".',
    'Certificates and their dates, allowed combinations, and the devices counted for an entry are those that are known now.',
  ];

  test('says what cannot be known, also where every device and entry can', async () => {
    const { rebuilt } = await rebuiltSscReport('SSC-1', AS_OF, { ...world([]).past, now: AS_OF });
    expect(rebuilt).toEqual({ asOf: AS_OF, gaps: always });
  });

  test('says of how many devices and entries it is not known what they were', async () => {
    const { past } = world([compactedDevice(7)], { models: ENTRIES });
    const { rebuilt, madeAt } = await rebuiltSscReport('SSC-1', AS_OF, { ...past, now: NOW });
    expect(madeAt).toBe(NOW);
    expect(rebuilt?.gaps).toEqual([
      ...always,
      'Of 1 device the trial and the status are those of that time; firmware version and responsible party may be later ones, for messages are kept one by one for 30 days.',
      '1 CPL entry changed since: the status is that of that time, everything else is that of now.',
    ]);
  });

  test('counts more than one entry as entries', async () => {
    const twice = models(...(await Array.fromAsync(ENTRIES.all())), {
      ...held(cplEntry({ firmwareVersion: '00020131', entryNumber: '000003' }), '4', 'upload-1'),
      history: CHANGED.history.flatMap((line) => [line, { ...line, ...LATER }]),
    });
    const { rebuilt } = await rebuiltSscReport('SSC-1', AS_OF, { ...world([], { models: twice }).past, now: NOW });
    expect(rebuilt?.gaps.at(-1)).toMatch(/^2 CPL entries changed since/);
  });
});
