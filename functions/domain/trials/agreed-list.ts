import { duisDeviceModel, type VariantFamily } from '../cpl/cpl-entry.ts';

/** One row of the agreed list: one firmware version of one trial (R46, R47). Dates are ISO days, absent text is ''. */
export type AgreedListRow = {
  readonly trialId: string;
  readonly manufacturerIdentifier: string;
  readonly deviceType: string;
  readonly variantFamily: VariantFamily;
  readonly modelIdentifier: string;
  readonly hardwareVersion: string;
  readonly firmwareVersion: string;
  readonly trialCertificateId: string;
  /** Devices, 100 unless the SSC approved another limit (R40, R41). */
  readonly deviceLimit: number;
  readonly startDate: string;
  readonly endDate: string;
  readonly endDecision: '' | 'suspend' | 'remain-pending-certification';
  readonly justification: string;
  readonly sscDecisionReference: string;
  readonly dccInstructionReference: string;
  readonly dspAgreementReference: string;
  readonly sponsoringSupplier: string;
  readonly complianceStatements: string;
  readonly departmentNotifiedOn: string;
};

/** One version of the agreed list, as it was activated. */
export type AgreedList = {
  /** Counts up with each activation; 0 is the empty list before the first one. */
  readonly version: number;
  /** ISO instant; trial intervals start no earlier than this. */
  readonly activatedAt: string;
  readonly rows: readonly AgreedListRow[];
};

/** The agreed list of a pipeline on which none was activated yet. */
export const EMPTY_AGREED_LIST: AgreedList = { version: 0, activatedAt: '1970-01-01T00:00:00.000Z', rows: [] };

/**
 * What the trial flag matches on (R53): manufacturer, model as DUIS names it, and firmware version, as one key. Also
 * the key of the index by which the devices of a firmware are found.
 */
export function firmwareKey(manufacturer: string, model: string, firmwareVersion: string): string {
  return `${manufacturer}/${model}/${firmwareVersion}`;
}

/** The combination of manufacturer, model and firmware that a row of the agreed list is about. */
export function rowFirmwareKey(
  row: Pick<AgreedListRow, 'manufacturerIdentifier' | 'modelIdentifier' | 'hardwareVersion' | 'firmwareVersion'>,
): string {
  return firmwareKey(row.manufacturerIdentifier, duisDeviceModel(row), row.firmwareVersion);
}
