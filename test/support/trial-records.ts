import type { DeviceSuspension } from '../../functions/contracts/device-suspension.ts';
import type { AgreedList } from '../../functions/domain/trials/agreed-list.ts';
import type { SmiStatus } from '../../functions/domain/devices/device.ts';
import type { DeviceEvent } from '../../functions/domain/devices/device-event.ts';
import { type DeviceRecord, emptyRecord, evaluated, takeIn } from '../../functions/domain/devices/device-record.ts';
import { listsInForce } from './lists-in-force.ts';

/** The firmware that the synthetic agreed lists have, unless set otherwise. */
export const TRIAL_FIRMWARE = '0002012F';

/** The id of a synthetic device; its number is any up to 65535. */
export function deviceIdOf(number: number): string {
  const hex = number.toString(16).toUpperCase().padStart(4, '0');
  return `00-DB-12-34-56-78-${hex.slice(0, 2)}-${hex.slice(2)}`;
}

/** The record of a synthetic device of model 010A030B, pre-notified, in a status, and evaluated by agreed lists. */
export function evaluatedRecord(
  number: number,
  lists: readonly AgreedList[],
  {
    at = '2026-11-02T09:00:00.000Z',
    status = 'Commissioned',
    firmwareVersion = TRIAL_FIRMWARE,
    more = [],
  }: {
    readonly at?: string;
    readonly status?: Exclude<SmiStatus, 'Deleted'>;
    readonly firmwareVersion?: string;
    readonly more?: readonly DeviceEvent[];
  } = {},
): DeviceRecord {
  const details = { deviceType: 'ESME', manufacturer: 'AB01', model: '010A030B', firmwareVersion };
  const { record } = takeIn(emptyRecord(deviceIdOf(number)), [
    { id: '1', at, change: { kind: 'prenotified', details } },
    { id: '2', at, change: { kind: 'status', status } },
    ...more,
  ]);
  return evaluated({ ...record, revision: 1 }, listsInForce(lists));
}

/** What the lane asks of the first device of a trial that is over. */
export const SUSPENSION: DeviceSuspension = {
  contract: 'device-suspension/1',
  requestId: 'suspend-1',
  deviceId: deviceIdOf(1),
  trialId: 'T1',
  endDate: '2026-11-01',
  sscDecisionReference: 'SSC:2026-1',
  requestedAt: '2026-11-02T09:00:00.000Z',
};
