import { isFormula } from '../domain/csv/formula.ts';
import { printable } from '../domain/findings/printable.ts';

/** A cell that begins with TAB, CR or LF is shifted, in some of them, so that what follows is the cell. */
const SHIFTED = /^[\t\r\n]/;
/** Digits a spreadsheet would rewrite: leading zeros lost, or read as a power of ten (DOMAIN 1.3). */
const REWRITTEN = /^\s*(?:0\d+|\d+e\d+|\d{16,})\s*$/i;

/**
 * A text that is safe in a cell of a csv file that people open with a spreadsheet. An apostrophe before it keeps
 * it text, and shows it as it was; what nobody sees, other than TAB and line ends, becomes a space.
 */
export function spreadsheetText(text: string): string {
  const visible = printable(text, '\t\r\n');
  return isFormula(text) || SHIFTED.test(text) || REWRITTEN.test(text) ? `'${visible}` : visible;
}
