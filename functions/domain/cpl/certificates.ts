import { type CplEntry, isSmets1 } from './cpl-entry.ts';

/** A CPA certificate as the published sheet has it. */
export type CpaCertificate = {
  /** Without the prefix that says what kind of date it has. */
  readonly reference: string;
  /** A standard certificate expires; a lifetime one is due for renewal (MP209). */
  readonly dateKind: 'expiry' | 'renewal';
  /** ISO day, or ''. */
  readonly date: string;
  readonly characteristics: string;
};

/** The certificates of one entry, as the published sheet has them; null where it has none. */
export type EntryCertificates = {
  readonly entryNumber: string;
  readonly cpa: CpaCertificate | null;
  readonly dlms: { readonly reference: string; readonly version: string } | null;
  readonly zse: { readonly reference: string; readonly version: string } | null;
  readonly imageCreator: string;
  readonly imageDescriptor: string;
  readonly imageHash: string;
};

/** Certificates by entry number: what the newest published sheet or workbook said. */
export type Certificates = ReadonlyMap<string, EntryCertificates>;

/** Before any published sheet or workbook came. */
export const NO_CERTIFICATES: Certificates = new Map();

/** Whether a type of device needs a CPA certificate: all but a PPMID, from SMETS2 on (R44). */
export function needsCpa({ deviceType }: Pick<CplEntry, 'deviceType'>): boolean {
  return deviceType !== 'PPMID';
}

/** Assurance Certificates, in the order of the published sheet. */
export const CERTIFICATE_KINDS = ['cpa', 'dlms', 'zse'] as const;
export type CertificateKind = (typeof CERTIFICATE_KINDS)[number];

/** The certificates that an entry needs by its device type: none of SMETS1, no CPA for a PPMID, DLMS for an ESME. */
export function requiredCertificates(entry: Pick<CplEntry, 'deviceType' | 'smetsChtsVersion'>): CertificateKind[] {
  if (isSmets1(entry)) return [];
  return CERTIFICATE_KINDS.filter(
    (kind) => kind === 'zse' || (kind === 'cpa' ? needsCpa(entry) : entry.deviceType === 'ESME'),
  );
}

/** The reference of an entry's CPA certificate: null where it has none, undefined while that is not known. */
export function cpaReferenceOf(
  { entryNumber }: Pick<CplEntry, 'entryNumber'>,
  certificates: Certificates,
): string | null | undefined {
  const known = certificates.get(entryNumber);
  return known === undefined ? undefined : (known.cpa?.reference ?? null);
}
