import { needsCpa } from '../cpl/certificates.ts';
import { CPL_DEVICE_TYPES, isSmets1 } from '../cpl/cpl-entry.ts';
import type { Cells } from './agreed-list-cells.ts';
import { isWholeIdentifier } from '../cpl/cpl-rules.ts';
import { type AgreedListRule, isFamily, isType, rule } from './agreed-list-rule.ts';
import { type AgreedListContext, isSameCertificate } from './trial-eligibility.ts';

/** The Device Model of the CPL that a row names, if there is a CPL to ask and it has one. */
export const entryOf = (cells: Cells, { cpl }: AgreedListContext) =>
  cpl?.entryFor({
    manufacturerIdentifier: cells.manufacturer_identifier,
    modelIdentifier: cells.model_identifier,
    hardwareVersion: cells.hardware_version,
    firmwareVersion: cells.firmware_version,
  });

/** What a row must be by the CPL (R37, R38, R42, R44); each holds when there is none to ask. */
export const CPL_RULES: readonly AgreedListRule[] = [
  rule(
    'AGL-NO-CPA-NEEDED',
    'device_type',
    'Devices of this type need no CPA certificate, so they are not for a trial.',
    (c) => CPL_DEVICE_TYPES.some((type) => type === c.device_type && !needsCpa({ deviceType: type })),
  ),
  rule(
    'AGL-TYPE-OTHER',
    'device_type',
    'The CPL has this model and firmware under another device type.',
    (c, context) => isType(c.device_type) && (entryOf(c, context)?.entry.deviceType ?? c.device_type) !== c.device_type,
  ),
  rule(
    'AGL-FAMILY-OTHER',
    'variant_family',
    'The CPL has this model and firmware under another variant: there it is part of the device type.',
    (c, context) => {
      const entry = entryOf(c, context)?.entry;
      return (
        isFamily(c.variant_family) && entry?.deviceType === c.device_type && entry.variantFamily !== c.variant_family
      );
    },
  ),
  rule(
    'AGL-CERTIFICATE-OTHER',
    'trial_certificate_id',
    'The CPL entry of this model and firmware has another certificate.',
    (c, context) => {
      const reference = entryOf(c, context)?.cpaReference;
      return reference !== undefined && !isSameCertificate(c.trial_certificate_id, reference ?? '');
    },
  ),
  rule(
    'AGL-SMETS1',
    'model_identifier',
    'The CPL has this model as SMETS1: trials are for SMETS2 and later.',
    (c, context) => isSmets1(entryOf(c, context)?.entry ?? { smetsChtsVersion: '' }),
  ),
  rule(
    'AGL-NOT-ELIGIBLE',
    'manufacturer_identifier',
    'The manufacturer has no Current SMETS2+ entry on the CPL with a CPA certificate that is not a trial one: the SSC requires one.',
    (c, { cpl, trialCertificatePattern, rows }) =>
      cpl !== undefined &&
      isWholeIdentifier(c.manufacturer_identifier, 4) &&
      !cpl.isEligible(c.manufacturer_identifier, rows, trialCertificatePattern),
  ),
  rule(
    'AGL-CERTIFICATES-NOT-KNOWN',
    'trial_certificate_id',
    'The certificate of this entry is not known, because no published list or workbook has come yet: it was not compared.',
    (c, context) => {
      const model = entryOf(c, context);
      return model !== undefined && model.cpaReference === undefined;
    },
    'warning',
  ),
];
