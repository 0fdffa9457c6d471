import type { FindingMeaning } from './finding-meaning.ts';

/** What can make any csv file unreadable. */
export const CSV_CODES = {
  'CSV-EMPTY': { severities: ['file'], meaning: 'The file has no bytes in it.', source: 'RFC 4180' },
  'CSV-NO-ROWS': { severities: ['file'], meaning: 'The file ends after its header.', source: 'RFC 4180' },
  'CSV-TOO-LARGE': {
    severities: ['file'],
    meaning: 'The file is larger than the limit.',
    source: 'Setting maxExtractBytes; 1 MiB for governance files',
  },
  'CSV-OTHER-FORMAT': {
    severities: ['file'],
    meaning: 'The file is not csv, by its first bytes.',
    source: 'docs/decisions/0030',
  },
  'CSV-UTF-16': { severities: ['file'], meaning: 'The file is UTF-16, not UTF-8.', source: 'docs/decisions/0030' },
  'CSV-NOT-UTF-8': { severities: ['file'], meaning: 'The file has bytes that are not UTF-8.', source: 'RFC 3629' },
  'CSV-CONTROL-CHARACTER': {
    severities: ['file'],
    meaning: 'The file has a control character other than TAB, CR and LF.',
    source: 'docs/decisions/0030',
  },
  'CSV-BARE-CR': {
    severities: ['file'],
    meaning: 'A carriage return outside quotes has no line feed after it.',
    source: 'RFC 4180',
  },
  'CSV-BARE-QUOTE': {
    severities: ['file'],
    meaning: 'A quote is inside a value that does not begin with one.',
    source: 'RFC 4180',
  },
  'CSV-TEXT-AFTER-QUOTE': {
    severities: ['file'],
    meaning: 'Text follows the closing quote of a value.',
    source: 'RFC 4180',
  },
  'CSV-OPEN-QUOTE': { severities: ['file'], meaning: 'A quote is opened and never closed.', source: 'RFC 4180' },
  'CSV-RECORD-TOO-LONG': {
    severities: ['file'],
    meaning: 'A record is longer than 256 KiB.',
    source: 'docs/decisions/0030',
  },
  'CSV-HEADER-BLANK': { severities: ['file'], meaning: 'The first line is blank.', source: 'RFC 4180' },
  'CSV-RAGGED-ROW': {
    severities: ['file'],
    meaning: 'A row has another number of fields than the header.',
    source: 'RFC 4180',
  },
  'CSV-HEADER-UNNAMED': { severities: ['file'], meaning: 'A column of the header has no name.', source: 'RFC 4180' },
  'CSV-HEADER-DOUBLED': {
    severities: ['file'],
    meaning: 'Two columns of the header have the same name.',
    source: 'RFC 4180',
  },
} as const satisfies Readonly<Record<string, FindingMeaning>>;
