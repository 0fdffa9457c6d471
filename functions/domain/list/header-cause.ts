import { isKnownLabel, knownLabels } from '../cpl/cpl-columns.ts';
import { readCsvRecords } from '../csv/csv-records.ts';
import type { CsvRow } from '../csv/csv-table.ts';
import { FindingLog } from '../findings/finding-log.ts';
import type { Finding } from '../findings/finding.ts';
import type { FindingCode } from '../findings/finding-codes.ts';
import { hiddenCharacterIn, withoutHidden } from '../findings/hidden-characters.ts';

/** Bytes of a file in which its header is looked for. */
export const HEAD_BYTES = 64 * 1024;
/** Rows among which a header that is not the first one is looked for. */
const MOST_ROWS_ABOVE = 20;
/** Columns of a list that a row must name to be a header. */
const FEWEST_LABELS = 5;

/**
 * Why a file does not begin with the header of a list, as a person sees it; undefined where what is missing from the
 * header says more.
 *
 * @param head the first bytes of the file
 * @param labels of its first row; none of a file that ends or cannot be read before
 */
export function headerCause(head: Uint8Array, labels: readonly string[]): Finding | undefined {
  // A tab outside quotes is a control character, at which the reading of records would end.
  const tabs = Buffer.from(head)
    .toString('utf8')
    .replace(/\r?\n[^]*/, '')
    .split('\t');
  if (tabs.length > FEWEST_LABELS) return finding('CPL-TABS', { line: 1, values: tabs }, TABS);
  const records = readCsvRecords(head, Number.POSITIVE_INFINITY, new FindingLog()).slice(0, MOST_ROWS_ABOVE);
  const [first] = records;
  if (first === undefined) return undefined;
  const text = first.values.join().trim();
  const cause = CAUSES.find(({ isSo }) => isSo(first.values, text));
  if (cause !== undefined) return finding(cause.code, first, cause.message);
  const other = labels.length > 0 && knownLabels(labels) === 0;
  return (
    headerBelow(records) ?? hiddenInLabel(first) ?? (other ? finding('CPL-NO-HEADER', first, NO_HEADER) : undefined)
  );
}

/** Whether a row is a header: names as many columns of a list as no row of values does. */
export function isHeader(values: readonly string[]): boolean {
  return knownLabels(values) >= FEWEST_LABELS;
}

function headerBelow(records: readonly CsvRow[]): Finding | undefined {
  const header = records.find(({ values }) => isHeader(values));
  if (header === undefined || header.line === 1) return undefined;
  const above = header.line === 2 ? 'the row above it' : `the ${header.line - 1} rows above it`;
  return finding(
    'CPL-HEADER-BELOW',
    header,
    `The header is on line ${header.line}. Remove ${above}: the header must come first.`,
  );
}

function hiddenInLabel(header: CsvRow): Finding | undefined {
  for (const label of header.values) {
    const cleaned = withoutHidden(label);
    if (isKnownLabel(label) || !isKnownLabel(cleaned)) continue;
    return {
      ...finding(
        'CPL-HIDDEN-CHARACTER',
        header,
        `A label of the header has ${hiddenCharacterIn(label)} in it, which cannot be seen: "${cleaned}". Type the label again, or save the list again from the workbook.`,
      ),
      field: cleaned,
      value: label,
    };
  }
  return undefined;
}

function finding(code: FindingCode, { line, values }: CsvRow, message: string): Finding {
  return { code, severity: 'file', line, field: '', value: values.join().slice(0, 200), message };
}

const NO_HEADER =
  'The file is not a list of products: its first row names none of the columns of one. Send the csv that the workbook saves for the DCC, with its header as it is, or the workbook.';
const TABS = 'The columns are separated by tabs. Save the list as "CSV UTF-8", with commas.';

const CAUSES: readonly {
  readonly code: FindingCode;
  readonly message: string;
  /** @param row the first row that has something in it, as labels and as one text */
  readonly isSo: (labels: readonly string[], row: string) => boolean;
}[] = [
  {
    code: 'CPL-SEPARATOR-LINE',
    message:
      'The file begins with a line that only names its separator (sep=). Remove that line: the header must come first.',
    isSo: (_, row) => /^sep=/i.test(row),
  },
  {
    code: 'CPL-TYPE-LINE',
    message:
      'The file begins with a #TYPE line, which Export-Csv of PowerShell writes. Remove it (-NoTypeInformation): the header must come first.',
    isSo: (_, row) => row.startsWith('#TYPE'),
  },
  {
    code: 'CPL-SEMICOLONS',
    message:
      'The columns are separated by semicolons. Save the list with commas: a spreadsheet takes the separator from the regional settings of its computer.',
    isSo: (labels, row) => labels.length === 1 && row.split(';').length > 3,
  },
  {
    code: 'CPL-IS-AGREED-LIST',
    message:
      'This is an agreed list of trials, not a list of entries. Put it into the inbox as governance/agreed-list.csv.',
    isSo: (labels) => labels.some((label) => label.trim().toLowerCase() === 'trial_id'),
  },
  {
    code: 'CPL-IS-GBCS-REGISTER',
    message: 'This is a register of GBCS versions, not a list of entries. Put it in as governance/gbcs-register.csv.',
    isSo: (labels) => ['gbcs_version', 'recognised'].every((name) => labels.some((label) => label.trim() === name)),
  },
];
