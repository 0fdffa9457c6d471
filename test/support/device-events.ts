import type { DeviceChange, DeviceEvent } from '../../functions/domain/devices/device-event.ts';
import { type DeviceState, nextState, UNKNOWN_DEVICE } from '../../functions/domain/devices/device-state.ts';

/** Nine o'clock on a day, counted from the first of January 2026. */
export const at = (day: number): string => new Date(Date.UTC(2026, 0, day, 9)).toISOString();

/** An event of a device on a day. */
export const event = (id: string, day: number, change: DeviceChange): DeviceEvent => ({ id, at: at(day), change });

/** An event that says the status of a device. */
export const status = (id: string, day: number, is: 'Commissioned' | 'Suspended' | 'Whitelisted'): DeviceEvent =>
  event(id, day, { kind: 'status', status: is });

/** What the pre-notification of the synthetic device says of it. */
export const details = { manufacturer: 'AB01', model: '010A030B', firmwareVersion: '00000001' };

/** The pre-notification of the synthetic device, on the first day. */
export const prenotified: DeviceEvent = event('a', 1, { kind: 'prenotified', details });

/** What some events make of a device, in their order. */
export const stateOf = (...events: readonly DeviceEvent[]): DeviceState => events.reduce(nextState, UNKNOWN_DEVICE);
