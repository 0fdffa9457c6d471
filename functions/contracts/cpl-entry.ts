import * as z from 'zod/mini';
import { CPL_DEVICE_TYPES, CPL_STATUSES } from '../domain/cpl/cpl-entry.ts';

/** Shape of a normalised CPL entry wherever it crosses a boundary; see `functions/domain/cpl/cpl-entry.ts`. */
export const CplEntry = z.object({
  entryKey: z.string().check(z.minLength(1)),
  cplEntryId: z.string(),
  deviceType: z.enum(CPL_DEVICE_TYPES),
  manufacturerName: z.string(),
  manufacturerIdentifier: z.string(),
  modelIdentifier: z.string(),
  hardwareVersion: z.string(),
  firmwareVersion: z.string(),
  smetsChtsVersion: z.string(),
  gbcsVersion: z.string(),
  esmeVariant: z.string(),
  cpaCertificateId: z.string(),
  cpaCertificateExpiryDate: z.string(),
  cpaCertificateRenewalDate: z.string(),
  zigbeeCertificateId: z.string(),
  dlmsCertificateId: z.string(),
  manufacturerImageHash: z.string(),
  imageCreator: z.string(),
  status: z.enum(CPL_STATUSES),
  dateAdded: z.string(),
  dateRemoved: z.string(),
});
