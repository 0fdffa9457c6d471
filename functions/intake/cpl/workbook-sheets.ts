import { type CellFormat, cellFormat } from './cell-format.ts';
import { UnreadableWorkbook, type WorkbookLimits } from './workbook-trouble.ts';
import { type XmlAttributes, readXml } from './workbook-xml.ts';
import type { ZipArchive } from './zip-archive.ts';

/** What a workbook consists of: where its sheets and what they share lie in the archive. */
export type WorkbookSheets = {
  /** Sheets in their order: their names as people see them, and their files. */
  readonly sheets: readonly { readonly name: string; readonly file: string }[];
  readonly sharedStringsFile: string | undefined;
  /** How a number of each style is shown. */
  readonly formats: readonly CellFormat[];
  /** Whether day 0 is 1 January 1904, as old workbooks of a Macintosh have it. */
  readonly from1904: boolean;
};

type Relation = { readonly type: string; readonly file: string };

/**
 * Finds the sheets of a workbook by way of its relations, which is the only way that the format promises.
 *
 * @throws UnreadableWorkbook when the archive is not a workbook, or is damaged
 */
export function findSheets(archive: ZipArchive, limits: WorkbookLimits): WorkbookSheets {
  const root = [...relationsOf('', archive, limits).values()].find(({ type }) => type === 'officeDocument');
  if (root === undefined || !archive.has(root.file)) throw new UnreadableWorkbook('CPL-WORKBOOK-OTHER-KIND');
  if (root.file.endsWith('.bin')) {
    throw new UnreadableWorkbook('CPL-WORKBOOK-OTHER-KIND', 'It is a binary workbook (.xlsb).');
  }
  const relations = relationsOf(root.file, archive, limits);
  const named: { readonly name: string; readonly relation: string }[] = [];
  let isWorkbook = false;
  let from1904 = false;
  readXml(root.file, archive.read(root.file, 'smallPartBytes'), limits, {
    open(name, attributes) {
      if (name === 'workbook') isWorkbook = true;
      else if (name === 'workbookPr') from1904 = isTrue(attributes['date1904']?.value);
      else if (name === 'sheet') {
        named.push({ name: attributes['name']?.value ?? '', relation: relationId(attributes) });
      }
    },
  });
  if (!isWorkbook) throw new UnreadableWorkbook('CPL-WORKBOOK-OTHER-KIND');
  const fileOfType = (wanted: string): string | undefined =>
    [...relations.values()].find(({ type }) => type === wanted)?.file;
  return {
    sheets: named.map(({ name, relation }) => ({ name, file: relations.get(relation)?.file ?? '' })),
    sharedStringsFile: fileOfType('sharedStrings'),
    formats: readFormats(fileOfType('styles'), archive, limits),
    from1904,
  };
}

/** The relations of a file of the archive, or of the archive itself (''), by their ids. */
function relationsOf(file: string, archive: ZipArchive, limits: WorkbookLimits): Map<string, Relation> {
  const slash = file.lastIndexOf('/') + 1;
  const relationsFile = `${file.slice(0, slash)}_rels/${file.slice(slash)}.rels`;
  const relations = new Map<string, Relation>();
  readIfThere(relationsFile, archive, limits, (name, attributes) => {
    if (name !== 'Relationship' || attributes['TargetMode']?.value === 'External') return;
    const type = attributes['Type']?.value ?? '';
    const target = fileAt(attributes['Target']?.value ?? '', file);
    relations.set(attributes['Id']?.value ?? '', { type: type.slice(type.lastIndexOf('/') + 1), file: target });
  });
  return relations;
}

function readFormats(file: string | undefined, archive: ZipArchive, limits: WorkbookLimits): readonly CellFormat[] {
  const codes = new Map<number, string | undefined>();
  const formats: CellFormat[] = [];
  let inCellFormats = false;
  readIfThere(file ?? '', archive, limits, (name, attributes) => {
    const id = Number(attributes['numFmtId']?.value ?? 0);
    if (name === 'numFmt') codes.set(id, attributes['formatCode']?.value);
    else if (name === 'cellXfs') inCellFormats = true;
    else if (name === 'xf' && inCellFormats) formats.push(cellFormat(id, codes.get(id)));
  });
  return formats;
}

function readIfThere(
  file: string,
  archive: ZipArchive,
  limits: WorkbookLimits,
  open: (name: string, attributes: XmlAttributes) => void,
): void {
  if (archive.has(file)) readXml(file, archive.read(file, 'smallPartBytes'), limits, { open });
}

/** The file that a relation points at: absolute within the archive, or relative to the file that has the relation. */
function fileAt(target: string, from: string): string {
  const base = `file:///${from}`;
  return URL.canParse(target, base) ? new URL(target, base).pathname.slice(1) : '';
}

/** The id of a sheet's relation: the one attribute `id` with a prefix, whichever that is. */
function relationId(attributes: XmlAttributes): string {
  return Object.values(attributes).find(({ local, prefix }) => local === 'id' && prefix !== '')?.value ?? '';
}

function isTrue(text: string | undefined): boolean {
  return text === '1' || text === 'true';
}
