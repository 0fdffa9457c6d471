import * as z from 'zod/mini';
import { SMI_STATUSES } from '../domain/devices/device.ts';

/** What asks for a report: a schedule, by the time it was due, or someone, by a request id of theirs. */
export const ReportRequest = z.strictObject({
  report: z.literal('ssc'),
  requestId: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  scheduledTime: z.optional(z.iso.datetime({ offset: true })),
  /** An instant that is past: the report as it would have been then. */
  at: z.optional(z.iso.datetime({ offset: true })),
});
export type ReportRequest = z.infer<typeof ReportRequest>;

/** A flagged device. Its id in full stands in the stored report and the spreadsheet only, never in a body (R76). */
export const ReportedDevice = z.object({
  trialId: z.string(),
  deviceId: z.string(),
  deviceType: z.string(),
  manufacturer: z.string(),
  model: z.string(),
  firmwareVersion: z.string(),
  status: z.enum(SMI_STATUSES),
  statusSince: z.string(),
  trialSince: z.string(),
  /** EUI-64 of the Service User that pre-notified the device or last updated its details (R63). */
  responsibleParty: z._default(z.string(), ''),
});
export type ReportedDevice = z.infer<typeof ReportedDevice>;

/** Devices in use, and how many of them are Commissioned. */
const Commissioned = z.object({ commissioned: z.int(), inUse: z.int() });

/** One trial as the report shows it. */
export const ReportedTrial = z.object({
  trialId: z.string(),
  state: z.enum(['planned', 'active', 'ended', 'dropped']),
  manufacturerIdentifier: z.string(),
  deviceType: z.string(),
  variantFamily: z.string(),
  models: z.array(z.object({ model: z.string(), firmwareVersions: z.array(z.string()) })),
  trialCertificateIds: z.array(z.string()),
  /** Flagged devices that count against the limit; absent while trial flagging is off. */
  devices: z.optional(z.int()),
  /** Devices in the report before, if it had this trial. */
  devicesBefore: z.optional(z.int()),
  devicesByStatus: z.array(z.object({ status: z.enum(SMI_STATUSES), devices: z.int() })),
  /** Its devices beside certified ones of its manufacturer and type (R71); absent where the trial has no device in use. */
  compared: z.optional(
    z.object({
      own: Commissioned,
      /** `atLeast` where counting stopped at its bound; no device is in use where there is nothing to compare with. */
      peers: z.extend(Commissioned, { atLeast: z.boolean() }),
    }),
  ),
  deviceLimit: z.int(),
  limitStatus: z.enum(['within', 'near', 'over']),
  startDate: z.string(),
  endDate: z.string(),
  /** Days to the end; negative after it. */
  daysToEnd: z.int(),
  endStatus: z.enum(['running', 'ending', 'overdue', 'over']),
  endDecision: z.enum(['', 'suspend', 'remain-pending-certification']),
  sponsoringSupplier: z.string(),
  sscDecisionReference: z.string(),
  departmentNotifiedOn: z.string(),
});
export type ReportedTrial = z.infer<typeof ReportedTrial>;

/** What a case of the SSC's worklist began with. */
export const CASE_EVENTS = [
  'trial-over-limit',
  'trial-early',
  'trial-ending',
  'trial-ended',
  'trial-entry-current',
  'trial-not-notified',
  'trial-certificates-missing',
  'certificate-expiring',
  'certificate-expired',
  'renewal-due',
  'renewal-past',
  'certificate-none',
  'combination-not-allowed',
] as const;
export type CaseEvent = (typeof CASE_EVENTS)[number];

/** A case of the SSC's worklist: who is asked for what, and by when. What is done is no longer a case. */
export const ReportedDecision = z.object({
  /** Always the same for the same matter: `trial/SYN-TRIAL-1/end`. */
  caseId: z._default(z.string(), ''),
  event: z._default(z.enum(CASE_EVENTS), 'trial-ending'),
  /** The trial, and the CPL entry, that it is about; '' for none. */
  trialId: z.string(),
  entryNumber: z._default(z.string(), ''),
  /** `SSC` for a decision of the committee; anyone else has something to carry out. */
  asked: z._default(z.string(), 'SSC'),
  /** The London day on which it is due, past or to come; '' where there is none. */
  by: z._default(z.string(), ''),
  /** The London day of the first report that had it. */
  since: z._default(z.string(), ''),
  urgency: z.enum(['now', 'soon']),
  what: z.string(),
  why: z.string(),
  /** Devices that it concerns, where they are known. */
  devices: z.optional(z.int()),
});
export type ReportedDecision = z.infer<typeof ReportedDecision>;

/** Devices of the SMI that run an entry's firmware; `atLeast` where counting stopped at its bound. */
const EntryDevices = z.object({
  total: z.int(),
  atLeast: z.boolean(),
  byStatus: z.record(z.string(), z.int()),
  /** By the EUI-64 of the Service User that is responsible for them; '' where none is known. */
  bySupplier: z.record(z.string(), z.int()),
});

