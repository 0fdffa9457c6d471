import { describe, expect, test } from 'vitest';
import type { DeviceChange, DeviceEvent } from '../../../functions/domain/devices/device-event.ts';
import { compacted, emptyRecord, evaluated, takeIn } from '../../../functions/domain/devices/device-record.ts';
import { recordAsOf } from '../../../functions/domain/devices/record-as-of.ts';
import { smiDevice } from '../../../functions/domain/devices/smi-device.ts';
import { listsInForce, NO_LISTS } from '../../support/lists-in-force.ts';
import { agreedList, DEVICE } from '../../support/srv-messages.ts';

const at = (day: number): string => new Date(Date.UTC(2026, 0, day, 9)).toISOString();
const event = (id: string, day: number, change: DeviceChange): DeviceEvent => ({ id, at: at(day), change });
const details = { deviceType: 'ESME', manufacturer: 'AB01', model: '010A030B', firmwareVersion: '00000001' };
const firmware = (id: string, day: number, firmwareVersion: string) =>
  event(id, day, { kind: 'firmware', firmwareVersion, restores: false });
const status = (id: string, day: number, of: 'Commissioned' | 'Suspended') =>
  event(id, day, { kind: 'status', status: of });

const LISTS = listsInForce([agreedList(1, at(1), [{ trialId: 'T', firmwareVersion: '00000001' }])]);
const prenotified = event('a', 2, { kind: 'prenotified', details });

/** A device as it stood on a day, after all that happened; compacted if more than 30 days did. */
function asOf(day: number, ...events: readonly DeviceEvent[]) {
  const { record } = takeIn(emptyRecord(DEVICE), [prenotified, ...events]);
  const then = recordAsOf(compacted(evaluated(record, LISTS), at(400), LISTS), at(day));
  return { ...smiDevice(then.record, { trialFlagging: 'on' }), exact: then.exact };
}

describe('a device as it stood at an instant', () => {
  test('was not known before its pre-notification, and was from that instant on', () => {
    expect(asOf(1)).toMatchObject({ known: false, trial: null, exact: true });
    expect(asOf(2)).toMatchObject({ known: true, trial: { trialId: 'T', since: at(2) }, exact: true });
  });

  test('had the details, the status and the trial of that time', () => {
    const later = [status('b', 5, 'Commissioned'), firmware('c', 8, '00000002'), status('d', 9, 'Suspended')];
    expect(asOf(5, ...later)).toMatchObject({ status: 'Commissioned', firmwareVersion: '00000001', exact: true });
    expect(asOf(7, ...later).trial).toEqual({ trialId: 'T', since: at(2) });
    expect(asOf(8, ...later)).toMatchObject({ firmwareVersion: '00000002', trial: null, exact: true });
  });

  test('is exact long ago as well, while no detail was set since', () => {
    const later = [status('b', 5, 'Commissioned'), status('c', 60, 'Suspended'), status('d', 61, 'Commissioned')];
    expect(asOf(3, ...later)).toMatchObject({ status: 'Pending', firmwareVersion: '00000001', exact: true });
    expect(asOf(2, ...later)).toMatchObject({ known: true, status: 'Pending', exact: true });
    expect(asOf(1, ...later)).toMatchObject({ known: false, exact: true });
  });

  test('of long ago has trial and status as they were, and says that its details may be later ones', () => {
    const later = [firmware('b', 8, '00000002'), status('c', 60, 'Suspended'), status('d', 61, 'Commissioned')];
    expect(asOf(3, ...later)).toMatchObject({
      status: 'Pending',
      statusHistory: [{ status: 'Pending', from: at(2) }],
      trial: { trialId: 'T', since: at(2) },
      firmwareVersion: '00000002',
      exact: false,
    });
    expect(asOf(8, ...later)).toMatchObject({ trial: null, firmwareVersion: '00000002', exact: true });
    expect(asOf(8, ...later, status('e', 9, 'Commissioned'))).toMatchObject({ status: 'Pending', exact: true });
  });

  test('had what came in the instant up to which events are compacted, though it came later', () => {
    const story = [prenotified, status('b', 5, 'Commissioned'), status('c', 60, 'Suspended')];
    const first = compacted(takeIn(emptyRecord(DEVICE), story).record, at(400), NO_LISTS);
    const { record } = takeIn(first, [firmware('late', 5, '00000002')]);
    expect([first.base?.upTo.at, recordAsOf(record, at(5)).record.events.length]).toEqual([at(5), 1]);
  });

  test('that was pre-notified again since is not exact before that', () => {
    const again = event('b', 10, { kind: 'prenotified', details: { ...details, firmwareVersion: '00000003' } });
    const later = [again, status('c', 60, 'Suspended')];
    expect(asOf(9, ...later)).toMatchObject({ status: 'Pending', exact: false });
    expect(asOf(10, ...later)).toMatchObject({ firmwareVersion: '00000003', exact: true });
  });
});
