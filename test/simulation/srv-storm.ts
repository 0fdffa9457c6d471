import { duis, envelope, prenotification } from '../support/srv-messages.ts';
import type { Choices } from './choices.ts';
import type { Deed } from './workload.ts';

/** What an SRV message does to a device, as the reference model folds it. */
export type SimulatedEvent = {
  readonly id: string;
  readonly at: string;
  readonly deviceId: string;
  readonly what: 'prenotified' | 'firmware' | 'status';
  readonly value: string;
};

/** Firmware versions of the simulated devices. */
export const FIRMWARE = ['00000100', '00000200', '00000300'] as const;
const START = Date.parse('2026-11-01T00:00:00Z');
const HOUR = 3_600_000;

/** A number of SRV messages about a few devices, some repeated, some that can never succeed. */
export function storm(choices: Choices, next: () => number, most: number): Deed[] {
  const deeds: Deed[] = [];
  const count = 1 + choices.below(most);
  for (let one = 0; one < count; one += 1) {
    const deviceId = `00-DB-12-34-56-78-90-A${choices.below(3)}`;
    const id = `event-${next()}`;
    const at = new Date(START + choices.below(48) * HOUR).toISOString();
    const firmware = choices.oneOf(FIRMWARE);
    const what = choices.below(6);
    const deed = srvDeed(what, { id, at, deviceId, firmware });
    deeds.push(deed);
    // The sender repeats itself, perhaps later than the queue would.
    if (choices.happens(0.15)) deeds.push(deed);
  }
  return deeds;
}

/** A message about a device, by a number: 0 to 2 pre-notify it, 3 is a change of firmware, 4 one of status, 5 is none. */
export function srvDeed(
  what: number,
  { id, at, deviceId, firmware }: { id: string; at: string; deviceId: string; firmware: string },
): Deed {
  const over = { id, time: at };
  if (what < 3) {
    const xml = duis('12.2', prenotification({ deviceId, model: MODEL, firmware, variant: 'A' }));
    const body = envelope('uk.smartdcc.srv.request', xml, over);
    return { deed: 'srv', body, event: { id, at, deviceId, what: 'prenotified', value: firmware } };
  }
  if (what < 4) {
    const data = { deviceId, firmwareVersion: firmware, trigger: 'PPMID' };
    const body = envelope('uk.smartdcc.device.firmware-changed', data, over);
    return { deed: 'srv', body, event: { id, at, deviceId, what: 'firmware', value: firmware } };
  }
  if (what < 5) {
    const status = firmware === FIRMWARE[0] ? 'Commissioned' : firmware === FIRMWARE[1] ? 'Deleted' : 'Suspended';
    const body = envelope('uk.smartdcc.device.status-changed', { deviceId, status }, over);
    return { deed: 'srv', body, event: { id, at, deviceId, what: 'status', value: status } };
  }
  return { deed: 'srv', body: `not a message ${id}`, event: undefined };
}

/** Model, as DUIS names it, of every simulated device: the entry 1 of the extracts, with its hardware version. */
export const MODEL = '00010101';
