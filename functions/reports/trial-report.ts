import type {
  ReportedCertificate,
  ReportedDevice,
  ReportedTrial,
  TrialReport,
  UnknownCertificate,
} from '../contracts/trial-report.ts';
import type { AgreedList } from '../domain/trials/agreed-list.ts';
import { type Certificates, needsCpa } from '../domain/cpl/certificates.ts';
import { type CplEntry, isActive, isSmets1 } from '../domain/cpl/cpl-entry.ts';
import type { SmiDevice } from '../domain/devices/device.ts';
import { daysBetween } from '../domain/calendar/calendar-day.ts';
import { londonDay } from '../domain/calendar/london-time.ts';
import type { Settings } from '../domain/settings/settings.ts';
import { type TrialFact, trialFacts } from '../domain/trials/trial-facts.ts';
import {
  awaitsSuspension,
  countsAgainstLimit,
  devicesByStatus,
  endStanding,
  limitStanding,
  type Trial,
  trialsOf,
  trialState,
} from '../domain/trials/trial-standing.ts';
import { changesSince } from './report-changes.ts';
import { trialCases, worklist } from './worklist.ts';
import { summaryOf } from './trial-summary.ts';
import { type TrialCertified, withoutFlag } from './without-flag.ts';

/** Days ahead in which a certificate counts as falling due (R67). */
const CERTIFICATE_DAYS = 180;

/** What a report is made from: gathered first, so that the making itself is a function. */
export type ReportMaterial = {
  readonly reportId: string;
  readonly now: string;
  /** Every version of the agreed list, oldest first, the active one last. */
  readonly agreedLists: readonly AgreedList[];
  readonly settings: Settings;
  /** Flagged devices by trial; empty while trial flagging is off. */
  readonly devices: ReadonlyMap<string, readonly SmiDevice[]>;
  /** CPL entries, as the DSP holds them, by `<manufacturer>/<model>` of the trials. */
  readonly entries: ReadonlyMap<string, readonly CplEntry[]>;
  readonly certificates: Certificates;
  /** CPL entries with a trial certificate, and the devices that run their firmware. */
  readonly trialCertified: readonly TrialCertified[];
  /** Firmware on the CPL, by `firmwareKey`, whose certificate is not known. */
  readonly notKnown: ReadonlySet<string>;
  readonly previous: TrialReport | undefined;
};

/** Makes the SSC's report on trial devices (R65): trials against limit and end, devices, certificates, decisions. */
export function trialReport(material: ReportMaterial): TrialReport {
  const { reportId, now, agreedLists, settings, previous } = material;
  const day = londonDay(now);
  const known = trialsOf(agreedLists);
  const trials = known.map((trial) => reportedTrial(trial, day, material));
  const decisions = worklist(
    known.flatMap((trial) => trialCases(factsOf(trial, day, material), day)),
    previous?.decisions ?? [],
    day,
  );
  const entries = trialEntries(known, material);
  const certificates = certificatesDue(entries, day, material);
  const certificatesNotKnown = unknownCertificates(entries, material);
  const flagged = known.flatMap(({ trialId }) => devicesOf(trialId, material) ?? []);
  const compared = withoutFlag(material, flagged);
  const active = agreedLists.at(-1);
  const { trialFlagging } = settings;
  const devices = known.flatMap(({ trialId }) =>
    (devicesOf(trialId, material) ?? []).map((device) => reportedDevice(trialId, device)),
  );
  const agreedListVersion = active?.version ?? 0;
  return {
    contract: 'trial-report/1',
    reportId,
    madeAt: now,
    day,
    trialFlagging,
    agreedListVersion,
    agreedListActivatedAt: agreedListVersion === 0 ? '' : (active?.activatedAt ?? ''),
    ...(previous === undefined ? {} : { previousReportId: previous.reportId }),
    summary: summaryOf({
      trialFlagging,
      trials,
      decisions,
      certificates,
      certificatesNotKnown,
      agreedListVersion,
      withoutFlag: compared,
    }),
    decisions,
    changes: changesSince(previous, { trialFlagging, trials, decisions, devices, certificates }),
    trials,
    certificates,
    certificatesNotKnown,
    devices,
    withoutFlag: compared,
  };
}

/** The key by which `ReportMaterial.entries` knows the entries of a Device Model. */
export function modelKey(manufacturer: string, model: string): string {
  return `${manufacturer}/${model}`;
}

function devicesOf(trialId: string, { settings, devices }: ReportMaterial): readonly SmiDevice[] | undefined {
  if (settings.trialFlagging === 'off') return undefined;
  return (devices.get(trialId) ?? []).filter(({ status }) => status !== 'Deleted');
}

