import type { RecordTrouble } from './csv-record.ts';
import type { Finding } from '../findings/finding.ts';

/** All that can make a CSV file unreadable, with the code and the sentence its sender reads. */
const SENTENCES = {
  'CSV-EMPTY': 'the file has no bytes in it. Send the whole file again.',
  'CSV-NO-ROWS': 'the file ends after its header. Send the whole file again.',
  'CSV-TOO-LARGE': 'the file is larger than the limit. Split nothing: ask DCC operations to raise the limit.',
  'CSV-OTHER-FORMAT':
    'the file is not CSV. Save the list as "CSV UTF-8" and send it again; a gzip file needs a name that ends in .csv.gz.',
  'CSV-UTF-16': 'the file is UTF-16. Save it as "CSV UTF-8" and send it again.',
  'CSV-NOT-UTF-8': 'the bytes here are not UTF-8. Save the file as "CSV UTF-8" and send it again.',
  'CSV-CONTROL-CHARACTER': 'there is a control character here. Remove it.',
  'CSV-BARE-CR':
    'a carriage return stands here without a line feed. End each line with LF or CRLF, or put the value in quotes.',
  'CSV-BARE-QUOTE':
    'a quote stands inside a value that does not begin with one. Put the whole value in quotes and double the quotes in it.',
  'CSV-TEXT-AFTER-QUOTE': 'text follows a closing quote. Double each quote that is part of the value.',
  'CSV-OPEN-QUOTE':
    'a quote is opened here and never closed: the file is cut off, or a quote in a value is not doubled.',
  'CSV-RECORD-TOO-LONG': 'this record is longer than 256 KiB. Check that each line ends where it should.',
  'CSV-HEADER-BLANK': 'the first line is blank. Begin the file with its header.',
  'CSV-RAGGED-ROW': 'this row has another number of fields than the header.',
  'CSV-HEADER-UNNAMED': 'a column of the header has no name. Name it or remove it.',
  'CSV-HEADER-DOUBLED': 'two columns of the header have the same name. Remove or rename one of them.',
} as const;

/** Code of something that makes a CSV file unreadable. */
export type CsvTroubleCode = keyof typeof SENTENCES;

/** Where in a file something is. */
export type CsvPlace = {
  /** Physical line on which the record starts; the header is 1. */
  readonly recordLine: number;
  /** Physical line of the place itself; another one when line breaks stand inside quotes before it. */
  readonly line: number;
  /** Character on that line, from 1. */
  readonly column: number;
  readonly byteOffset: number;
};

const OF_RECORD: Readonly<Record<RecordTrouble, CsvTroubleCode>> = {
  'bare-quote': 'CSV-BARE-QUOTE',
  'text-after-quote': 'CSV-TEXT-AFTER-QUOTE',
  'open-quote': 'CSV-OPEN-QUOTE',
  'bare-cr': 'CSV-BARE-CR',
  'control-character': 'CSV-CONTROL-CHARACTER',
};

/** The code of what a scan found wrong with a record. */
export function codeOfTrouble(trouble: RecordTrouble): CsvTroubleCode {
  return OF_RECORD[trouble];
}

/** A finding that refuses the whole file, with line, column and byte offset in its message. */
export function csvFinding(
  code: CsvTroubleCode,
  place: CsvPlace,
  about: { readonly field?: string | undefined; readonly value?: string; readonly detail?: string | undefined } = {},
): Finding {
  const where = `Line ${place.line}, column ${place.column}, byte offset ${place.byteOffset}`;
  const detail = about.detail === undefined ? '' : ` ${about.detail}`;
  return {
    code,
    severity: 'file',
    line: place.recordLine,
    field: about.field ?? '',
    value: about.value ?? '',
    message: `${where}: ${SENTENCES[code]}${detail}`,
  };
}
