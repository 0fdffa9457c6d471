import { CPL_DEVICE_TYPES, VARIANT_FAMILIES } from '../cpl/cpl-entry.ts';
import type { FindingCode } from '../findings/finding-codes.ts';
import type { AgreedListColumn, Cells } from './agreed-list-cells.ts';
import type { AgreedRowContext } from './trial-eligibility.ts';

/** A rule on a row: what is wrong and what to do, when it is broken. */
export type AgreedListRule = {
  readonly code: FindingCode;
  readonly severity: 'file' | 'warning';
  readonly field: AgreedListColumn;
  readonly sentence: string;
  readonly isBroken: (cells: Cells, context: AgreedRowContext) => boolean;
};

/** A rule, which refuses the file unless it is said to be only a warning. */
export function rule(
  code: AgreedListRule['code'],
  field: AgreedListColumn,
  sentence: string,
  isBroken: AgreedListRule['isBroken'],
  severity: AgreedListRule['severity'] = 'file',
): AgreedListRule {
  return { code, severity, field, sentence, isBroken };
}

/** Whether a text is a device type of the CPL, or a variant family, as the code has them. */
export const isType = (text: string): boolean => CPL_DEVICE_TYPES.some((type) => type === text);
export const isFamily = (text: string): boolean => VARIANT_FAMILIES.some((family) => family === text);
