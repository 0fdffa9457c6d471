import * as z from 'zod/mini';
import { CPL_DEVICE_TYPES, VARIANT_FAMILIES } from '../domain/cpl/cpl-entry.ts';
import { RECENT_EVENTS } from '../domain/devices/recent-events.ts';

/** One active governance file: its version counts up, its content is an immutable object in the archive. */
export const ActiveFile = z.object({
  version: z.int().check(z.nonnegative()),
  /** Key in the archive bucket of the parsed content as JSON. */
  key: z.string(),
  activatedAt: z.string(),
  receivedAt: z.string(),
  uploadId: z.string(),
  /** Of an agreed list, the key of all versions up to it, folded; lists that were activated before there was one have none. */
  historyKey: z.optional(z.string()),
});
export type ActiveFile = z.infer<typeof ActiveFile>;

/**
 * Which governance files are active: one small item of the ledger. A kind that is absent has its default (the default
 * register, the default settings, the empty agreed list), version 0.
 */
export const ActiveGovernance = z.object({
  revision: z.int().check(z.nonnegative()),
  agreedList: z.optional(ActiveFile),
  gbcsRegister: z.optional(ActiveFile),
  versionCombinations: z.optional(ActiveFile),
  settings: z.optional(ActiveFile),
  certificates: z.optional(ActiveFile),
});
export type ActiveGovernance = z.infer<typeof ActiveGovernance>;

const AgreedListRow = z.object({
  trialId: z.string(),
  manufacturerIdentifier: z.string(),
  deviceType: z.string(),
  variantFamily: z.enum(VARIANT_FAMILIES),
  modelIdentifier: z.string(),
  hardwareVersion: z.string(),
  firmwareVersion: z.string(),
  trialCertificateId: z.string(),
  deviceLimit: z.int().check(z.positive()),
  startDate: z.string(),
  endDate: z.string(),
  endDecision: z.enum(['', 'suspend', 'remain-pending-certification']),
  justification: z.string(),
  sscDecisionReference: z.string(),
  dccInstructionReference: z.string(),
  dspAgreementReference: z.string(),
  sponsoringSupplier: z.string(),
  complianceStatements: z.string(),
  departmentNotifiedOn: z.string(),
});

/** The agreed list as the archive keeps each version; see `functions/domain/trials/agreed-list.ts`. */
export const AgreedList = z.object({
  version: z.int().check(z.nonnegative()),
  activatedAt: z.string(),
  rows: z.array(AgreedListRow),
});

/** All versions up to one, folded, as the archive keeps them beside it; see `functions/domain/trials/agreed-lists.ts`. */
export const AgreedLists = z.object({
  activations: z.array(z.object({ version: z.int(), activatedAt: z.string() })),
  trials: z.array(
    z.object({ trialId: z.string(), from: z.int(), until: z.optional(z.int()), rows: z.array(AgreedListRow) }),
  ),
});

/** The GBCS register as the archive keeps each version; see `functions/domain/gbcs/gbcs-register.ts`. */
export const GbcsRegister = z.array(
  z.object({
    gbcsVersion: z.string(),
    recognised: z.boolean(),
    validFrom: z.string(),
    validTo: z.string(),
    dspMapping: z.string(),
    source: z.string(),
    confidence: z.string(),
    note: z.string(),
  }),
);

/** The allowed combinations as the archive keeps each version; see `functions/domain/gbcs/version-combinations.ts`. */
export const VersionCombinations = z.array(
  z.object({
    deviceType: z.enum(CPL_DEVICE_TYPES),
    variantFamily: z.enum(VARIANT_FAMILIES),
    smetsChtsVersion: z.string(),
    gbcsVersion: z.string(),
    validFrom: z.string(),
    installationTo: z.string(),
    maintenanceTo: z.string(),
    source: z.string(),
    confidence: z.string(),
    note: z.string(),
  }),
);

const Referenced = z.object({ reference: z.string(), version: z.string() });

/** The certificates as the archive keeps each version; see `functions/domain/cpl/certificates.ts`. */
export const Certificates = z.array(
  z.object({
    entryNumber: z.string(),
    cpa: z.nullable(
      z.object({
        reference: z.string(),
        dateKind: z.enum(['expiry', 'renewal']),
        date: z.string(),
        characteristics: z.string(),
      }),
    ),
    dlms: z.nullable(Referenced),
    zse: z.nullable(Referenced),
    imageCreator: z.string(),
    imageDescriptor: z.string(),
    imageHash: z.string(),
  }),
);

/** Hours, a quarter of one at least. */
const hours = (most: number) => z.number().check(z.minimum(0.25), z.maximum(most));
const count = (least: number, most: number) => z.int().check(z.minimum(least), z.maximum(most));

/** The duty: what the DSP must hold within 24 hours cannot be due later (R7). */
const DUTY_HOURS = 24;
const WEEK_HOURS = 7 * 24;
const MONTH_HOURS = 30 * 24;
/** A guard that lets more than half of the list go guards nothing. */
const GuardPercent = z.number().check(z.minimum(0), z.maximum(50));

/**
 * The settings as a file may carry them: any of the keys, no other; a missing one takes its default. Every number has
 * bounds, beyond which it would be a slip of the pen, or would turn a control off.
 */
export const SettingsFile = z.strictObject({
  trialFlagging: z.optional(z.enum(['on', 'off'])),
  blockPolicy: z.optional(z.enum(['entry', 'file'])),
  gbcsSubstitution: z.optional(z.record(z.string(), z.string())),
  removalGuardPercent: z.optional(GuardPercent),
  removalGuardMinimum: z.optional(count(0, 100)),
  removalGuardDevices: z.optional(count(0, 100_000)),
  massChangePercent: z.optional(GuardPercent),
  eventClockAheadHours: z.optional(hours(WEEK_HOURS)),
  uploadDeadlineHours: z.optional(hours(DUTY_HOURS)),
  uploadAtRiskHours: z.optional(hours(DUTY_HOURS)),
  maxExtractBytes: z.optional(count(256, 1024 ** 3)),
  signaturePolicy: z.optional(z.enum(['off', 'warn', 'require'])),
  trialCertificatePattern: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  incidentThresholds: z.optional(
    z.strictObject({
      pendingModels: z.optional(count(1, 1000)),
      manufacturers: z.optional(count(1, 100)),
      suppliers: z.optional(count(1, 100)),
      ageHours: z.optional(hours(MONTH_HOURS)),
    }),
  ),
  trialLimits: z.optional(
    z.strictObject({
      warnPercent: z.optional(z.number().check(z.minimum(1), z.maximum(100))),
      endWarningDays: z.optional(z.array(count(1, 366)).check(z.maxLength(20))),
      burstEvents: z.optional(z.int().check(z.positive(), z.maximum(RECENT_EVENTS - 1))),
    }),
  ),
});
export type SettingsFile = z.infer<typeof SettingsFile>;

/** What a stage does not let any settings file go below; see `functions/domain/settings/settings-change.ts`. */
export const SettingsFloor = z.strictObject({
  signaturePolicy: z.optional(z.enum(['warn', 'require'])),
  removalGuardPercent: z.optional(GuardPercent),
  removalGuardMinimum: z.optional(count(0, 100)),
  removalGuardDevices: z.optional(count(0, 100_000)),
  massChangePercent: z.optional(GuardPercent),
});
export type SettingsFloor = z.infer<typeof SettingsFloor>;
