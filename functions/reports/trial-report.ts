import type { SscDecision } from '../contracts/ssc-decision.ts';
import type {
  ReportedCertificate,
  ReportedDevice,
  ReportedTrial,
  TrialReport,
  UnknownCertificate,
} from '../contracts/trial-report.ts';
import { firmwareKey, rowFirmwareKey } from '../domain/trials/agreed-list.ts';
import { activeVersion, type AgreedLists } from '../domain/trials/agreed-lists.ts';
import { type Certificates, requiredCertificates } from '../domain/cpl/certificates.ts';
import type { DueCertificate } from '../domain/cpl/certificates-due.ts';
import { type CplEntry, type HeldEntry, isActive } from '../domain/cpl/cpl-entry.ts';
import type { SmiDevice } from '../domain/devices/device.ts';
import { daysBetween } from '../domain/calendar/calendar-day.ts';
import { londonDay } from '../domain/calendar/london-time.ts';
import type { Settings } from '../domain/settings/settings.ts';
import { type TrialFact, trialFacts } from '../domain/trials/trial-facts.ts';
import {
  devicesByStatus,
  devicesInUse,
  devicesLeft,
  endStatus,
  limitStatus,
  type Trial,
  trialsOf,
  trialState,
} from '../domain/trials/trial-status.ts';
import type { CountedDevices } from './count-devices.ts';
import { decisionsNow } from './decided-cases.ts';
import { entryCases, type EntryMatters } from './entry-cases.ts';
import { FlaggedDevices } from './flagged-devices.ts';
import { comparedWithPeers, type PeersOfTrials } from './peers.ts';
import { changesSince } from './report-changes.ts';
import type { KnownEntry } from './settled-cases.ts';
import { trialCases, worklist } from './worklist.ts';
import { summaryOf } from './trial-summary.ts';
import { type TrialCertification, withoutFlag } from './without-flag.ts';

/** What a report is made from: gathered first, so that the making itself is a function. */
export type ReportMaterial = TrialCertification & {
  readonly reportId: string;
  readonly now: string;
  readonly agreedLists: AgreedLists;
  readonly settings: Settings;
  /** Flagged devices by trial; empty while trial flagging is off. */
  readonly devices: ReadonlyMap<string, FlaggedDevices>;
  /** Every CPL entry that the DSP holds. */
  readonly entries: readonly HeldEntry[];
  readonly certificates: Certificates;
  /** What there is to decide about the entries. */
  readonly matters: EntryMatters;
  /** What the SSC decided about CPL entries, in the order in which it was recorded. */
  readonly decided: readonly SscDecision[];
  /** Devices of the entries that someone has to decide about. */
  readonly counted: CountedDevices;
  /** Certified devices beside which those of each trial are set. */
  readonly peers: PeersOfTrials;
  readonly previous: TrialReport | undefined;
};

/** Makes the SSC's report on trial devices (R65): trials against limit and end, devices, certificates, decisions. */
export function trialReport(material: ReportMaterial): TrialReport {
  const { reportId, now, agreedLists, settings, matters, previous } = material;
  const day = londonDay(now);
  const known = trialsOf(agreedLists);
  const trials = known.map((trial) => reportedTrial(trial, day, material));
  const entriesOf = entriesByFirmware(material.entries);
  const decisions = worklist(
    [
      ...known.flatMap((trial) => trialCases(factsOf(trial, entriesOf, day, material), day)),
      ...entryCases(matters, material.counted, decisionsNow(material), day),
    ],
    previous?.decisions ?? [],
    day,
  );
  const trialIds = trialIdsByFirmware(known);
  const certificates = matters.certificates.due.map((due) => reportedCertificate(due, trialIds, material.counted));
  const named = (entry: CplEntry): UnknownCertificate => ({
    trialIds: trialIds.get(rowFirmwareKey(entry)) ?? [],
    entryKey: entry.entryKey,
    entryNumber: entry.entryNumber,
  });
  const certificatesNone = matters.certificates.none.map(named);
  const certificatesNotKnown = matters.certificates.notKnown.map(named);
  const flagged = known.flatMap(({ trialId }) => devicesOf(trialId, material) ?? []);
  const compared = withoutFlag(material, flagged);
  const corrections = matters.substituted.map(({ entryKey, entryNumber, declaredGbcsVersion, gbcsVersion }) => ({
    entryKey,
    entryNumber,
    declaredGbcsVersion,
    uploadedGbcsVersion: gbcsVersion,
    ...devicesOfEntry(entryKey, material.counted),
  }));
  const { trialFlagging } = settings;
  const devices = flagged.flatMap(({ named }) => named.map(reportedDevice));
  const devicesLeftOut = flagged.reduce((sum, ofTrial) => sum + ofTrial.count(), 0) - devices.length;
  const { version: agreedListVersion, activatedAt } = activeVersion(agreedLists);
  return {
    contract: 'trial-report/1',
    reportId,
    madeAt: now,
    day,
    trialFlagging,
    agreedListVersion,
    agreedListActivatedAt: agreedListVersion === 0 ? '' : activatedAt,
    ...(previous === undefined ? {} : { previousReportId: previous.reportId }),
    summary: summaryOf({
      trialFlagging,
      trials,
      decisions,
      certificates,
      certificatesNone,
      certificatesNotKnown,
      agreedListVersion,
      corrections,
      withoutFlag: compared,
      devices,
      devicesLeftOut,
    }),
    decisions,
    changes: changesSince(
      previous,
      { trialFlagging, trials, decisions, devices, devicesLeftOut, certificates },
      (entryNumber) => knownEntry(entryNumber, material),
    ),
    trials,
    certificates,
    certificatesNone,
    certificatesNotKnown,
    corrections,
    devices,
    devicesLeftOut,
    withoutFlag: compared,
  };
}

