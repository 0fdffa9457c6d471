import { inFigures } from '../../domain/words/counted.ts';
import { allBytes, firstBytes } from '../../domain/csv/byte-chunks.ts';
import { readCsvRecords } from '../../domain/csv/csv-records.ts';
import {
  isPublishedSheet,
  type PublishedSheet,
  readPublishedSheet,
  withUnlisted,
} from '../../domain/cpl/published-sheet.ts';
import { systemFileFinding } from '../../domain/cpl/system-file.ts';
import { FindingLog } from '../../domain/findings/finding-log.ts';
import type { Finding } from '../../domain/findings/finding.ts';
import type { FindingCode } from '../../domain/findings/finding-codes.ts';
import { isHeader } from '../../domain/list/header-cause.ts';
import type { Settings } from '../../domain/settings/settings.ts';
import type { Arrival } from '../lane/arrival.ts';
import type { LanePorts } from '../ports.ts';
import { gunzipped, isCompressed, unzips } from './gunzip.ts';
import { rereadable, type Rereadable } from './list-source.ts';
import { beginsAsWorkbook, LIST_SHEET, readWorkbook } from './workbook.ts';
import { workbookFinding } from './workbook-trouble.ts';

/** What a file under `cpl/` is: a list, perhaps with certificates; certificates alone; or nothing that can be read. */
export type OpenedFile =
  | {
      readonly outcome: 'list';
      readonly list: Rereadable;
      readonly published: PublishedSheet | undefined;
      readonly findings: readonly Finding[];
    }
  | { readonly outcome: 'certificates'; readonly published: PublishedSheet }
  | { readonly outcome: 'refused'; readonly findings: readonly Finding[] };

/** Bytes in which the two header rows of the published sheet lie. */
const SNIFFED_BYTES = 64 * 1024;
/** Larger than any workbook or published sheet may be: they are read as a whole. */
const MOST_WHOLE_BYTES = 64 * 1024 * 1024;

/** Opens a file under `cpl/`: unpacks it, and finds by its content, not by its name, what it is. */
export async function openFile(
  arrival: Arrival,
  { maxExtractBytes }: Pick<Settings, 'maxExtractBytes'>,
  { inbox }: Pick<LanePorts, 'inbox'>,
): Promise<OpenedFile> {
  const { key, objectVersion } = arrival;
  const facts = await inbox.facts(key, objectVersion);
  if (facts === undefined) {
    return refused('CPL-FILE-GONE', 'The object was deleted or replaced before it could be read: upload it again.');
  }
  if (facts.bytes > maxExtractBytes) {
    return refused(
      'CPL-FILE-TOO-LARGE',
      `The file has ${facts.bytes} bytes, more than the ${maxExtractBytes} that are read (setting maxExtractBytes).`,
    );
  }
  const file = await rereadable(() => inbox.read(key, objectVersion));
  if (!isCompressed(key)) return opened(key, file, facts.bytes);
  const unzipping = await unzips(file(), maxExtractBytes);
  if (unzipping === 'damaged') {
    return refused('CPL-GZIP-DAMAGED', 'The file is not a whole gzip file: compress the list again and upload it.');
  }
  if (unzipping === 'too-large') {
    return refused('CPL-FILE-TOO-LARGE', 'Unpacked, the file is larger than what is read (setting maxExtractBytes).');
  }
  return opened(key, await rereadable(() => gunzipped(file())), facts.bytes);
}

async function opened(key: string, list: Rereadable, bytes: number): Promise<OpenedFile> {
  const head = await firstBytes(list(), SNIFFED_BYTES);
  const hidden = systemFileFinding(head);
  if (hidden !== undefined) return { outcome: 'refused', findings: [hidden] };
  if (beginsAsWorkbook(head)) {
    if (bytes > MOST_WHOLE_BYTES) {
      return refused('CPL-FILE-TOO-LARGE', `A workbook of more than ${inFigures(MOST_WHOLE_BYTES)} bytes is not read.`);
    }
    const { workbook, findings } = readWorkbook(await allBytes(list()));
    if (workbook === undefined) return { outcome: 'refused', findings };
    const published = workbook.published && readPublishedSheet(workbook.published);
    // Where it has none of them, the sheet of the list is damaged, and says so itself.
    const hasAny = [...(published?.lines.keys() ?? [])].some((number) => workbook.entryNumbers.has(number));
    return {
      outcome: 'list',
      list: () => [workbook.listCsv],
      published:
        hasAny && published ? withUnlisted(published, workbook.entryNumbers, `the sheet "${LIST_SHEET}"`) : published,
      findings,
    };
  }
  const records = readCsvRecords(head, SNIFFED_BYTES * 2, new FindingLog(0));
  if (isPublishedSheet(records.slice(0, 3))) {
    const log = new FindingLog();
    const sheet = readCsvRecords(await allBytes(list()), MOST_WHOLE_BYTES, log);
    if (log.refuses) return { outcome: 'refused', findings: log.findings };
    return { outcome: 'certificates', published: readPublishedSheet(sheet) };
  }
  if (/\.xls[xm]$/i.test(key) && !records.some(({ values }) => isHeader(values))) {
    return { outcome: 'refused', findings: [workbookFinding('CPL-WORKBOOK-NOT-A-ZIP')] };
  }
  return { outcome: 'list', list, published: undefined, findings: [] };
}

function refused(code: FindingCode, message: string): OpenedFile {
  return { outcome: 'refused', findings: [{ code, severity: 'file', line: 1, field: '', value: '', message }] };
}
