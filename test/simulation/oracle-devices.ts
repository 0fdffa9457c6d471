import { AgreedList } from '../../functions/contracts/governance.ts';
import { recordOfItem } from '../../functions/contracts/device-record.ts';
import { currentState, openTrial } from '../../functions/domain/devices/device-record.ts';
import type { Ended } from './oracle-lane.ts';
import { MODEL, type SimulatedEvent } from './srv-storm.ts';

/** Invariant 4: the record of a device is that of all its events, and its flag that of the record by the last list. */
export function endOfDevices({ world, oracle }: Ended): string[] {
  const broken: string[] = [];
  const version = oracle.decisions
    .flatMap(({ effects }) => effects)
    .flatMap((effect) => (effect.effect === 'activate' ? [effect.governance.agreedList?.version ?? 0] : []))
    .reduce((most, each) => Math.max(most, each), 0);
  const trialOf = new Map<string, string>();
  if (version > 0) {
    const key = `governance/agreed-list/${String(version).padStart(6, '0')}.json`;
    const { rows } = AgreedList.parse(JSON.parse(world.buckets.archive.text(key)));
    for (const { firmwareVersion, trialId } of rows) trialOf.set(firmwareVersion, trialId);
  }
  for (const deviceId of new Set(oracle.devices.map((event) => event.deviceId))) {
    const events = oracle.devices.filter((event) => event.deviceId === deviceId);
    const expected = folded(events);
    const item = world.tables.devices.items.get(deviceId);
    if (item === undefined) {
      broken.push(`Nothing is kept of ${deviceId}`);
      continue;
    }
    const record = recordOfItem(item);
    const state = currentState(record);
    const status = state.statusHistory.at(-1)?.status ?? '';
    const firmware = state.details.firmwareVersion ?? '';
    if (status !== expected.status || firmware !== expected.firmware)
      broken.push(
        `${deviceId} is ${status} with ${firmware}, its events say ${expected.status} with ${expected.firmware}`,
      );
    const isKnown = expected.status !== '' && expected.status !== 'Deleted';
    const trial = isKnown ? trialOf.get(expected.firmware) : undefined;
    const flag = openTrial(record)?.trialId;
    if (flag !== trial)
      broken.push(`${deviceId} carries the flag ${flag ?? 'none'}, it should be ${trial ?? 'none'} (${MODEL})`);
    if (item['trialId'] !== flag) broken.push(`${deviceId} is not found by its trial`);
  }
  return broken;
}

/** All events of a device in their order, each id once, as plainly as it can be said. */
export function folded(events: readonly SimulatedEvent[]): { status: string; firmware: string } {
  const once = [...new Map(events.map((event) => [event.id, event])).values()];
  once.sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1));
  let status = '';
  let firmware = '';
  for (const { what, value } of once) {
    if (what === 'prenotified') [status, firmware] = ['Pending', value];
    else if (status === '' || status === 'Deleted') continue;
    else if (what === 'firmware') firmware = value;
    else status = value;
  }
  return { status, firmware };
}
