import type { Clock } from '../contracts/clock.ts';
import type { LedgerWriter } from '../contracts/ledger.ts';
import type { Mail, MailOnce } from '../contracts/mail.ts';
import type { SscDecision } from '../contracts/ssc-decision.ts';
import type { TrialReport } from '../contracts/trial-report.ts';
import type { AgreedLists } from '../domain/trials/agreed-lists.ts';
import type { HeldEntry } from '../domain/cpl/cpl-entry.ts';
import type { Certificates } from '../domain/cpl/certificates.ts';
import type { DeviceRecord } from '../domain/devices/device-record.ts';
import type { VersionCombinations } from '../domain/gbcs/version-combinations.ts';
import type { Settings } from '../domain/settings/settings.ts';
import type { DeviceCounter } from '../domain/devices/device-count.ts';
import type { FirmwareDevices } from './without-flag.ts';

/** The devices that carry a trial's flag now, whatever their status; found by an index, never by a scan. */
export type TrialDevices = FirmwareDevices &
  DeviceCounter & {
    readonly trialDevices: (trialId: string) => AsyncIterable<DeviceRecord>;
  };

/** What the DSP holds of the CPL: thousands of entries, read through once a report. */
export type HeldModels = { readonly all: () => AsyncIterable<HeldEntry> };

/** A report, laid out. */
export type ReportFiles = {
  readonly report: TrialReport;
  readonly html: string;
  readonly workbook: Uint8Array;
};

/** Lays a report out as a mail with its workbook: how it looks is decided elsewhere. */
export type ReportLayout = (
  report: TrialReport,
  recipients: readonly string[],
) => Promise<{ readonly mail: Mail; readonly workbook: Uint8Array }>;

/** The reports bucket: every report is kept under its id. */
export type ReportStore = {
  readonly find: (reportId: string) => Promise<TrialReport | undefined>;
  /** The report that was kept last. */
  readonly latest: () => Promise<TrialReport | undefined>;
  /**
   * Keeps the content of a report, before anyone hears of it.
   *
   * @returns the report of its id: another one, if that was kept before.
   */
  readonly keep: (report: TrialReport) => Promise<TrialReport>;
  /** Keeps how it was laid out, and makes it the latest, unless it was rebuilt for the past. */
  readonly publish: (files: ReportFiles) => Promise<void>;
};

/** What a report is made from: the world as it is, or as it was at an instant. */
export type ReportSources = {
  readonly devices: TrialDevices;
  readonly models: HeldModels;
  readonly governance: {
    /** Every version of the agreed list there has been, folded. */
    readonly agreedListHistory: () => Promise<AgreedLists>;
    readonly settings: () => Promise<Settings>;
    readonly certificates: () => Promise<Certificates>;
    readonly versionCombinations: () => Promise<VersionCombinations>;
  };
  /** What the SSC decided about CPL entries, in the order in which it was recorded. */
  readonly sscDecisions: () => Promise<readonly SscDecision[]>;
  readonly reports: Pick<ReportStore, 'latest'>;
};

/** All that reporting needs of the world. */
export type ReportPorts = ReportSources & {
  readonly reports: ReportStore;
  /** Where it is noted that the SSC was sent a report, for the watch. */
  readonly ledger: LedgerWriter<'reportSent'>;
  readonly layOut: ReportLayout;
  readonly mailOnce: MailOnce;
  readonly clock: Clock;
  readonly recipients: readonly string[];
};
