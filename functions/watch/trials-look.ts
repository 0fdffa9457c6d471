import type { SmiDevice } from '../domain/devices/device.ts';
import { everyFirmware } from '../domain/trials/agreed-list-change.ts';
import type { DeviceRecord } from '../domain/devices/device-record.ts';
import { cpaReferenceOf } from '../domain/cpl/certificates.ts';
import { isActive } from '../domain/cpl/cpl-entry.ts';
import type { Settings } from '../domain/settings/settings.ts';
import { isTrialCertificate } from '../domain/trials/trial-eligibility.ts';
import { smiDevice } from '../domain/devices/smi-device.ts';
import { countsAgainstLimit, type Trial, trialsOf } from '../domain/trials/trial-status.ts';
import type { WatchPorts } from './ports.ts';

/** A flagged device, and when things happened to it within the last day. */
export type WatchedDevice = { readonly device: SmiDevice; readonly eventsOfTheDay: number };

/** A trial, and the devices that are flagged with it. */
export type WatchedTrial = { readonly trial: Trial; readonly devices: readonly WatchedDevice[] };

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
  readonly outside: readonly OutsideTrial[];
};

/** What is looked at while there is no trial to look at. */
export const NO_TRIALS: TrialsLook = { trials: [], outside: [] };

/** Whether much more is heard of a device than of any sound one (R72). */
export function isBursting(
  { eventsOfTheDay }: Pick<WatchedDevice, 'eventsOfTheDay'>,
  { burstEvents }: Settings['trialLimits'],
): boolean {
  return eventsOfTheDay > burstEvents;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Looks at all trials there are and were: a query for each, and one for each firmware that is no longer listed. */
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
    const watched: WatchedDevice[] = [];
    for await (const record of devices.trialDevices(trial.trialId)) {
      const device = smiDevice(record, settings);
      // The index may be a moment behind the table: what counts is the flag of the record itself.
      if (device.trial?.trialId !== trial.trialId) continue;
      watched.push({ device, eventsOfTheDay: eventsSince(record, dayBefore) });
    }
    trials.push({ trial, devices: watched });
  }
  const listed = new Set(everyFirmware(lists.slice(-1)));
  const noMore = everyFirmware(lists).filter((firmwareKey) => !listed.has(firmwareKey));
  return { trials, outside: await outsideTrials(noMore, settings, ports) };
}

async function outsideTrials(
  firmwareKeys: readonly string[],
  settings: Settings,
  { devices, models, governance }: Pick<WatchPorts, 'devices' | 'models' | 'governance'>,
): Promise<OutsideTrial[]> {
  if (firmwareKeys.length === 0) return [];
  const certificates = await governance.certificates();
  const outside: OutsideTrial[] = [];
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
    const ids = await Array.fromAsync(devices.idsByFirmware(manufacturer, model, firmware));
    for (const record of (await devices.findMany(ids)).values()) {
      const device = smiDevice(record, settings);
      if (device.firmwareVersion !== firmware || !device.known || !countsAgainstLimit(device)) continue;
      outside.push({ deviceId: device.deviceId, firmwareKey, certificate });
    }
  }
  return outside;
}

function eventsSince({ events }: DeviceRecord, instant: string): number {
  return events.filter(({ at }) => at > instant).length;
}
