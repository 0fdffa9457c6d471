import { describe, expect, test } from 'vitest';
import {
  deviceItem,
  FIRMWARE_PART_NUMBERS,
  firmwarePart,
  foundRecord,
  partOf,
  recordOfItem,
} from '../../functions/contracts/device-record.ts';
import { keptText, recordOfText } from '../../functions/contracts/device-record-text.ts';
import { type DeviceRecord, emptyRecord, takeIn } from '../../functions/domain/devices/device-record.ts';

const DEVICE = '00-5E-EF-12-34-56-78-90';
const day = (number: number): string => `2026-03-0${number}T09:00:00.000Z`;

/** A record with all that a record can have. */
const WHOLE: DeviceRecord = {
  deviceId: DEVICE,
  revision: 9,
  base: {
    state: {
      prenotifiedAt: day(1),
      details: { manufacturer: 'AB01', model: '010A030B', firmwareVersion: '0002012F' },
      detailsAt: { firmwareVersion: day(2) },
      statusHistory: [
        { status: 'Pending', from: day(1) },
        { status: 'Deleted', from: day(2), folded: 3 },
      ],
    },
    upTo: { at: day(2), beyondMillis: '12', source: 'urn:a', id: 'z' },
  },
  events: [
    { id: 'a', at: day(3), source: 'urn:a', change: { kind: 'prenotified', details: { model: '010A030B' } } },
    { id: 'b', at: day(3), source: 'urn:b', change: { kind: 'details', details: { manufacturer: 'AB01' } } },
    { id: 'c', at: day(3), source: 'urn:a', change: { kind: 'status', status: 'Commissioned' } },
    { id: 'd', at: day(3), change: { kind: 'deleted' } },
    { id: 'e', at: day(3), beyondMillis: '05', change: { kind: 'restored' } },
    {
      id: 'f',
      at: day(3),
      source: 'urn:b',
      change: { kind: 'firmware', firmwareVersion: '00020130', restores: true },
      timedBy: 'queue',
    },
  ],
  trials: [
    { trialId: 'T1', from: day(1), to: day(2), listVersion: 1, folded: 2 },
    { trialId: 'T2', from: day(3), listVersion: 4 },
  ],
  listVersion: 4,
};
const at = [1, 2, 3].map((number) => Date.parse(day(number)));
const WHOLE_TEXT = [
  '{"v":2,"base":{"upTo":[AT2,"z","urn:a","12"],"prenotifiedAt":AT1,',
  '"details":{"manufacturer":"AB01","model":"010A030B","firmwareVersion":"0002012F"},"detailsAt":{"firmwareVersion":AT2},',
  '"statuses":[["Pending",AT1],["Deleted",AT2,3]]},"events":[["a",AT3,["prenotified",{"model":"010A030B"}],0],',
  '["b",AT3,["details",{"manufacturer":"AB01"}],1],["c",AT3,["status","Commissioned"],0],["d",AT3,["deleted"]],',
  '["e",AT3,["restored"],null,"05"],["f",AT3,["firmware","00020130",true],1,"queue"]],"sources":["urn:a","urn:b"],',
  '"trials":[["T1",AT1,AT2,1,2],["T2",AT3,null,4]],"list":4}',
]
  .join('')
  .replaceAll(/AT([123])/g, (_, number: string) => String(at[Number(number) - 1]));

/** A record whose base is of a device that was never pre-notified, and names no source. */
const SHADOW: DeviceRecord = {
  ...emptyRecord(DEVICE),
  base: {
    state: { prenotifiedAt: '', details: {}, detailsAt: {}, statusHistory: [] },
    upTo: { at: day(1), id: 'z' },
  },
};

