/** How a number in a cell is shown: as it comes, as a day, with leading zeros, with decimals, or with an exponent. */
export type CellFormat =
  | { readonly kind: 'general' | 'text' | 'day' }
  | { readonly kind: 'zeros' | 'decimals' | 'exponent'; readonly digits: number };

/** A cell that is shown as it comes. */
export const GENERAL: CellFormat = { kind: 'general' };

/** Formats of the standard that have a number and no code; the days of other languages are among them. */
const BUILT_IN: ReadonlyMap<number, CellFormat> = new Map([
  [1, { kind: 'zeros', digits: 1 }],
  [2, { kind: 'decimals', digits: 2 }],
  [11, { kind: 'exponent', digits: 2 }],
  [48, { kind: 'exponent', digits: 1 }],
  [49, { kind: 'text' }],
  ...[14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id): [number, CellFormat] => [
    id,
    { kind: 'day' },
  ]),
]);

/** Characters of a code, which a spreadsheet program limits to 255: what follows is not read. */
const MOST_CODE = 255;

/** The format that a workbook gives by its number, or by a code of its own such as `000000` or `dd/mm/yyyy`. */
export function cellFormat(id: number, code: string | undefined): CellFormat {
  if (code === undefined) return BUILT_IN.get(id) ?? GENERAL;
  const positive = code.slice(0, MOST_CODE).replaceAll(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|;.*/gs, '');
  if (positive === '@') return { kind: 'text' };
  const {
    whole = '',
    decimals,
    exponent,
  } = /^(?<whole>0+)(?:\.(?<decimals>0+))?(?<exponent>E\+0+)?$/i.exec(positive)?.groups ?? {};
  if (exponent !== undefined) return { kind: 'exponent', digits: decimals?.length ?? 0 };
  if (decimals !== undefined) return { kind: 'decimals', digits: decimals.length };
  if (whole !== '') return { kind: 'zeros', digits: whole.length };
  return /[dy]/i.test(positive) ? { kind: 'day' } : GENERAL;
}

/** The most digits of a whole number that a cell of the general format shows without an exponent. */
const MOST_WHOLE = 1e11;
const LEAST_FRACTION = 1e-9;
/** Decimals that a number can be given, as the language has it. */
const MOST_DECIMALS = 100;

/** A number as a spreadsheet saves it in a CSV file: as it is shown, a day as dd/mm/yyyy. */
export function numberText(written: string, format: CellFormat, from1904: boolean): string {
  const value = Number(written);
  if (written.trim() === '' || !Number.isFinite(value)) return written;
  switch (format.kind) {
    case 'text':
      return String(value);
    case 'zeros':
      return withSign(value, value.toFixed(0).replace('-', '').padStart(format.digits, '0'));
    case 'decimals':
      return value.toFixed(Math.min(format.digits, MOST_DECIMALS));
    case 'exponent':
      return withExponent(value.toExponential(Math.min(format.digits, MOST_DECIMALS)));
    case 'day':
      return dayText(value, from1904) ?? generalText(value);
    case 'general':
      return generalText(value);
  }
}

function generalText(value: number): string {
  const size = Math.abs(value);
  if (size >= MOST_WHOLE || (size > 0 && size < LEAST_FRACTION)) {
    return withExponent(value.toExponential(5).replace(/\.?0+e/, 'e'));
  }
  return Number.isInteger(value)
    ? String(value)
    : Number(value.toPrecision(10))
        .toFixed(9)
        .replace(/\.?0+$/, '');
}

/** `1.2e+7` as a spreadsheet writes it: `1.2E+07`. */
function withExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2').toUpperCase();
}

function withSign(value: number, digits: string): string {
  return value < 0 ? `-${digits}` : digits;
}

const DAY_MS = 86_400_000;
/** Day 0 of the serial numbers from 1 March 1900 on; before it they count from a day later. */
const DAY_ZERO = Date.UTC(1899, 11, 30);
const DAYS_TO_1904 = 1462;
/** 29 February 1900, a day that spreadsheets have and the calendar does not have. */
const DAY_TOO_MANY = 60;
/** 31 December 9999. */
const LAST_DAY = 2_958_465;

/** The day of a serial number as dd/mm/yyyy; undefined when it has none. */
function dayText(serial: number, from1904: boolean): string | undefined {
  const day = Math.floor(serial) + (from1904 ? DAYS_TO_1904 : 0);
  if (day < 1 || day > LAST_DAY) return undefined;
  if (day === DAY_TOO_MANY) return '29/02/1900';
  const instant = DAY_ZERO + (day < DAY_TOO_MANY ? day + 1 : day) * DAY_MS;
  return dayFirst(new Date(instant).toISOString());
}

/** `2022-11-01…` as `01/11/2022`; any other text as it is. */
export function dayFirst(text: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})(?!\d)/.exec(text) ?? [];
  return year === undefined ? text : `${day}/${month}/${year}`;
}