function devicesOf(trialId: string, { settings, devices }: ReportMaterial): FlaggedDevices | undefined {
  return settings.trialFlagging === 'off' ? undefined : (devices.get(trialId) ?? new FlaggedDevices());
}

/** What there is to know or do about a trial; of its devices nothing, while trial flagging is off. */
function factsOf(
  trial: Trial,
  entriesOf: ReadonlyMap<string, readonly CplEntry[]>,
  day: string,
  material: ReportMaterial,
): TrialFact[] {
  const current = firmwareKeysOf(trial)
    .flatMap((key) => entriesOf.get(key) ?? [])
    .filter(isActive);
  const missingCertificates = current.flatMap((entry) => {
    const known = material.certificates.get(entry.entryNumber);
    const kinds = requiredCertificates(entry).filter((kind) => kind !== 'cpa' && known?.[kind] === null);
    return kinds.length === 0 ? [] : [{ entryNumber: entry.entryNumber, kinds }];
  });
  const flagged = devicesOf(trial.trialId, material);
  return trialFacts({
    trial,
    devices: flagged?.byStatus,
    currentEntries: current.map(({ entryNumber }) => entryNumber),
    missingCertificates,
    day,
    limits: material.settings.trialLimits,
  });
}

function reportedTrial(trial: Trial, day: string, material: ReportMaterial): ReportedTrial {
  const { settings, previous } = material;
  const flagged = devicesOf(trial.trialId, material);
  const byStatus = flagged?.byStatus ?? {};
  const counting = devicesInUse(byStatus);
  const before = previous?.trials.find(({ trialId }) => trialId === trial.trialId)?.devices;
  const { listed: _, ...fields } = trial;
  return {
    ...fields,
    models: trial.models.map(({ model, firmwareVersions }) => ({ model, firmwareVersions: [...firmwareVersions] })),
    trialCertificateIds: [...trial.trialCertificateIds],
    state: trialState(trial, day),
    ...(flagged === undefined ? {} : { devices: counting, devicesBefore: before }),
    devicesByStatus: devicesByStatus(byStatus),
    ...comparedWithPeers(byStatus, material.peers.get(trial.trialId) ?? []),
    limitStatus: limitStatus(trial, counting, day, settings.trialLimits),
    daysToEnd: daysBetween(day, trial.endDate),
    endStatus: endStatus(trial, devicesLeft(byStatus), day, settings.trialLimits),
  };
}

function reportedDevice(device: SmiDevice): ReportedDevice {
  return {
    trialId: device.trial?.trialId ?? '',
    deviceId: device.deviceId,
    deviceType: device.deviceType,
    manufacturer: device.manufacturer,
    model: device.model,
    firmwareVersion: device.firmwareVersion,
    status: device.status,
    statusSince: device.statusHistory.at(-1)?.from ?? '',
    trialSince: device.trial?.since ?? '',
    responsibleParty: device.responsibleParty,
  };
}

function firmwareKeysOf({ manufacturerIdentifier, models }: Trial): string[] {
  return models.flatMap(({ model, firmwareVersions }) =>
    firmwareVersions.map((firmware) => firmwareKey(manufacturerIdentifier, model, firmware)),
  );
}

function entriesByFirmware(entries: readonly CplEntry[]): ReadonlyMap<string, readonly CplEntry[]> {
  return Map.groupBy(entries, rowFirmwareKey);
}

/** The trials of the active list by their firmware, of which no two have the same. */
function trialIdsByFirmware(trials: readonly Trial[]): ReadonlyMap<string, string[]> {
  const listed = trials.filter((trial) => trial.listed);
  return new Map(listed.flatMap((trial) => firmwareKeysOf(trial).map((key) => [key, [trial.trialId]])));
}

function reportedCertificate(
  { entry, certificate, daysLeft, within }: DueCertificate,
  trialIds: ReadonlyMap<string, string[]>,
  counted: CountedDevices,
): ReportedCertificate {
  return {
    trialIds: trialIds.get(rowFirmwareKey(entry)) ?? [],
    entryKey: entry.entryKey,
    entryNumber: entry.entryNumber,
    certificateId: certificate.reference,
    kind: certificate.dateKind,
    date: certificate.date,
    daysLeft,
    within,
    ...devicesOfEntry(entry.entryKey, counted),
  };
}

/** The devices of an entry, where they were counted. */
function devicesOfEntry(entryKey: string, counted: CountedDevices): Pick<ReportedCertificate, 'devices'> {
  const devices = counted.get(entryKey);
  if (devices === undefined) return {};
  return { devices: { ...devices, byStatus: { ...devices.byStatus }, bySupplier: { ...devices.bySupplier } } };
}

/** What is known now of an entry by its number. */
function knownEntry(entryNumber: string, { entries, certificates }: ReportMaterial): KnownEntry {
  return {
    entry: entries.find((entry) => entry.entryNumber === entryNumber),
    cpa: certificates.get(entryNumber)?.cpa ?? null,
  };
}
