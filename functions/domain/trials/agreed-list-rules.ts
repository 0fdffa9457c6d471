import { CPL_DEVICE_TYPES } from '../cpl/cpl-entry.ts';
import { isCalendarDay } from '../calendar/calendar-day.ts';
import { DEFAULT_DEVICE_LIMIT, DEFAULT_TRIAL_MONTHS, END_DECISIONS, monthsLater } from './agreed-list-cells.ts';
import { CPL_RULES, entryOf } from './agreed-list-cpl-rules.ts';
import { isWholeIdentifier } from '../cpl/cpl-rules.ts';
import { type AgreedListRule, isFamily, isType, rule } from './agreed-list-rule.ts';
import { isTrialCertificate } from './trial-eligibility.ts';

const party = (reference: string): string | undefined => /^([^:]*[^:\s])\s*:\s*\S/.exec(reference)?.[1]?.toUpperCase();

const IDENTIFIER_HINT = 'A spreadsheet may have taken leading zeros or read it as a number: format the column as text.';

/** What every row must be (R36 to R48); rules that need the CPL hold when there is none to ask. */
export const ROW_RULES: readonly AgreedListRule[] = [
  rule(
    'AGL-TRIAL-ID',
    'trial_id',
    'Every row needs the id of its trial, of at most 64 characters without a slash or control character.',
    (c) => !/^[^/\p{C}]{1,64}$/u.test(c.trial_id),
  ),
  rule(
    'AGL-MANUFACTURER-FORM',
    'manufacturer_identifier',
    `The manufacturer must be 4 hexadecimal characters. ${IDENTIFIER_HINT}`,
    (c) => !isWholeIdentifier(c.manufacturer_identifier, 4),
  ),
  rule(
    'AGL-DEVICE-TYPE',
    'device_type',
    `The device type must be one of ${CPL_DEVICE_TYPES.join(', ')}.`,
    (c) => !isType(c.device_type),
  ),
  rule(
    'AGL-VARIANT-FAMILY',
    'variant_family',
    'The variant family must be single, twin or poly for an ESME, and none for any other device.',
    (c) => !isFamily(c.variant_family) || (c.device_type === 'ESME') === (c.variant_family === 'none'),
  ),
  rule(
    'AGL-MODEL-FORM',
    'model_identifier',
    `The model must be 4 hexadecimal characters, or 8 with the hardware version in it (and then no other one beside it). ${IDENTIFIER_HINT}`,
    (c) => !isWholeIdentifier(c.model_identifier, 4),
  ),
  rule(
    'AGL-HARDWARE-FORM',
    'hardware_version',
    `The hardware version must be 4 hexadecimal characters. ${IDENTIFIER_HINT}`,
    (c) => !isWholeIdentifier(c.hardware_version, 4),
  ),
  rule(
    'AGL-FIRMWARE-FORM',
    'firmware_version',
    `The firmware version must be 8 hexadecimal characters. ${IDENTIFIER_HINT}`,
    (c) => !isWholeIdentifier(c.firmware_version, 8),
  ),
  rule(
    'AGL-LIMIT-FORM',
    'device_limit',
    'The device limit must be a whole number from 1 to 1,000,000.',
    (c) => !/^[1-9]\d{0,6}$/.test(c.device_limit) || Number(c.device_limit) > 1_000_000,
  ),
  rule(
    'AGL-LIMIT-JUSTIFICATION',
    'justification',
    `A limit of more than ${DEFAULT_DEVICE_LIMIT} devices needs the justification that the SSC accepted.`,
    (c) => Number(c.device_limit) > DEFAULT_DEVICE_LIMIT && c.justification === '',
  ),
  rule(
    'AGL-START-DATE',
    'start_date',
    'The start must be a day of the calendar, as yyyy-mm-dd or dd/mm/yyyy.',
    (c) => !isCalendarDay(c.start_date),
  ),
  rule(
    'AGL-END-DATE',
    'end_date',
    'The end must be a day of the calendar, as yyyy-mm-dd or dd/mm/yyyy.',
    (c) => !isCalendarDay(c.end_date),
  ),
  rule(
    'AGL-END-BEFORE-START',
    'end_date',
    'The trial ends before it starts.',
    (c) => isCalendarDay(c.start_date) && isCalendarDay(c.end_date) && c.end_date < c.start_date,
  ),
  rule(
    'AGL-LENGTH-JUSTIFICATION',
    'justification',
    `A trial of more than ${DEFAULT_TRIAL_MONTHS} calendar months needs the justification that the SSC accepted.`,
    (c) =>
      c.justification === '' &&
      isCalendarDay(c.end_date) &&
      c.end_date > (monthsLater(c.start_date, DEFAULT_TRIAL_MONTHS) ?? c.end_date),
  ),
  rule(
    'AGL-END-DECISION',
    'end_decision',
    'The decision for the end must be empty, suspend or remain-pending-certification.',
    (c) => !END_DECISIONS.some((decision) => decision === c.end_decision),
  ),
  rule(
    'AGL-SSC-REFERENCE',
    'ssc_decision_reference',
    'The decision of the SSC must be given as PARTY:reference.',
    (c) => party(c.ssc_decision_reference) === undefined,
  ),
  rule(
    'AGL-DCC-REFERENCE',
    'dcc_instruction_reference',
    'The instruction of the DCC Service team must be given as PARTY:reference.',
    (c) => party(c.dcc_instruction_reference) === undefined,
  ),
  rule(
    'AGL-DSP-REFERENCE',
    'dsp_agreement_reference',
    'The agreement of the DSP Service team must be given as PARTY:reference.',
    (c) => party(c.dsp_agreement_reference) === undefined,
  ),
  rule(
    'AGL-ONE-PARTY',
    'dsp_agreement_reference',
    'Instruction and agreement must come from two different parties.',
    (c) =>
      party(c.dcc_instruction_reference) !== undefined &&
      party(c.dcc_instruction_reference) === party(c.dsp_agreement_reference),
  ),
  rule(
    'AGL-CERTIFICATE-FORM',
    'trial_certificate_id',
    'This is not a trial certificate reference as the settings describe one (setting trialCertificatePattern).',
    (c, context) => !isTrialCertificate(c.trial_certificate_id, context.trialCertificatePattern),
  ),
  ...CPL_RULES,
  rule(
    'AGL-DEPARTMENT-DATE',
    'department_notified_on',
    'The day on which the department was notified must be a day of the calendar, or empty.',
    (c) => c.department_notified_on !== '' && !isCalendarDay(c.department_notified_on),
  ),
  rule(
    'AGL-NOT-ON-CPL',
    'firmware_version',
    'The CPL has no entry of this model and firmware yet: devices with it cannot join the network.',
    (c, context) => context.cpl !== undefined && entryOf(c, context) === undefined,
    'warning',
  ),
  rule(
    'AGL-CPL-NOT-ASKED',
    'manufacturer_identifier',
    'There was no CPL to ask: eligibility and certificate were not checked.',
    (_c, { cpl }) => cpl === undefined,
    'warning',
  ),
  rule(
    'AGL-NO-SUPPLIER',
    'sponsoring_supplier',
    'No sponsoring supplier is named.',
    (c) => c.sponsoring_supplier === '',
    'warning',
  ),
  rule(
    'AGL-NO-STATEMENTS',
    'compliance_statements',
    'No statements of compliance are noted.',
    (c) => c.compliance_statements === '',
    'warning',
  ),
  rule(
    'AGL-NOT-NOTIFIED',
    'department_notified_on',
    'It is not noted that the department was notified of the trial.',
    (c) => c.department_notified_on === '',
    'warning',
  ),
];
