import { cpaReferenceOf } from '../domain/cpl/certificates.ts';
import { isActive } from '../domain/cpl/cpl-entry.ts';
import type { SmiDevice } from '../domain/devices/device.ts';
import { inPieces } from '../domain/devices/in-pieces.ts';
import type { DeviceRecord } from '../domain/devices/device-record.ts';
import { smiDevice } from '../domain/devices/smi-device.ts';
import type { Settings } from '../domain/settings/settings.ts';
import { firmwareOf } from '../domain/trials/agreed-lists.ts';
import { isTrialCertificate } from '../domain/trials/trial-eligibility.ts';
import {
  awaitsSuspension,
  countsAgainstLimit,
  type StatusCounts,
  type Trial,
  trialsOf,
} from '../domain/trials/trial-status.ts';
import type { WatchPorts } from './ports.ts';

/** A flagged device, and how often things happened to it within the last day. */
export type WatchedDevice = Pick<SmiDevice, 'deviceId' | 'firmwareVersion' | 'status'> & {
  readonly eventsOfTheDay: number;
};

/** Devices of a kind: how many there are, and the first of them, in the order of their ids, which are named one by one. */
export type NamedDevices<T> = { readonly total: number; readonly named: readonly T[] };

/** A trial, and what its flagged devices come to: it is as large for a million of them as for a hundred. */
export type WatchedTrial = {
  readonly trial: Trial;
  readonly devices: StatusCounts;
  /** In use and not suspended. */
  readonly left: NamedDevices<WatchedDevice>;
  /** Of which much more is heard than of any sound device (R72). */
  readonly bursting: NamedDevices<WatchedDevice>;
  readonly eventsOfTheDay: number;
  /** Events of single devices within the last day, the most first; of the hundred of which most is heard. */
  readonly busiest: readonly number[];
};

/**
 * A device in use that runs firmware of a trial and is in none: the active list no longer has that firmware, and the CPL
 * has no full certificate for it, or none that is known.
 */
export type OutsideTrial = {
  readonly deviceId: string;
  readonly firmwareKey: string;
  readonly certificate: 'none' | 'not-known';
};

/** What is looked at of the trials; nothing while trial flagging is off (R54). */
export type TrialsLook = {
  readonly trials: readonly WatchedTrial[];
  readonly outside: NamedDevices<OutsideTrial>;
};

/** What is looked at while there is no trial to look at. */
export const NO_TRIALS: TrialsLook = { trials: [], outside: { total: 0, named: [] } };

/** Devices that are named one by one of a trial, or of all that are outside of one: a mail shows fewer. */
const MOST_NAMED = 100;
/** Values that CloudWatch takes of a metric at once. */
const MOST_VALUES = 100;
/** Devices that are read at once where only their ids are known. */
const READ_AT_ONCE = 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Looks at all trials there are and were: a query for each, and one for each firmware that is no longer listed. Devices
 * are counted as they are read, and not kept.
 */
export async function lookAtTrials(
  settings: Settings,
  ports: Pick<WatchPorts, 'governance' | 'devices' | 'models' | 'clock'>,
): Promise<TrialsLook> {
  const { governance, devices, clock } = ports;
  if (settings.trialFlagging === 'off') return NO_TRIALS;
  const lists = await governance.agreedListHistory();
  const dayBefore = new Date(Date.parse(clock.now()) - DAY_MS).toISOString();
  const trials: WatchedTrial[] = [];
  for (const trial of trialsOf(lists)) {
    const look = trialLook(trial, settings.trialLimits);
    for await (const record of devices.trialDevices(trial.trialId)) {
      const device = smiDevice(record, settings);
      // The index may be a moment behind the table: what counts is the flag of the record itself.
      if (device.trial?.trialId === trial.trialId) look.take(device, eventsSince(record, dayBefore));
    }
    trials.push(look.made());
  }
  const { ever, listed } = firmwareOf(lists);
  const noMore = ever.filter((firmwareKey) => !listed.has(firmwareKey));
  return { trials, outside: await outsideTrials(noMore, settings, ports) };
}

function trialLook(trial: Trial, { burstEvents }: Settings['trialLimits']) {
  const devices: Record<string, number> = {};
  const [left, bursting] = [namedDevices<WatchedDevice>(), namedDevices<WatchedDevice>()];
  let events = 0;
  let busiest: number[] = [];
  return {
    take({ deviceId, firmwareVersion, status }: SmiDevice, eventsOfTheDay: number): void {
      const device = { deviceId, firmwareVersion, status, eventsOfTheDay };
      devices[status] = (devices[status] ?? 0) + 1;
      events += eventsOfTheDay;
      busiest.push(eventsOfTheDay);
      if (busiest.length > 2 * MOST_VALUES) busiest = greatest(busiest);
      if (awaitsSuspension(device)) left.add(device);
      if (eventsOfTheDay > burstEvents) bursting.add(device);
    },
    made: (): WatchedTrial => ({
      trial,
      devices,
      left: left.made(),
      bursting: bursting.made(),
      eventsOfTheDay: events,
      busiest: greatest(busiest),
    }),
  };
}

async function outsideTrials(
  firmwareKeys: readonly string[],
  settings: Settings,
  { devices, models, governance }: Pick<WatchPorts, 'devices' | 'models' | 'governance'>,
): Promise<TrialsLook['outside']> {
  const outside = namedDevices<OutsideTrial>();
  if (firmwareKeys.length === 0) return outside.made();
  const certificates = await governance.certificates();
  for (const firmwareKey of firmwareKeys) {
    const [manufacturer = '', model = '', firmware = ''] = firmwareKey.split('/');
    const entries = await models.ofModel(manufacturer, model);
    const references = entries
      .filter((entry) => entry.firmwareVersion === firmware && isActive(entry))
      .map((entry) => cpaReferenceOf(entry, certificates));
    const isFull = (reference: string | null | undefined): boolean =>
      typeof reference === 'string' && !isTrialCertificate(reference, settings.trialCertificatePattern);
    if (references.some(isFull)) continue;
    const certificate = references.includes(undefined) ? 'not-known' : 'none';
    for await (const ids of inPieces(devices.idsByFirmware(manufacturer, model, firmware), READ_AT_ONCE)) {
      for (const record of (await devices.findMany(ids)).values()) {
        const device = smiDevice(record, settings);
        if (device.firmwareVersion !== firmware || !countsAgainstLimit(device)) continue;
        outside.add({ deviceId: device.deviceId, firmwareKey, certificate });
      }
    }
  }
  return outside.made();
}

/** Counts devices, and keeps the first of them. */
function namedDevices<T>() {
  const named: T[] = [];
  let total = 0;
  return {
    add(device: T): void {
      if (total < MOST_NAMED) named.push(device);
      total += 1;
    },
    made: (): NamedDevices<T> => ({ total, named }),
  };
}

function greatest(numbers: readonly number[]): number[] {
  return numbers.toSorted((a, b) => b - a).slice(0, MOST_VALUES);
}

function eventsSince({ events }: DeviceRecord, instant: string): number {
  return events.filter(({ at }) => at > instant).length;
}
