import { writeCsvRecord } from '../../domain/csv/csv-table.ts';
import type { SheetRow } from './sheet-rows.ts';
import { type WorkbookLimits, checkLimit } from './workbook-trouble.ts';

/** Characters that are gathered before they become bytes. */
const PIECE_CHARACTERS = 64 * 1024;

/**
 * A sheet as the CSV file that a spreadsheet saves of it: as many columns as its first row has, also in rows that end
 * sooner, and a line of commas for each empty row between others.
 */
export class ListCsv {
  readonly #limits: WorkbookLimits;
  readonly #pieces: Buffer[] = [];
  #text = '';
  #bytes = 0;
  #columns: number | undefined;
  #nextLine = 1;

  constructor(limits: WorkbookLimits) {
    this.#limits = limits;
  }

  /** Adds the next row with anything in it. */
  add({ line, values }: SheetRow): void {
    const columns = (this.#columns ??= values.length);
    const emptyRow = `${','.repeat(columns - 1)}\r\n`;
    for (; this.#nextLine < line; this.#nextLine += 1) this.#write(emptyRow);
    const missing = ','.repeat(Math.max(0, columns - values.length));
    this.#write(`${writeCsvRecord(values)}${missing}\r\n`);
    this.#nextLine += 1;
  }

  /** The bytes of the whole file; none of a sheet without any text. */
  bytes(): Uint8Array {
    this.#flush();
    return Buffer.concat(this.#pieces, this.#bytes);
  }

  #write(line: string): void {
    this.#text += line;
    if (this.#text.length >= PIECE_CHARACTERS) this.#flush();
  }

  #flush(): void {
    const piece = Buffer.from(this.#text, 'utf8');
    this.#text = '';
    this.#bytes += piece.byteLength;
    checkLimit(this.#limits, 'listBytes', this.#bytes);
    this.#pieces.push(piece);
  }
}
