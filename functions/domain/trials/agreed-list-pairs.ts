import { type AgreedListRow, rowFirmwareKey } from './agreed-list.ts';
import type { AgreedListColumn } from './agreed-list-cells.ts';
import type { FindingCode } from '../findings/finding-codes.ts';

/** A row with the line it stands on. */
export type PlacedRow = { readonly line: number; readonly row: AgreedListRow };

/** A rule on two rows, the first of which stands above the second. */
export type PairRule = {
  readonly code: FindingCode;
  readonly field: AgreedListColumn;
  readonly sentence: string;
  readonly isBroken: (above: AgreedListRow, row: AgreedListRow) => boolean;
};

const SAME_IN_A_TRIAL = [
  'manufacturerIdentifier',
  'deviceType',
  'variantFamily',
  'deviceLimit',
  'startDate',
  'endDate',
  'endDecision',
] as const satisfies readonly (keyof AgreedListRow)[];

/** What any two rows must be to each other. */
export const PAIR_RULES: readonly PairRule[] = [
  {
    code: 'AGL-TRIAL-INCONSISTENT',
    field: 'trial_id',
    sentence:
      'The rows of one trial differ in manufacturer, device type, variant family, limit, dates or end decision.',
    isBroken: (above, row) =>
      above.trialId === row.trialId && SAME_IN_A_TRIAL.some((field) => above[field] !== row[field]),
  },
  {
    code: 'AGL-ROW-TWICE',
    field: 'firmware_version',
    sentence: 'The trial has this model and firmware already: one row is enough.',
    isBroken: (above, row) => above.trialId === row.trialId && rowFirmwareKey(above) === rowFirmwareKey(row),
  },
  {
    code: 'AGL-FIRMWARE-IN-TWO-TRIALS',
    field: 'firmware_version',
    sentence: 'Another trial has this model and firmware: a device with it would be in both.',
    isBroken: (above, row) => above.trialId !== row.trialId && rowFirmwareKey(above) === rowFirmwareKey(row),
  },
  {
    code: 'AGL-TWO-TRIALS-AT-ONCE',
    field: 'trial_id',
    sentence: 'Another trial of the manufacturer for this device type and variant family is on at the same time.',
    isBroken: (above, row) =>
      above.trialId !== row.trialId &&
      above.manufacturerIdentifier === row.manufacturerIdentifier &&
      above.deviceType === row.deviceType &&
      above.variantFamily === row.variantFamily &&
      above.startDate <= row.endDate &&
      row.startDate <= above.endDate,
  },
];
