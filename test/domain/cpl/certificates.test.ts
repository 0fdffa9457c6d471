import { expect, test } from 'vitest';
import {
  type Certificates,
  cpaReferenceOf,
  type EntryCertificates,
  needsCpa,
  NO_CERTIFICATES,
  requiredCertificates,
} from '../../../functions/domain/cpl/certificates.ts';

const WITHOUT: EntryCertificates = {
  entryNumber: '000002',
  cpa: null,
  dlms: null,
  zse: null,
  imageCreator: '',
  imageDescriptor: '',
  imageHash: '',
};
const CERTIFICATES: Certificates = new Map([
  [
    '000001',
    {
      ...WITHOUT,
      entryNumber: '000001',
      cpa: { reference: 'CPA-1', dateKind: 'expiry', date: '2031-11-01', characteristics: '1.3' },
    },
  ],
  ['000002', WITHOUT],
]);

test('[R44] every type but a PPMID needs a CPA certificate', () => {
  const types = ['ESME', 'GSME', 'CH', 'HCALCS', 'PPMID'] as const;
  expect(types.filter((deviceType) => needsCpa({ deviceType }))).toEqual(['ESME', 'GSME', 'CH', 'HCALCS']);
});

test('[R44] an ESME needs three certificates, a PPMID one, an entry of SMETS1 none', () => {
  const required = (deviceType: 'ESME' | 'GSME' | 'PPMID', smetsChtsVersion: string) =>
    requiredCertificates({ deviceType, smetsChtsVersion });
  expect(required('ESME', 'SMETS V5.1')).toEqual(['cpa', 'dlms', 'zse']);
  expect(required('GSME', 'SMETS V4.3')).toEqual(['cpa', 'zse']);
  expect(required('PPMID', 'SMETS V4.3')).toEqual(['zse']);
  expect(required('ESME', 'SMETS V1.2')).toEqual([]);
});

test('the CPA certificate of an entry that no published sheet has is not known, which is not the same as none', () => {
  const referenceOf = (entryNumber: string, certificates = CERTIFICATES) =>
    cpaReferenceOf({ entryNumber }, certificates);
  expect([referenceOf('000001'), referenceOf('000002'), referenceOf('000003')]).toEqual(['CPA-1', null, undefined]);
  expect(referenceOf('000001', NO_CERTIFICATES)).toBeUndefined();
});
