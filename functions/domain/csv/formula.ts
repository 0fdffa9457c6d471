/** What a spreadsheet takes for a formula, in its ASCII and its full-width form, also behind blanks. */
const FORMULA = /^[\s\p{Cc}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u;

/** Whether a spreadsheet would run a text that stands in a cell of a CSV file. */
export function isFormula(text: string): boolean {
  return FORMULA.test(text);
}
