import { zipSync } from 'fflate';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const SHEETS = ['Version Control', 'CPL - New Entry', 'Central Products List', 'CPL - saveable in CSV'];

/** Files of the list's sheet and of the published sheet in a workbook's archive. */
export const LIST_FILE = 'xl/worksheets/sheet4.xml';
export const PUBLISHED_FILE = 'xl/worksheets/sheet3.xml';

/** The rows of the two sheets that are read, as texts; a row's place in the array is its place in the sheet. */
export type CplWorkbookRows = {
  readonly listRows: readonly (readonly string[])[];
  readonly publishedRows: readonly (readonly string[])[];
};

/**
 * A synthetic workbook of the shape of SECAS's: the same four sheets, shared texts, days of the published sheet (texts
 * such as `01/11/2022`) as serial numbers. The same rows give the same bytes.
 */
export function cplWorkbook(rows: CplWorkbookRows): Uint8Array {
  return zippedWorkbook(cplWorkbookParts(rows));
}

/** The files in the archive of such a workbook, by name, for tests that change some of them. */
export function cplWorkbookParts({ listRows, publishedRows }: CplWorkbookRows): Record<string, string> {
  const shared = new SharedTexts();
  const sheets = [
    worksheet([['Version', 'Date of issue']], shared, false),
    worksheet([['New entry']], shared, false),
    worksheet(publishedRows, shared, true),
    worksheet(listRows, shared, false),
  ];
  return {
    '[Content_Types].xml': CONTENT_TYPES,
    '_rels/.rels': relationships([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': workbookXml(SHEETS),
    'xl/_rels/workbook.xml.rels': relationships([
      ...SHEETS.map((_, index): [string, string] => ['worksheet', `worksheets/sheet${index + 1}.xml`]),
      ['styles', 'styles.xml'],
      ['sharedStrings', 'sharedStrings.xml'],
    ]),
    ...Object.fromEntries(sheets.map((sheet, index) => [`xl/worksheets/sheet${index + 1}.xml`, sheet])),
    'xl/styles.xml': STYLES,
    'xl/sharedStrings.xml': shared.xml(),
  };
}

/** The archive of a workbook's files. */
export function zippedWorkbook(parts: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const files = Object.entries(parts).map(([name, content]) => [name, new Uint8Array(Buffer.from(content))]);
  return zipSync(Object.fromEntries(files), { mtime: '2020-01-01T00:00:00' });
}

/** `xl/workbook.xml` with sheets of these names, `rId1` being the relation of the first. */
export function workbookXml(names: readonly string[], properties = '<workbookPr/>'): string {
  const sheets = names.map(
    (name, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  return `${DECLARATION}<workbook xmlns="${MAIN}" xmlns:r="${DOCUMENT}">${properties}<sheets>${sheets.join('')}</sheets></workbook>`;
}

/** A sheet of rows that are written out in the format's own XML. */
export function sheetXml(rows: string): string {
  return `${DECLARATION}<worksheet xmlns="${MAIN}" xmlns:r="${DOCUMENT}"><sheetData>${rows}</sheetData></worksheet>`;
}

/** Styles of the numbers 0 to 6: general, the day of the format, `dd/mm/yyyy`, six digits, text, exponent, decimals. */
const STYLES = `${DECLARATION}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy;@"/><numFmt numFmtId="165" formatCode="000000"/></numFmts><cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs count="7">${[0, 14, 164, 165, 49, 11, 2].map((id) => `<xf numFmtId="${id}" xfId="0"/>`).join('')}</cellXfs></styleSheet>`;
const STYLE_OF_DAY = 1;

const CONTENT_TYPES = `${DECLARATION}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`;

function relationships(relations: readonly (readonly [type: string, target: string])[]): string {
  const elements = relations.map(
    ([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${DOCUMENT}/${type}" Target="${target}"/>`,
  );
  return `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${elements.join('')}</Relationships>`;
}

class SharedTexts {
  readonly #indexes = new Map<string, number>();

  indexOf(text: string): number {
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    this.#indexes.set(text, this.#indexes.size);
    return this.#indexes.size - 1;
  }

  xml(): string {
    const items = [...this.#indexes.keys()].map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`);
    return `${DECLARATION}<sst xmlns="${MAIN}" uniqueCount="${items.length}">${items.join('')}</sst>`;
  }
}

function worksheet(rows: readonly (readonly string[])[], shared: SharedTexts, withDays: boolean): string {
  const written = rows.map((values, row) => {
    const cells = values.map((text, column) => {
      const place = `${columnName(column)}${row + 1}`;
      const serial = withDays ? serialOf(text) : undefined;
      if (serial !== undefined) return `<c r="${place}" s="${STYLE_OF_DAY}"><v>${serial}</v></c>`;
      return text === '' ? `<c r="${place}" s="0"/>` : `<c r="${place}" s="0" t="s"><v>${shared.indexOf(text)}</v></c>`;
    });
    return `<row r="${row + 1}">${cells.join('')}</row>`;
  });
  return sheetXml(written.join(''));
}

function columnName(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : `${columnName(Math.floor(column / 26) - 1)}${last}`;
}

function serialOf(text: string): number | undefined {
  const [, day, month, year] = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text) ?? [];
  if (year === undefined) return undefined;
  const instant = Date.UTC(Number(year), Number(month) - 1, Number(day));
  if (new Date(instant).toISOString().slice(0, 10) !== `${year}-${month}-${day}`) return undefined;
  return instant / 86_400_000 + 25_569;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
