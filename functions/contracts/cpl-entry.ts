import * as z from 'zod/mini';
import { CPL_DEVICE_TYPES, CPL_STATUSES, VARIANT_FAMILIES } from '../domain/cpl/cpl-entry.ts';

/** Shape of a normalised line of the CPL wherever it crosses a boundary; see `functions/domain/cpl/cpl-entry.ts`. */
export const CplEntry = z.object({
  entryKey: z.string().check(z.minLength(1)),
  entryNumber: z.string().check(z.minLength(1)),
  status: z.enum(CPL_STATUSES),
  deviceType: z.enum(CPL_DEVICE_TYPES),
  variantFamily: z.enum(VARIANT_FAMILIES),
  manufacturerIdentifier: z.string(),
  modelIdentifier: z.string(),
  hardwareVersion: z.string(),
  firmwareVersion: z.string(),
  smetsChtsVersion: z.string(),
  gbcsVersion: z.string(),
  manufacturerImageHash: z.string(),
});
