import type { GbcsRegister, GbcsVersion } from './gbcs-register.ts';

const version = (
  gbcsVersion: string,
  dates: { validFrom?: string; validTo?: string },
  source: string,
  confidence: 'high' | 'medium' | 'low',
  note = '',
): GbcsVersion => ({
  gbcsVersion,
  recognised: true,
  validFrom: dates.validFrom ?? '',
  validTo: dates.validTo ?? '',
  dspMapping: gbcsVersion,
  source,
  confidence,
  note,
});

/**
 * The register in force until DCC operations drop their own: the GBCS versions that public sources name (R21). A
 * date that no source gives is left open, so that it never blocks an entry.
 */
export const DEFAULT_GBCS_REGISTER: GbcsRegister = [
  version(
    '1.0',
    { validTo: '2018-05-07' },
    'SECP_56x_2205_01 s2, s8',
    'high',
    'Last valid day of the overlap with 1.1',
  ),
  version('1.1', { validFrom: '2017-11-06' }, 'SECP_56x_2205_01 s2', 'high'),
  version('2.0', {}, 'SECP_56x_2205_01 s8; notification 2020/0493/UK', 'medium', 'Release 2.0; the number is inferred'),
  version('2.1', {}, 'no public source read', 'low'),
  version('3.0', {}, 'no public source read', 'low'),
  version('3.1', {}, 'no public source read', 'low'),
  version('3.2', {}, 'November 2020 SEC release (MP093)', 'high', 'In the field by November 2020'),
  version('4.0', {}, 'no public source read', 'low'),
  version('4.1', {}, 'DUIS schema V5.0 and V5.1', 'high', 'Likely in force 2021-11-04; the date is not confirmed'),
  version('4.2', {}, 'no public source read', 'low'),
  version('4.3', {}, 'DUIS schema V5.3a and V5.4', 'high'),
];
