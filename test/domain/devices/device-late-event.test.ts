import { describe, expect, test } from 'vitest';
import type { DeviceChange } from '../../../functions/domain/devices/device-event.ts';
import { type DeviceState, mergedLate } from '../../../functions/domain/devices/device-state.ts';
import { at, details, event, prenotified, stateOf, status } from '../../support/device-events.ts';

const historyOf = (state: DeviceState) => state.statusHistory.map(({ status, from }) => `${status} ${from}`);

describe('a very late event', () => {
  const state = stateOf(
    prenotified,
    status('b', 10, 'Commissioned'),
    status('c', 20, 'Suspended'),
    event('d', 30, { kind: 'details', details: { esmeVariant: 'B' } }),
  );
  const merged = (day: number, change: DeviceChange) => mergedLate(state, event('late', day, change));

  test('says nothing of a device that was not there at its time', () => {
    expect(merged(0, { kind: 'status', status: 'Whitelisted' })).toBe(state);
    const deleted = stateOf(
      prenotified,
      event('b', 5, { kind: 'deleted' }),
      event('c', 9, { kind: 'prenotified', details }),
    );
    expect(mergedLate(deleted, event('late', 6, { kind: 'status', status: 'Whitelisted' }))).toBe(deleted);
    const gone = stateOf(prenotified, event('b', 5, { kind: 'deleted' }));
    expect(mergedLate(gone, event('late', 5, { kind: 'details', details: { model: 'other' } }))).toBe(gone);
  });

  test.each<[string, DeviceChange]>([
    ['a restoration', { kind: 'restored' }],
    ['an 11.2 or 11.3 response', { kind: 'firmware', firmwareVersion: '00000001', restores: true }],
  ])('%s of a suspended device takes it back to the status before', (_name, change) => {
    expect(historyOf(merged(25, change)).slice(1)).toEqual([
      `Commissioned ${at(10)}`,
      `Suspended ${at(20)}`,
      `Commissioned ${at(25)}`,
    ]);
    expect(merged(15, change).statusHistory).toBe(state.statusHistory);
  });

  test('an alert about firmware restores nothing', () => {
    const alert = merged(25, { kind: 'firmware', firmwareVersion: '00000002', restores: false });
    expect(alert.statusHistory).toBe(state.statusHistory);
    expect(alert.details.firmwareVersion).toBe('00000002');
  });

  test('a restoration of a suspension of which nothing is known before it takes it to Pending', () => {
    const suspended = { ...state, statusHistory: [{ status: 'Suspended' as const, from: at(1) }] };
    const after = mergedLate(suspended, event('late', 5, { kind: 'restored' }));
    expect(historyOf(after)).toEqual([`Suspended ${at(1)}`, `Pending ${at(5)}`]);
  });

  test('in the instant of a status that is there, it is a repeat', () => {
    expect(merged(10, { kind: 'status', status: 'Whitelisted' })).toBe(state);
    expect(merged(20, { kind: 'restored' })).toBe(state);
  });

  test('of the status that a device had anyway changes nothing, and makes one that comes after it the earlier', () => {
    expect(merged(12, { kind: 'status', status: 'Commissioned' })).toBe(state);
    expect(historyOf(merged(5, { kind: 'status', status: 'Commissioned' }))).toEqual([
      `Pending ${at(1)}`,
      `Commissioned ${at(5)}`,
      `Suspended ${at(20)}`,
    ]);
  });

  test('a deletion finds its place', () => {
    expect(historyOf(merged(15, { kind: 'deleted' }))).toContain(`Deleted ${at(15)}`);
  });

  test('a pre-notification before the last one only says when the device was pending', () => {
    const again = stateOf(prenotified, event('b', 10, { kind: 'prenotified', details }));
    const late = mergedLate(again, event('late', 0, { kind: 'prenotified', details: { model: 'other' } }));
    expect(late).toEqual({ ...again, statusHistory: [{ status: 'Pending', from: at(0) }] });
    expect(mergedLate(again, event('late', 5, { kind: 'prenotified', details }))).toBe(again);
  });

  test('a pre-notification sets every detail, but for those that an event at its time or later has set', () => {
    const late = merged(15, { kind: 'prenotified', details: { model: '010A030C', esmeVariant: 'C' } });
    expect(late).toMatchObject({ prenotifiedAt: at(15), detailsAt: { esmeVariant: at(30) } });
    expect(late.details).toEqual({ model: '010A030C', esmeVariant: 'B' });
    const same = merged(30, { kind: 'prenotified', details: { esmeVariant: 'C' } });
    expect([same.details, same.detailsAt]).toEqual([{ esmeVariant: 'B' }, { esmeVariant: at(30) }]);
    const after = merged(31, { kind: 'prenotified', details: { model: '010A030C' } });
    expect([after.details, after.detailsAt]).toEqual([{ model: '010A030C' }, {}]);
    expect(Object.keys(after.details)).toEqual(['model']);
  });
});
