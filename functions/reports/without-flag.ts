import { NONE_LEFT_OUT, type WithoutFlag } from '../contracts/trial-report.ts';
import { firmwareKey, rowFirmwareKey } from '../domain/trials/agreed-list.ts';
import { type Certificates, cpaReferenceOf, needsCpa } from '../domain/cpl/certificates.ts';
import { type CplEntry, isSmets1 } from '../domain/cpl/cpl-entry.ts';
import type { SmiDevice } from '../domain/devices/device.ts';
import type { DeviceRecord } from '../domain/devices/device-record.ts';
import type { Settings } from '../domain/settings/settings.ts';
import { type FlaggedDevices, MOST_NAMED } from './flagged-devices.ts';
import { inPieces } from '../domain/devices/in-pieces.ts';
import { smiDevice } from '../domain/devices/smi-device.ts';
import { isTrialCertificate } from '../domain/trials/trial-eligibility.ts';

/** What the report names of a device. */
type NamedDevice = Pick<SmiDevice, 'deviceId' | 'manufacturer' | 'model' | 'firmwareVersion' | 'status'>;

/** A CPL entry with a trial certificate, whatever its status, and how many devices run its firmware. */
export type TrialCertified = {
  readonly entry: CplEntry;
  readonly cpaReference: string;
  readonly devices: number;
  readonly flagged: number;
  /** The first of those that are not flagged, which the report names; none while trial flagging is off. */
  readonly notFlagged: readonly NamedDevice[];
};

/** Devices that are read at once where only their ids are known. */
const READ_AT_ONCE = 1000;

/** What the CPL says of trial firmware, as far as its certificates are known. */
export type TrialCertification = {
  readonly trialCertified: readonly TrialCertified[];
  /** Firmware on the CPL, by `firmwareKey`, whose certificate is not known. */
  readonly notKnown: ReadonlySet<string>;
};

/** Where trial devices are looked for without the flag: the CPL as the DSP holds it, and the inventory by firmware. */
export type FirmwareDevices = {
  readonly idsByFirmware: (manufacturer: string, model: string, firmware: string) => AsyncIterable<string>;
  readonly findMany: (deviceIds: readonly string[]) => Promise<ReadonlyMap<string, DeviceRecord>>;
};

/**
 * Finds trial devices as one could without any flag (R68): by the CPL entries whose certificate has the form of a trial
 * one. A query for each of them, and its devices a thousand at a time; the index may be a moment behind, so the record itself
 * decides.
 */
export async function trialCertified(
  entries: readonly CplEntry[],
  certificates: Certificates,
  settings: Settings,
  devices: FirmwareDevices,
): Promise<TrialCertification> {
  const found: TrialCertified[] = [];
  const notKnown = new Set<string>();
  let room = MOST_NAMED;
  for (const entry of entries) {
    const known = cpaReferenceOf(entry, certificates);
    const cpaReference = known ?? '';
    const key = rowFirmwareKey(entry);
    if (known === undefined && needsCpa(entry) && !isSmets1(entry)) notKnown.add(key);
    if (!isTrialCertificate(cpaReference, settings.trialCertificatePattern)) continue;
    const [manufacturer = '', model = '', firmware = ''] = key.split('/');
    let [running, flagged] = [0, 0];
    const notFlagged: NamedDevice[] = [];
    for await (const ids of inPieces(devices.idsByFirmware(manufacturer, model, firmware), READ_AT_ONCE)) {
      for (const record of (await devices.findMany(ids)).values()) {
        const device = smiDevice(record, settings);
        if (!device.known || keyOf(device) !== key) continue;
        running += 1;
        if (device.trial !== null) flagged += 1;
        else if (settings.trialFlagging === 'on' && notFlagged.length < room) notFlagged.push(shown(device));
      }
    }
    room -= notFlagged.length;
    found.push({ entry, cpaReference, devices: running, flagged, notFlagged });
  }
  return { trialCertified: found.sort((a, b) => (a.entry.entryKey < b.entry.entryKey ? -1 : 1)), notKnown };
}

/**
 * Compares what the CPL says with what the flag says (R65, R68): the two are kept by different people in different
 * places, so each disagreement is a question to someone. With the feature switch off there is no flag to compare, and
 * what is not known of a certificate is no disagreement.
 */
export function withoutFlag(
  {
    trialCertified: certified,
    notKnown,
    settings,
  }: TrialCertification & { readonly settings: Pick<Settings, 'trialFlagging'> },
  flagged: readonly FlaggedDevices[],
): WithoutFlag {
  const entries = certified.map(({ entry, cpaReference, devices, flagged: withFlag }) => ({
    entryKey: entry.entryKey,
    certificateId: cpaReference,
    status: entry.status,
    devices,
    flagged: withFlag,
  }));
  if (settings.trialFlagging === 'off') return { entries, disagreements: [], leftOut: NONE_LEFT_OUT };
  // Two entries may be of the same firmware, and so of the same devices.
  const numbers = new Map(certified.map(({ entry, ...number }) => [rowFirmwareKey(entry), number]));
  const isUncertified = (key: string): boolean => !numbers.has(key) && !notKnown.has(key);
  const notFlagged = new Map(
    certified.flatMap(({ entry: { entryKey }, notFlagged: those }) =>
      those.map((device) => [device.deviceId, { device, entryKey }]),
    ),
  );
  const uncertified = flagged.flatMap(({ named }) => named.filter((device) => isUncertified(keyOf(device))));
  return {
    entries,
    leftOut: {
      notFlagged: [...numbers.values()].reduce((sum, of) => sum + of.devices - of.flagged, 0) - notFlagged.size,
      noTrialCertificate: flagged.reduce((sum, ofTrial) => sum + ofTrial.count(isUncertified), 0) - uncertified.length,
    },
    disagreements: [
      ...[...notFlagged.values()].map(({ device, entryKey }) => ({
        what: 'not-flagged' as const,
        entryKey,
        trialId: '',
        ...device,
      })),
      ...uncertified.map((device) => ({
        what: 'no-trial-certificate' as const,
        entryKey: '',
        trialId: device.trial?.trialId ?? '',
        ...shown(device),
      })),
    ],
  };
}

function keyOf({ manufacturer, model, firmwareVersion }: NamedDevice): string {
  return firmwareKey(manufacturer, model, firmwareVersion);
}

function shown({ deviceId, manufacturer, model, firmwareVersion, status }: NamedDevice): NamedDevice {
  return { deviceId, manufacturer, model, firmwareVersion, status };
}
