import { describe, expect, test } from 'vitest';
import type { DeviceChange, DeviceEvent } from '../../../functions/domain/devices/device-event.ts';
import {
  eventInWords,
  identityOf,
  saysTheSame,
  whichCounts,
} from '../../../functions/domain/devices/event-identity.ts';

const AT = '2026-11-02T09:00:00.000Z';
const LATER = '2026-11-02T10:00:00.000Z';
const event = (change: DeviceChange, over: Partial<DeviceEvent> = {}): DeviceEvent => ({
  source: 's',
  id: 'a',
  at: AT,
  change,
  ...over,
});
const deleted: DeviceChange = { kind: 'deleted' };
const details = (deviceType?: string, responsibleParty?: string): DeviceChange => ({
  kind: 'details',
  details: { ...(deviceType ? { deviceType } : {}), ...(responsibleParty ? { responsibleParty } : {}) },
});

test('an event is one and the same by its source and its id together', () => {
  const identities = [
    { source: 'a', id: 'bc' },
    { source: 'ab', id: 'c' },
    { id: 'abc' },
    { source: 'abc', id: '' },
    { source: 'x', id: 'bc' },
  ].map(identityOf);
  expect(new Set(identities).size).toBe(identities.length);
  expect(identityOf({ source: 'a', id: 'bc' })).toBe(identities[0]);
  expect(identityOf({ id: 'abc' })).toBe(identityOf({ source: '', id: 'abc' }));
});

describe('two events of one source and id', () => {
  test.each<[string, DeviceChange, DeviceChange]>([
    ['status', { kind: 'status', status: 'Commissioned' }, { kind: 'status', status: 'Pending' }],
    [
      'firmware',
      { kind: 'firmware', firmwareVersion: '00000001', restores: true },
      { kind: 'firmware', firmwareVersion: '00000002', restores: true },
    ],
    [
      'end of a suspension',
      { kind: 'firmware', firmwareVersion: '00000001', restores: false },
      { kind: 'firmware', firmwareVersion: '00000001', restores: true },
    ],
    ['first detail', details('CHF'), details('ESME')],
    ['last detail', details('ESME', 'A'), details('ESME', 'B')],
    ['absence of a detail', details('ESME', 'A'), details(undefined, 'A')],
    ['kind', details('ESME'), { kind: 'prenotified', details: { deviceType: 'ESME' } }],
    [
      'detail of a pre-notification',
      { kind: 'prenotified', details: { model: 'M' } },
      { kind: 'prenotified', details: { model: 'N' } },
    ],
    ['deletion', deleted, { kind: 'restored' }],
  ])('contradict each other when they differ by %s, whoever wrote their times', (_name, first, second) => {
    expect(saysTheSame(event(first), event(second))).toBe(false);
    expect(saysTheSame(event(first, { timedBy: 'queue' }), event(second, { timedBy: 'queue' }))).toBe(false);
    expect(saysTheSame(event(first), event(first))).toBe(true);
  });

  test('say the same whatever the order of their details', () => {
    const one = event({ kind: 'details', details: { model: 'M', manufacturer: 'AB01' } });
    const other = event({ kind: 'details', details: { manufacturer: 'AB01', model: 'M' } });
    expect(saysTheSame(one, other)).toBe(true);
  });

  test('contradict each other when their senders wrote other times, be it in the last digit', () => {
    expect(saysTheSame(event(deleted), event(deleted, { at: LATER }))).toBe(false);
    expect(saysTheSame(event(deleted, { beyondMillis: '1' }), event(deleted, { beyondMillis: '2' }))).toBe(false);
    expect(saysTheSame(event(deleted, { beyondMillis: '1' }), event(deleted, { beyondMillis: '1' }))).toBe(true);
  });

  test('say the same when only the queue knows the time of one: a copy is sent later', () => {
    const queued = event(deleted, { at: LATER, timedBy: 'queue' });
    expect(saysTheSame(event(deleted), queued)).toBe(true);
    expect(saysTheSame(queued, event(deleted))).toBe(true);
  });
});

describe('of two that say the same', () => {
  test('a written time counts, else the earlier time of the queue, in whichever order they came', () => {
    const [early, late] = [AT, LATER].map((at) => event(deleted, { at, timedBy: 'queue' }));
    const written = event(deleted, { at: LATER });
    for (const [one, other, counts] of [
      [early, late, early],
      [early, written, written],
      [late, written, written],
    ] as const) {
      if (one === undefined || other === undefined) throw new Error('Two events were made');
      expect([whichCounts(one, other), whichCounts(other, one)]).toEqual([counts, counts]);
    }
  });

  test('the one that is there stays when they are equal', () => {
    const [known, repeat] = [event(details('ESME')), event(details('ESME'))];
    expect(whichCounts(known, repeat)).toBe(known);
  });
});

test.each<[DeviceEvent, string]>([
  [event({ kind: 'status', status: 'Commissioned' }), `status Commissioned from ${AT}`],
  [
    event({ kind: 'firmware', firmwareVersion: '0002012F', restores: true }),
    `firmware 0002012F (by 11.2 or 11.3) from ${AT}`,
  ],
  [event({ kind: 'firmware', firmwareVersion: '0002012F', restores: false }), `firmware 0002012F from ${AT}`],
  [event(deleted, { beyondMillis: '25' }), 'deleted from 2026-11-02T09:00:00.00025Z'],
  [event({ kind: 'restored' }), `restored from ${AT}`],
  [event(details('ESME', 'A')), `deviceType ESME, responsibleParty A from ${AT}`],
  [event(details()), `no details from ${AT}`],
  [event({ kind: 'prenotified', details: { model: 'M' } }), `pre-notified with model M from ${AT}`],
])('an event reads as people say it: %o', (one, words) => {
  expect(eventInWords(one)).toBe(words);
});