/** A CPA certificate of a Current CPL entry, and when it expires or is due for renewal (R67). */
export const ReportedCertificate = z.object({
  /** The trials that the entry is of; most are of none. */
  trialIds: z.array(z.string()),
  entryKey: z.string(),
  entryNumber: z._default(z.string(), ''),
  certificateId: z.string(),
  kind: z.enum(['expiry', 'renewal']),
  date: z.string(),
  daysLeft: z.int(),
  /** Days within which it is due: 30, 90 or 180; 0 where that is past. */
  within: z._default(z.int(), 180),
  devices: z.optional(EntryDevices),
});
export type ReportedCertificate = z.infer<typeof ReportedCertificate>;

/** A Current entry without a CPA certificate that it needs, or of whose certificate nothing is known (R67). */
export const UnknownCertificate = z.object({
  trialIds: z.array(z.string()),
  entryKey: z.string(),
  entryNumber: z.string(),
});
export type UnknownCertificate = z.infer<typeof UnknownCertificate>;

/** A Current entry that the DSP holds under a substitute GBCS version, until its correction is sent (R17, R18). */
export const ReportedCorrection = z.object({
  entryKey: z.string(),
  entryNumber: z.string(),
  declaredGbcsVersion: z.string(),
  uploadedGbcsVersion: z.string(),
  devices: z.optional(EntryDevices),
});
export type ReportedCorrection = z.infer<typeof ReportedCorrection>;

/** A report that names each device on which the CPL and the flag disagree. */
export const NONE_LEFT_OUT = { notFlagged: 0, noTrialCertificate: 0 };

/** Trial devices as they are found without the flag, by the CPL entries with a trial certificate (R65, R68). */
export const WithoutFlag = z.object({
  entries: z.array(
    z.object({
      entryKey: z.string(),
      certificateId: z.string(),
      status: z.string(),
      /** Devices in the inventory that run its firmware. */
      devices: z.int(),
      /** Those of them that carry the flag. */
      flagged: z.int(),
    }),
  ),
  /** Devices of which the CPL and the flag say different things. */
  disagreements: z.array(
    z.object({
      what: z.enum(['not-flagged', 'no-trial-certificate']),
      deviceId: z.string(),
      manufacturer: z.string(),
      model: z.string(),
      firmwareVersion: z.string(),
      status: z.enum(SMI_STATUSES),
      entryKey: z.string(),
      trialId: z.string(),
    }),
  ),
  /** Devices of each kind that are not named, because there are too many. */
  leftOut: z._default(z.object({ notFlagged: z.int(), noTrialCertificate: z.int() }), NONE_LEFT_OUT),
});
export type WithoutFlag = z.infer<typeof WithoutFlag>;

/** Something that is otherwise than in the report before; `trialId` is '' for what is no matter of one trial. */
export const ReportedChange = z.object({ trialId: z.string(), what: z.string() });
export type ReportedChange = z.infer<typeof ReportedChange>;

/** What a report says of itself that was made for a past instant. */
export const Rebuilt = z.object({
  asOf: z.string(),
  /** The scheduled report of that day, if one was made. */
  sentThen: z.optional(z.string()),
  /** What could not be rebuilt, in sentences. */
  gaps: z.array(z.string()),
});

/** The SSC's report on trial devices, as it is kept in the reports bucket and laid out for people (R65). */
export const TrialReport = z.object({
  contract: z.literal('trial-report/1'),
  reportId: z.string(),
  madeAt: z.string(),
  /** The London day the report speaks of. */
  day: z.string(),
  trialFlagging: z.enum(['on', 'off']),
  agreedListVersion: z.int(),
  agreedListActivatedAt: z.string(),
  previousReportId: z.optional(z.string()),
  summary: z.array(z.string()),
  decisions: z.array(ReportedDecision),
  /** Since the report before; nothing in the first one. */
  changes: z._default(z.array(ReportedChange), []),
  trials: z.array(ReportedTrial),
  certificates: z.array(ReportedCertificate),
  certificatesNone: z._default(z.array(UnknownCertificate), []),
  certificatesNotKnown: z._default(z.array(UnknownCertificate), []),
  corrections: z._default(z.array(ReportedCorrection), []),
  devices: z.array(ReportedDevice),
  /** Flagged devices that are not named, because there are too many; they are counted with their trials. */
  devicesLeftOut: z._default(z.int(), 0),
  withoutFlag: z._default(WithoutFlag, { entries: [], disagreements: [], leftOut: NONE_LEFT_OUT }),
  rebuilt: z.optional(Rebuilt),
});
export type TrialReport = z.infer<typeof TrialReport>;

/** How many flagged devices a report is about, named or not. */
export function trialDevicesIn({ devices, devicesLeftOut }: Pick<TrialReport, 'devices' | 'devicesLeftOut'>): number {
  return devices.length + devicesLeftOut;
}

/** How many devices on which the CPL and the flag disagree are not named. */
export function disagreementsLeftOut({ leftOut }: Pick<WithoutFlag, 'leftOut'>): number {
  return leftOut.notFlagged + leftOut.noTrialCertificate;
}
