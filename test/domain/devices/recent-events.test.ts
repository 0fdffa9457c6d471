import { describe, expect, test } from 'vitest';
import type { DeviceEvent } from '../../../functions/domain/devices/device-event.ts';
import { countToCompact } from '../../../functions/domain/devices/recent-events.ts';
import { event } from '../../support/device-events.ts';

/** An event that takes up so many characters of its item: 30, and its id. */
const ofLength = (characters: number): DeviceEvent => event('i'.repeat(characters - 30), 1, { kind: 'restored' });
const many = (number: number, characters: number) => Array.from({ length: number }, () => ofLength(characters));

describe('of the events of a device', () => {
  test('two hundred are kept one by one, and the newest of more', () => {
    expect([199, 200, 201, 350].map((number) => countToCompact(many(number, 31)))).toEqual([0, 0, 1, 150]);
    expect(countToCompact([])).toBe(0);
  });

  test('so many are kept as take up 30,000 characters, each 30 beside its texts', () => {
    const older = ofLength(10_000);
    expect([19_999, 20_000, 20_001].map((characters) => countToCompact([older, older, ofLength(characters)]))).toEqual([
      1, 1, 2,
    ]);
  });

  test('the newest is kept however long it is, and none that is older than one that has no room', () => {
    expect(countToCompact([ofLength(31), ofLength(31), ofLength(30_001)])).toBe(2);
    expect(countToCompact([ofLength(31), ofLength(30_001), ofLength(31)])).toBe(2);
    expect(countToCompact([ofLength(30_001), ofLength(31), ofLength(31)])).toBe(1);
  });

  test.each<[string, Partial<DeviceEvent>]>([
    ['its id', { id: 'seven c' }],
    ['the digits of its time', { beyondMillis: '0000001' }],
    ['its source', { source: 'urn:sou' }],
    ['its details, with their names', { change: { kind: 'details', details: { model: 'AB' } } }],
    ['what it is pre-notified with', { change: { kind: 'prenotified', details: { model: 'AB' } } }],
  ])('each takes up the characters of %s', (_what, seven) => {
    const older = { ...ofLength(30), ...seven };
    expect([29_963, 29_964].map((rest) => countToCompact([older, ofLength(rest)]))).toEqual([0, 1]);
  });
});
