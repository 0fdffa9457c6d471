import type { Certificates, CpaCertificate } from '../../functions/domain/cpl/certificates.ts';

/** The CPA certificate of an entry number; null where it is known to have none. */
export type KnownCertificate = Partial<CpaCertificate> | null;

/** Certificates by entry number, as a published sheet would have brought them: of each the CPA certificate, beside a DLMS and a ZSE one. */
export function certificatesOf(cpa: Readonly<Record<string, KnownCertificate>>): Certificates {
  return new Map(
    Object.entries(cpa).map(([entryNumber, certificate]) => [
      entryNumber,
      {
        entryNumber,
        cpa: certificate && {
          reference: 'SYN-CPA-0001',
          dateKind: 'expiry',
          date: '2031-11-01',
          characteristics: 'Security Characteristics version 1.2',
          ...certificate,
        },
        dlms: { reference: 'SYN-DLMS-0001', version: '1' },
        zse: { reference: 'SYN-ZSE-0001', version: '1.4' },
        imageCreator: '',
        imageDescriptor: '',
        imageHash: '',
      },
    ]),
  );
}
