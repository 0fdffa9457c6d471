import * as z from 'zod';

/** One active governance file: its version counts up, its content is an immutable object in the archive. */
export const ActiveFile = z.object({
  version: z.number().int().nonnegative(),
  /** Key in the archive bucket of the parsed content as JSON. */
  key: z.string(),
  activatedAt: z.string(),
  receivedAt: z.string(),
  uploadId: z.string(),
});
export type ActiveFile = z.infer<typeof ActiveFile>;

/**
 * Which governance files are active: one small item of the ledger. A kind that is absent has its default (the default
 * register, the default settings, the empty agreed list), version 0.
 */
export const ActiveGovernance = z.object({
  revision: z.number().int().nonnegative(),
  agreedList: ActiveFile.optional(),
  gbcsRegister: ActiveFile.optional(),
  settings: ActiveFile.optional(),
});
export type ActiveGovernance = z.infer<typeof ActiveGovernance>;

/** The agreed list as the archive keeps each version; see `functions/domain/agreed-list.ts`. */
export const AgreedList = z.object({
  version: z.number().int().nonnegative(),
  activatedAt: z.string(),
  rows: z.array(
    z.object({
      trialId: z.string(),
      manufacturerIdentifier: z.string(),
      deviceType: z.string(),
      variantFamily: z.enum(['single', 'twin', 'poly', 'none']),
      modelIdentifier: z.string(),
      hardwareVersion: z.string(),
      firmwareVersion: z.string(),
      trialCertificateId: z.string(),
      deviceLimit: z.number().int().positive(),
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
    }),
  ),
});

/** The GBCS register as the archive keeps each version; see `functions/domain/gbcs-register.ts`. */
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

/** The settings as a file may carry them: any of the keys, no other; a missing one takes its default. */
export const SettingsFile = z.strictObject({
  trialFlagging: z.enum(['on', 'off']).optional(),
  blockPolicy: z.enum(['entry', 'file']).optional(),
  gbcsSubstitution: z.record(z.string(), z.string()).optional(),
  removalGuardPercent: z.number().min(0).max(100).optional(),
  removalGuardMinimum: z.number().int().min(0).optional(),
  uploadDeadlineHours: z.number().positive().optional(),
  uploadAtRiskHours: z.number().positive().optional(),
  maxExtractBytes: z.number().int().positive().optional(),
  signaturePolicy: z.enum(['off', 'warn', 'require']).optional(),
  trialCertificatePattern: z.string().min(1).optional(),
  incidentThresholds: z
    .strictObject({
      pendingModels: z.number().int().positive().optional(),
      manufacturers: z.number().int().positive().optional(),
      ageHours: z.number().positive().optional(),
    })
    .optional(),
  trialLimits: z
    .strictObject({
      warnPercent: z.number().positive().max(100).optional(),
      endWarningDays: z.array(z.number().int().positive()).optional(),
    })
    .optional(),
});
export type SettingsFile = z.infer<typeof SettingsFile>;
