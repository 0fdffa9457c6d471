import type { FindingCode } from '../findings/finding-codes.ts';
import type { AgreedListColumn, Cells } from './agreed-list-cells.ts';
import type { AgreedListContext } from './trial-eligibility.ts';

/** A rule on a row: what is wrong and what to do, when it is broken. */
export type AgreedListRule = {
  readonly code: FindingCode;
  readonly severity: 'file' | 'warning';
  readonly field: AgreedListColumn;
  readonly sentence: string;
  readonly isBroken: (cells: Cells, context: AgreedListContext) => boolean;
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

/** Whether a text is so many hexadecimal characters. */
export const isHex = (text: string, length: number): boolean => text.length === length && /^[\dA-F]+$/.test(text);
