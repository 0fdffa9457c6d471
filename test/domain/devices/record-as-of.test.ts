import { describe, expect, test } from 'vitest';
import type { DeviceChange, DeviceEvent } from '../../../functions/domain/devices/device-event.ts';
import { compacted, emptyRecord, takeIn } from '../../../functions/domain/devices/device-record.ts';
import { recordAsOf } from '../../../functions/domain/devices/record-as-of.ts';

const at = (day: number): string => new Date(Date.UTC(2026, 0, day, 9)).toISOString();
const event = (id: string, day: number, change: DeviceChange): DeviceEvent => ({ id, at: at(day), change });
const details = { manufacturer: 'AB01', model: '010A030B' };
const recent = takeIn(emptyRecord('D'), [
  event('a', 1, { kind: 'prenotified', details }),
  event('b', 5, { kind: 'status', status: 'Commissioned' }),
  event('c', 10, { kind: 'details', details: { esmeVariant: 'B' } }),
  event('d', 90, { kind: 'status', status: 'Suspended' }),
]).record;

describe('a device as it stood', () => {
  test('is known exactly as far back as its events are kept one by one', () => {
    const { record, exact } = recordAsOf(recent, at(5));
    expect([record.events.map(({ id }) => id), exact]).toEqual([['a', 'b'], true]);
  });

  test('is known exactly from the last event that was compacted on', () => {
    const base = compacted(recent, at(100));
    expect(base.base?.upTo.at).toBe(at(10));
    expect(recordAsOf(base, at(10))).toMatchObject({ record: { events: [] }, exact: true });
    expect(recordAsOf(base, at(90)).record.events).toHaveLength(1);
  });

  test('is known before that by its statuses, and exactly only if no detail was set since', () => {
    const base = compacted(recent, at(100));
    const before = recordAsOf(base, at(5));
    expect(before.exact).toBe(false);
    expect(before.record.base?.state.statusHistory.map(({ status }) => status)).toEqual(['Pending', 'Commissioned']);
    const untouched = compacted(
      takeIn(emptyRecord('D'), [
        event('a', 1, { kind: 'prenotified', details }),
        event('b', 5, { kind: 'status', status: 'Commissioned' }),
        event('d', 90, { kind: 'status', status: 'Suspended' }),
      ]).record,
      at(100),
    );
    expect(recordAsOf(untouched, at(4)).exact).toBe(true);
    expect(recordAsOf(untouched, at(1)).exact).toBe(true);
  });

  test('is known to have been nothing before its first status', () => {
    const { record, exact } = recordAsOf(compacted(recent, at(100)), at(0));
    expect([record.base?.state.statusHistory, exact]).toEqual([[], true]);
  });
});
