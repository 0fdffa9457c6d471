import writeExcelFile, { type Cell, type CellObject } from 'write-excel-file/node';
import { insertElementMarkupAccordingToOrderOfSiblings } from 'write-excel-file/utility';
import { type Classification, CLASSIFICATIONS } from '../contracts/classification.ts';
import { londonClock } from '../domain/calendar/london-time.ts';
import { printable } from '../domain/findings/printable.ts';

/** What the library lets us change of the files that it writes. */
type Feature = NonNullable<NonNullable<Parameters<typeof writeExcelFile>[1]>['features']>[number];

/** A value of a cell; '' is an empty cell. */
export type Value = string | number;

/** A column; one of days (`yyyy-mm-dd`) or of moments (ISO instants) has real dates, moments by the clock in London. */
export type Column = { readonly title: string; readonly width: number; readonly kind?: 'day' | 'moment' };

/** A column of texts or numbers. */
export const column = (title: string, width = 16): Column => ({ title, width });
/** A column of days. */
export const day = (title: string): Column => ({ title, width: 12, kind: 'day' });
/** A column of moments, by the clock in London. */
export const moment = (title: string): Column => ({ title: `${title} (London)`, width: 18, kind: 'moment' });

/** One sheet: a table below its header. */
export type Section = {
  readonly sheet: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Value[])[];
};

/** The order in which ECMA-376 has the parts of a sheet, as far as there are any. */
const ORDER = ['sheetPr', 'sheetViews', 'cols', 'sheetData', 'autoFilter', 'pageMargins', 'pageSetup', 'headerFooter'];
const POINTS_A_LINE = 15;

/**
 * A spreadsheet of tables: a frozen header with filters, real dates, landscape A4 as wide as one page with the header on
 * each. A classification is at the head of each printed page. Texts are written as text cells, so nothing in them is ever run as a formula, and identifiers keep their zeros.
 */
export async function workbook(
  sections: readonly Section[],
  classification: Classification,
): Promise<Uint8Array<ArrayBuffer>> {
  const sheets = sections.map(({ sheet, columns, rows }) => ({
    sheet,
    orientation: 'landscape' as const,
    data: [columns.map(headerCell), ...(rows.length === 0 ? [[NONE]] : rows.map((row) => cells(row, columns)))],
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
  }));
  return new Uint8Array(
    await writeExcelFile(sheets, { features: [tables(sections, CLASSIFICATIONS[classification])] }).toBuffer(),
  );
}

const NONE: Cell = { value: 'none', type: String };

function headerCell({ title }: Column): Cell {
  return {
    value: title,
    type: String,
    fontWeight: 'bold',
    backgroundColor: '#e9eff5',
    wrap: true,
    alignVertical: 'top',
  };
}

function cells(row: readonly Value[], columns: readonly Column[]): Cell[] {
  const lines = Math.max(...row.map((value, index) => Math.ceil(String(value).length / (columns[index]?.width ?? 1))));
  const height = lines > 1 ? { height: lines * POINTS_A_LINE } : {};
  return row.map((value, index) => ({ ...cell(value, columns[index]?.kind), ...height }));
}

function cell(value: Value, kind: Column['kind']): CellObject {
  if (typeof value === 'number') return { value, type: Number, alignVertical: 'top' };
  if (kind === 'day' && /^\d{4}-\d{2}-\d{2}$/.test(value)) {
    return { value: new Date(`${value}T00:00:00Z`), type: Date, format: 'dd/mm/yyyy', alignVertical: 'top' };
  }
  if (kind === 'moment' && !Number.isNaN(Date.parse(value))) {
    return { value: new Date(`${londonClock(value)}Z`), type: Date, format: 'dd/mm/yyyy hh:mm', alignVertical: 'top' };
  }
  return { value: printable(value), type: String, wrap: true, alignVertical: 'top' };
}

/** What the library does not write: filters, the width of a printed page, and the header on each page. */
function tables(sections: readonly Section[], marking: string): Feature {
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transform(xml, _options, { sheetIndex }) {
            const { columns, rows } = sections[sheetIndex] ?? { columns: [], rows: [] };
            const filter = `<autoFilter ref="A1:${letter(columns.length)}${Math.max(rows.length, 1) + 1}"/>`;
            const onePageWide = '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>';
            const head = `<headerFooter><oddHeader>&amp;L${marking}</oddHeader></headerFooter>`;
            return [filter, onePageWide, head].reduce(
              (sheet, element) => insertElementMarkupAccordingToOrderOfSiblings(sheet, element, ORDER, 'worksheet'),
              xml,
            );
          },
          transformElementAttributes: (tag, attributes) =>
            tag === 'pageSetup' ? { ...attributes, fitToWidth: 1, fitToHeight: 0 } : attributes,
        },
        'xl/workbook.xml': {
          transform: (xml) =>
            xml.replace('<definedNames/>', `<definedNames>${sections.map(printTitle).join('')}</definedNames>`),
        },
      },
    },
  };
}

function printTitle({ sheet }: Section, index: number): string {
  return `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">'${sheet}'!$1:$1</definedName>`;
}

/** The letter of a column, from 1; a table has no more than 26. */
function letter(column: number): string {
  return String.fromCodePoint(64 + column);
}