/** What there is to know or do about a trial; of its devices nothing, while trial flagging is off. */
function factsOf(trial: Trial, day: string, material: ReportMaterial): TrialFact[] {
  const devices = devicesOf(trial.trialId, material);
  const currentEntries = trial.models.flatMap(({ model, firmwareVersions }) =>
    (material.entries.get(modelKey(trial.manufacturerIdentifier, model)) ?? [])
      .filter((entry) => isActive(entry) && firmwareVersions.includes(entry.firmwareVersion))
      .map(({ entryNumber }) => entryNumber),
  );
  return trialFacts({ trial, devices, currentEntries, day, limits: material.settings.trialLimits });
}

function reportedTrial(trial: Trial, day: string, material: ReportMaterial): ReportedTrial {
  const { settings, previous } = material;
  const flagged = devicesOf(trial.trialId, material);
  const counting = (flagged ?? []).filter(countsAgainstLimit).length;
  const left = (flagged ?? []).filter(awaitsSuspension).length;
  const before = previous?.trials.find(({ trialId }) => trialId === trial.trialId)?.devices;
  const { listed: _, ...fields } = trial;
  return {
    ...fields,
    models: trial.models.map(({ model, firmwareVersions }) => ({ model, firmwareVersions: [...firmwareVersions] })),
    trialCertificateIds: [...trial.trialCertificateIds],
    state: trialState(trial, day),
    ...(flagged === undefined ? {} : { devices: counting }),
    ...(flagged === undefined || before === undefined ? {} : { devicesBefore: before }),
    devicesByStatus: devicesByStatus(flagged ?? []),
    limitStanding: limitStanding(trial, counting, day, settings.trialLimits),
    daysToEnd: daysBetween(day, trial.endDate),
    endStanding: endStanding(trial, left, day, settings.trialLimits),
  };
}

function reportedDevice(trialId: string, device: SmiDevice): ReportedDevice {
  return {
    trialId,
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

/** An active entry of a trial model, and the trials that it is of. */
type TrialEntry = { readonly entry: CplEntry; readonly trialIds: string[] };

function trialEntries(trials: readonly Trial[], { entries }: ReportMaterial): readonly TrialEntry[] {
  const trialIdsByModel = Map.groupBy(
    trials
      .filter(({ listed }) => listed)
      .flatMap(({ trialId, manufacturerIdentifier, models }) =>
        models.map(({ model }) => ({ trialId, key: modelKey(manufacturerIdentifier, model) })),
      ),
    ({ key }) => key,
  );
  return [...trialIdsByModel].flatMap(([key, of]) => {
    const trialIds = [...new Set(of.map(({ trialId }) => trialId))];
    return (entries.get(key) ?? []).filter(isActive).map((entry) => ({ entry, trialIds }));
  });
}

/**
 * CPA certificates that are past due, or fall due within 180 days, soonest first. A certificate has an expiry date or,
 * since August 2022, a renewal date instead (MP209).
 */
function certificatesDue(
  entries: readonly TrialEntry[],
  day: string,
  { certificates }: ReportMaterial,
): ReportedCertificate[] {
  return entries
    .flatMap(({ entry: { entryKey, entryNumber, status }, trialIds }): ReportedCertificate[] => {
      const cpa = certificates.get(entryNumber)?.cpa;
      if (cpa === null || cpa === undefined || cpa.date === '') return [];
      const { reference: certificateId, dateKind: kind, date } = cpa;
      return [{ trialIds, entryKey, entryNumber, status, certificateId, kind, date, daysLeft: daysBetween(day, date) }];
    })
    .filter(({ daysLeft }) => daysLeft <= CERTIFICATE_DAYS)
    .sort((a, b) => a.daysLeft - b.daysLeft || (a.entryKey < b.entryKey ? -1 : 1));
}

/** Entries that need a CPA certificate of which nothing is known, or not its date: they may fall due unseen. */
function unknownCertificates(entries: readonly TrialEntry[], { certificates }: ReportMaterial): UnknownCertificate[] {
  return entries
    .filter(({ entry }) => {
      const known = certificates.get(entry.entryNumber);
      return needsCpa(entry) && !isSmets1(entry) && (known === undefined || known.cpa?.date === '');
    })
    .map(({ entry: { entryKey, entryNumber }, trialIds }) => ({ trialIds, entryKey, entryNumber }))
    .sort((a, b) => (a.entryKey < b.entryKey ? -1 : 1));
}
