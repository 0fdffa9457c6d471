import { type CellFormat, dayFirst, GENERAL, numberText } from './cell-format.ts';
import { RichText, unescaped } from './shared-strings.ts';
import { type UnreadableWorkbook, type WorkbookLimits, checkLimit, damaged } from './workbook-trouble.ts';
import { type XmlAttributes, readXml } from './workbook-xml.ts';

/** A row of a sheet with anything in it: its number, and its cells from column A to the last one that is not empty. */
export type SheetRow = { readonly line: number; readonly values: readonly string[] };

/** What the sheets of a workbook share. */
export type SharedOfSheets = {
  readonly strings: readonly string[];
  readonly formats: readonly CellFormat[];
  readonly from1904: boolean;
};

/**
 * Reads the rows of a sheet in their order, cells as the texts that a spreadsheet saves in a CSV file. Gives the
 * number of cells whose formula was saved without its result.
 *
 * @throws UnreadableWorkbook when the sheet is malformed or goes beyond the limits
 */
export function readSheet(
  file: string,
  pieces: Iterable<Uint8Array>,
  shared: SharedOfSheets,
  limits: WorkbookLimits,
  onRow: (row: SheetRow) => void,
): number {
  const sheet = new SheetReader(shared, limits, onRow);
  readXml(file, pieces, limits, {
    open: (name, attributes) => sheet.open(name, attributes),
    text: (text) => sheet.add(text),
    close: (name) => sheet.close(name),
  });
  return sheet.notCalculated;
}

class SheetReader {
  notCalculated = 0;
  readonly #shared: SharedOfSheets;
  readonly #limits: WorkbookLimits;
  readonly #onRow: (row: SheetRow) => void;
  readonly #inline: RichText;
  #line = 0;
  #values: string[] = [];
  #cells = 0;
  /** Index of the column of the cell, and of the one before in its row. */
  #column = -1;
  #type = 'n';
  #format = GENERAL;
  #value = '';
  #inValue = false;
  #inInline = false;
  #hasFormula = false;

  constructor(shared: SharedOfSheets, limits: WorkbookLimits, onRow: (row: SheetRow) => void) {
    this.#shared = shared;
    this.#limits = limits;
    this.#onRow = onRow;
    this.#inline = new RichText(limits);
  }

  open(name: string, attributes: XmlAttributes): void {
    if (name === 'c') this.#beginCell(attributes);
    else if (name === 'v') this.#inValue = true;
    else if (name === 'f') this.#hasFormula = true;
    else if (name === 'is') this.#inInline = true;
    else if (name === 'row') this.#beginRow(attributes['r']?.value);
    else this.#inline.open(name);
  }

  add(text: string): void {
    if (this.#inInline) this.#inline.add(text);
    else if (this.#inValue) {
      this.#value += text;
      checkLimit(this.#limits, 'cellCharacters', this.#value.length);
    }
  }

  close(name: string): void {
    if (name === 'c') this.#endCell();
    else if (name === 'v') this.#inValue = false;
    else if (name === 'is') this.#inInline = false;
    else if (name === 'row') this.#endRow();
    else this.#inline.close(name);
  }

  /** Rows and cells without a place follow the one before, as the format allows. */
  #beginRow(place: string | undefined): void {
    const line = place === undefined ? this.#line + 1 : Number(place);
    if (!/^\d*$/.test(place ?? '') || line <= this.#line) throw misplaced(`row ${place}`);
    this.#line = line;
    this.#values = [];
    this.#column = -1;
  }

  #beginCell(attributes: XmlAttributes): void {
    const place = attributes['r']?.value;
    const column = place === undefined ? this.#column + 1 : columnOf(place);
    if (column <= this.#column) throw misplaced(`cell ${place}`);
    this.#column = column;
    this.#type = attributes['t']?.value ?? 'n';
    this.#format = this.#shared.formats[Number(attributes['s']?.value ?? 0)] ?? GENERAL;
    this.#value = '';
    this.#hasFormula = false;
    this.#inline.begin();
  }

  #endCell(): void {
    if (this.#hasFormula && this.#value === '' && this.#type !== 'str') this.notCalculated += 1;
    const text = this.#textOfCell();
    if (text === '') return;
    const empty = this.#column - this.#values.length;
    this.#cells += empty + 1;
    checkLimit(this.#limits, 'cells', this.#cells);
    for (let column = 0; column < empty; column += 1) this.#values.push('');
    this.#values.push(text);
  }

  #endRow(): void {
    if (this.#values.length === 0) return;
    checkLimit(this.#limits, 'rows', this.#line);
    this.#onRow({ line: this.#line, values: this.#values });
  }

  #textOfCell(): string {
    const value = this.#value;
    switch (this.#type) {
      case 'inlineStr':
        return this.#inline.text;
      case 'str':
        return unescaped(value);
      case 's':
        return value === '' ? '' : this.#sharedString(value);
      case 'b':
        return value === '' ? '' : booleanText(value);
      case 'd':
        return dayFirst(value);
      case 'n':
        return numberText(value, this.#format, this.#shared.from1904);
      default:
        return value;
    }
  }

  #sharedString(index: string): string {
    const text = this.#shared.strings[Number(index)];
    if (text === undefined) throw damaged(`Row ${this.#line} has a cell with a text that is not in the workbook.`);
    return text;
  }
}

function booleanText(value: string): string {
  return value === '1' || value === 'true' ? 'TRUE' : 'FALSE';
}

/** Columns of a sheet, at most, in the format. */
const MOST_COLUMNS = 16_384;

/** The index of the column of a place such as `B7`. */
function columnOf(place: string): number {
  const letters = /^\$?([A-Za-z]{1,3})\$?\d*$/.exec(place)?.[1] ?? '';
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  if (column > MOST_COLUMNS) throw misplaced(`cell ${place}`);
  return column - 1;
}

function misplaced(what: string): UnreadableWorkbook {
  return damaged(`In one of its sheets ${what} is not where it should be.`);
}