describe('the text that keeps a record', () => {
  test.each([
    ['all that a record can have', WHOLE, WHOLE_TEXT],
    ['nothing', emptyRecord(DEVICE), '{"v":2,"events":[],"list":0}'],
    [
      'a device that waits for its pre-notification',
      SHADOW,
      `{"v":2,"base":{"upTo":[${at[0]},"z",null,""],"details":{},"detailsAt":{},"statuses":[]},"events":[],"list":0}`,
    ],
  ])('has %s as it always was written, and is read as it was', (_, record, text) => {
    expect(keptText(record)).toBe(text);
    const { deviceId, revision, ...rest } = record;
    expect([deviceId, revision]).toHaveLength(2);
    expect(recordOfText(text)).toStrictEqual(rest);
  });

  test('without a source, in the form of older items, is read too', () => {
    const text = `{"v":2,"base":{"upTo":[${at[0]},"z"],"details":{},"detailsAt":{},"statuses":[]},"events":[["a",${at[1]},["deleted"],null]],"list":0}`;
    expect(recordOfText(text)).toStrictEqual({
      ...recordOfText(keptText(SHADOW)),
      events: [{ id: 'a', at: day(2), change: { kind: 'deleted' } }],
    });
  });

  test.each([
    ['another version', '"v":2', '"v":3'],
    ['a status that an event cannot set', '["status","Commissioned"]', '["status","Deleted"]'],
    ['a change that there is not', '["deleted"]', '[""]'],
    ['digits that are none', '"05"', '"05x"'],
    ['digits after something else', '"05"', '"x05"'],
  ])('is refused with %s', (_, part, other) => {
    expect(WHOLE_TEXT).toContain(part);
    expect(() => recordOfText(WHOLE_TEXT.replace(part, other))).toThrow();
  });
});

describe('the item of a device', () => {
  const WRITTEN = '2026-03-04T09:00:00.900Z';
  const details = { manufacturer: 'AB01', model: '010A030B', firmwareVersion: '0002012F' };
  const known = takeIn(emptyRecord(DEVICE), [{ id: 'a', at: day(1), change: { kind: 'prenotified', details } }]).record;

  test('has what it is found by: its firmware, its status, and its trial and supplier if it has any', () => {
    const plain = { deviceId: DEVICE, revision: 0, changedAt: Date.parse(WRITTEN) };
    expect(deviceItem(known, WRITTEN)).toStrictEqual({
      ...plain,
      firmwareKey: 'AB01/010A030B/0002012F#2',
      status: 'Pending',
      record: keptText(known),
    });
    const supplied = takeIn(emptyRecord(DEVICE), [
      { id: 'a', at: day(1), change: { kind: 'prenotified', details: { ...details, responsibleParty: 'S' } } },
    ]).record;
    const trials = [{ trialId: 'T1', from: day(1), listVersion: 1 }];
    expect(deviceItem({ ...supplied, trials }, WRITTEN)).toStrictEqual({
      ...plain,
      firmwareKey: 'AB01/010A030B/0002012F#2',
      status: 'Pending',
      supplier: 'S',
      trialId: 'T1',
      everTrial: true,
      record: keptText({ ...supplied, trials }),
    });
  });

  test('of a device that nobody has pre-notified has none of these, and an end 90 days after the second it was written in', () => {
    const change = { kind: 'details', details: { model: '010A030B' } } as const;
    const { record } = takeIn(emptyRecord(DEVICE), [{ id: 'b', at: day(1), change }]);
    expect(deviceItem(record, WRITTEN)).toStrictEqual({
      deviceId: DEVICE,
      revision: 0,
      changedAt: Date.parse(WRITTEN),
      expiresAt: Date.parse('2026-06-02T09:00:00.000Z') / 1000,
      record: keptText(record),
    });
  });

  test('gives the record back, and when it was written', () => {
    const item = deviceItem({ ...known, revision: 3 }, WRITTEN);
    expect(foundRecord(item)).toStrictEqual({ record: { ...known, revision: 3 }, changedAt: WRITTEN });
    expect(recordOfItem(item)).toStrictEqual({ ...known, revision: 3 });
  });

  test('is for ever in one of the eight parts of its firmware, by its id: there it is looked for', () => {
    expect(FIRMWARE_PART_NUMBERS).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const ids = ['00', '01', '02', '03', '0A', 'A0', 'FE', 'FF'].map((byte) => `00-5E-EF-12-34-56-78-${byte}`);
    expect(ids.map(partOf)).toEqual([0, 7, 2, 1, 7, 7, 0, 1]);
    expect(firmwarePart('AB01/010A030B/0002012F', 3)).toBe('AB01/010A030B/0002012F#3');
  });
});
