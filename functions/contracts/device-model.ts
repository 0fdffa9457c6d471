import * as z from 'zod/mini';
import { CplEntry } from './cpl-entry.ts';
import { ChangeKind } from './dsp-change.ts';

/** One change as it reached the DSP: what was declared and uploaded, by which extract, and the three times. */
export const DeviceModelChange = z.object({
  order: z.string(),
  kind: ChangeKind,
  uploadId: z.string(),
  /** The issue of the list that carries the line, and the line's number on it. */
  issue: z.string(),
  entryNumber: z.string(),
  status: z.string(),
  smetsChtsVersion: z.string(),
  declaredGbcsVersion: z.string(),
  uploadedGbcsVersion: z.string(),
  publishedAt: z.string(),
  blockedSince: z.optional(z.string()),
  sentAt: z.string(),
  uploadedAt: z.string(),
});
export type DeviceModelChange = z.infer<typeof DeviceModelChange>;

/** One item of the DeviceModels table (partition key `entryKey`): what the DSP holds of a CPL entry. */
export const DeviceModel = z.extend(CplEntry, {
  /** The version the DSP works by: substituted under Option B, else the declared one. */
  gbcsVersion: z.string(),
  declaredGbcsVersion: z.string(),
  order: z.string(),
  uploadId: z.string(),
  issue: z.string(),
  publishedAt: z.string(),
  sentAt: z.string(),
  uploadedAt: z.string(),
  history: z.array(DeviceModelChange),
});
export type DeviceModel = z.infer<typeof DeviceModel>;
