import { addMonths, isCalendarDay } from '../calendar/calendar-day.ts';
import { VARIANT_FAMILIES } from '../cpl/cpl-entry.ts';
import { deviceTypeOf, isoDayOf } from '../cpl/cpl-words.ts';
import { upperCase } from '../cpl/upper-case.ts';
import type { AgreedListRow } from './agreed-list.ts';

/** The columns of `governance/agreed-list.csv`, and the field of a row that each one holds. */
export const AGREED_LIST_COLUMNS = {
  trial_id: 'trialId',
  manufacturer_identifier: 'manufacturerIdentifier',
  device_type: 'deviceType',
  variant_family: 'variantFamily',
  model_identifier: 'modelIdentifier',
  hardware_version: 'hardwareVersion',
  firmware_version: 'firmwareVersion',
  trial_certificate_id: 'trialCertificateId',
  device_limit: 'deviceLimit',
  start_date: 'startDate',
  end_date: 'endDate',
  end_decision: 'endDecision',
  justification: 'justification',
  ssc_decision_reference: 'sscDecisionReference',
  dcc_instruction_reference: 'dccInstructionReference',
  dsp_agreement_reference: 'dspAgreementReference',
  sponsoring_supplier: 'sponsoringSupplier',
  compliance_statements: 'complianceStatements',
  department_notified_on: 'departmentNotifiedOn',
} as const satisfies Readonly<Record<string, keyof AgreedListRow>>;
export type AgreedListColumn = keyof typeof AGREED_LIST_COLUMNS;

/** What stands in a row, each cell normalised where it can be, and as it was written where not. */
export type Cells = Readonly<Record<AgreedListColumn, string>>;

/** Devices in a trial unless the SSC approved another number (R40). */
export const DEFAULT_DEVICE_LIMIT = 100;
/** Calendar months of a trial unless the SSC approved a longer one (R40). */
export const DEFAULT_TRIAL_MONTHS = 18;

/**
 * Normalises the cells of a row: identifiers in upper case, a model of eight characters split into model and hardware
 * version, dates as ISO days, the default limit and the default end filled in.
 */
export function normalisedCells(read: (column: AgreedListColumn) => string): Cells {
  const text = (column: AgreedListColumn): string => read(column).trim();
  const upper = (column: AgreedListColumn): string => upperCase(text(column));
  const day = (column: AgreedListColumn): string => isoDayOf(text(column)) ?? text(column);
  const wholeModel = upper('model_identifier');
  const isWhole = wholeModel.length === 8 && [wholeModel.slice(4), ''].includes(upper('hardware_version'));
  const startDate = day('start_date');
  const type = deviceTypeOf(text('device_type'));
  const device = type?.deviceType ?? upper('device_type');
  return {
    trial_id: text('trial_id'),
    manufacturer_identifier: upper('manufacturer_identifier'),
    device_type: device,
    variant_family: text('variant_family').toLowerCase() || (type?.variantFamily ?? (device === 'ESME' ? '' : 'none')),
    model_identifier: isWhole ? wholeModel.slice(0, 4) : wholeModel,
    hardware_version: isWhole ? wholeModel.slice(4) : upper('hardware_version'),
    firmware_version: upper('firmware_version'),
    trial_certificate_id: text('trial_certificate_id'),
    device_limit: text('device_limit') || String(DEFAULT_DEVICE_LIMIT),
    start_date: startDate,
    end_date: day('end_date') || (monthsLater(startDate, DEFAULT_TRIAL_MONTHS) ?? ''),
    end_decision: text('end_decision').toLowerCase(),
    justification: text('justification'),
    ssc_decision_reference: text('ssc_decision_reference'),
    dcc_instruction_reference: text('dcc_instruction_reference'),
    dsp_agreement_reference: text('dsp_agreement_reference'),
    sponsoring_supplier: text('sponsoring_supplier'),
    compliance_statements: text('compliance_statements'),
    department_notified_on: day('department_notified_on'),
  };
}

/** The row that cells stand for, once no rule is broken; undefined while a word in them is none of the list's. */
export function rowOfCells(cells: Cells): AgreedListRow | undefined {
  const variantFamily = VARIANT_FAMILIES.find((family) => family === cells.variant_family);
  const endDecision = END_DECISIONS.find((decision) => decision === cells.end_decision);
  if (variantFamily === undefined || endDecision === undefined) return undefined;
  return {
    trialId: cells.trial_id,
    manufacturerIdentifier: cells.manufacturer_identifier,
    deviceType: cells.device_type,
    variantFamily,
    modelIdentifier: cells.model_identifier,
    hardwareVersion: cells.hardware_version,
    firmwareVersion: cells.firmware_version,
    trialCertificateId: cells.trial_certificate_id,
    deviceLimit: Number(cells.device_limit),
    startDate: cells.start_date,
    endDate: cells.end_date,
    endDecision,
    justification: cells.justification,
    sscDecisionReference: cells.ssc_decision_reference,
    dccInstructionReference: cells.dcc_instruction_reference,
    dspAgreementReference: cells.dsp_agreement_reference,
    sponsoringSupplier: cells.sponsoring_supplier,
    complianceStatements: cells.compliance_statements,
    departmentNotifiedOn: cells.department_notified_on,
  };
}

/** What the SSC may have decided for the end of a trial (R59); '' while it has not. */
export const END_DECISIONS = ['', 'suspend', 'remain-pending-certification'] as const;

/** The day a number of calendar months later, at most the last of its month; undefined for what is not an ISO day. */
export function monthsLater(day: string, months: number): string | undefined {
  return isCalendarDay(day) ? addMonths(day, months) : undefined;
}
