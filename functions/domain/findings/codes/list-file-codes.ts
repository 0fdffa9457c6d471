import type { FindingMeaning } from './finding-meaning.ts';

/** What can be wrong with a list as a file: its header, its issue, its signature. */
export const LIST_FILE_CODES = {
  'KEY-NOT-EXPECTED': {
    severities: ['file'],
    meaning: 'The file has a name that the inbox does not know.',
    source: 'README.md, What goes in',
  },
  'CPL-FILE-GONE': {
    severities: ['file'],
    meaning: 'The object was deleted or replaced before it could be read.',
    source: 'Amazon S3 object versions',
  },
  'CPL-FILE-TOO-LARGE': {
    severities: ['file'],
    meaning: 'The file is larger than what is read.',
    source: 'Setting maxExtractBytes',
  },
  'CPL-GZIP-DAMAGED': { severities: ['file'], meaning: 'The gzip file is damaged or incomplete.', source: 'RFC 1952' },
  'CPL-SIGNATURE-MISSING': {
    severities: ['file', 'warning'],
    meaning: 'There is no signature beside the file.',
    source: 'Setting signaturePolicy; docs/decisions/0035',
  },
  'CPL-SIGNATURE-INVALID': {
    severities: ['file', 'warning'],
    meaning: 'The signature is not one of these bytes by the agreed key.',
    source: 'Setting signaturePolicy; docs/decisions/0035',
  },
  'CPL-SIGNATURE-NO-KEY': {
    severities: ['file', 'warning'],
    meaning: 'No signature can be checked, because the stage has no public key.',
    source: 'Setting signaturePolicy; docs/decisions/0035',
  },
  'CPL-SEPARATOR-LINE': {
    severities: ['file'],
    meaning: 'The file begins with a line that only names its separator.',
    source: 'CPL, sheet for the DCC: the header comes first',
  },
  'CPL-TYPE-LINE': {
    severities: ['file'],
    meaning: 'The file begins with a #TYPE line of PowerShell.',
    source: 'CPL, sheet for the DCC: the header comes first',
  },
  'CPL-NO-HEADER': {
    severities: ['file'],
    meaning: 'The first row names none of the columns of a list: the file is another one.',
    source: 'CPL, sheet for the DCC: columns are found by their labels',
  },
  'CPL-HEADER-BELOW': {
    severities: ['file'],
    meaning: 'The header is not on the first line: there are rows above it.',
    source: 'CPL, sheet for the DCC: the header comes first',
  },
  'CPL-HEADER-REPEATED': {
    severities: ['file'],
    meaning: 'The header is repeated among the rows: two files are joined in one.',
    source: 'CPL, sheet for the DCC: one header row',
  },
  'CPL-HIDDEN-CHARACTER': {
    severities: ['file'],
    meaning: 'A label of the header has a character in it that cannot be seen.',
    source: 'CPL, sheet for the DCC: columns are found by their labels',
  },
  'CPL-COLUMN-DOUBLED': {
    severities: ['file'],
    meaning: 'Two columns hold the same value.',
    source: 'CPL, sheet for the DCC: columns are found by their labels',
  },
  'CPL-SYSTEM-FILE': {
    severities: ['file'],
    meaning: 'The file is one that an operating system or a program puts beside another one.',
    source: 'Formats of macOS, Windows and Office',
  },
  'CPL-SEMICOLONS': {
    severities: ['file'],
    meaning: 'The columns are separated by semicolons.',
    source: 'CPL, sheet for the DCC: columns are separated by commas',
  },
  'CPL-TABS': {
    severities: ['file'],
    meaning: 'The columns are separated by tabs.',
    source: 'CPL, sheet for the DCC: columns are separated by commas',
  },
  'CPL-IS-AGREED-LIST': {
    severities: ['file'],
    meaning: 'The file is an agreed list of trials, not a list of entries.',
    source: 'docs/TRIALS.md',
  },
  'CPL-IS-GBCS-REGISTER': {
    severities: ['file'],
    meaning: 'The file is a register of GBCS versions, not a list of entries.',
    source: 'README.md, What goes in',
  },
  'CPL-COLUMN-MISSING': {
    severities: ['file'],
    meaning: 'A column is missing without which no line can be read.',
    source: 'CPL, sheet for the DCC',
  },
  'CPL-COLUMN-ABSENT': {
    severities: ['warning'],
    meaning: 'A column is missing that lines can do without.',
    source: 'CPL, sheet for the DCC',
  },
  'CPL-ISSUE-UNREADABLE': {
    severities: ['file'],
    meaning: 'The issue of the list cannot be read, so its order is not known.',
    source: 'CPL, Version',
  },
  'CPL-TWO-ISSUES': { severities: ['file'], meaning: 'Rows of two issues are in one file.', source: 'CPL, Version' },
  'CPL-ISSUE-SKIPPED': {
    severities: ['warning'],
    meaning: 'An issue before this one never arrived.',
    source: 'CPL, Version: it goes up by one with each issue',
  },
  'CPL-ISSUE-CORRECTED': {
    severities: ['warning'],
    meaning: 'The same issue was accepted before with other content.',
    source: 'docs/decisions/0038',
  },
  'CPL-NUMBERS-SHORTENED': {
    severities: ['file'],
    meaning: 'Every entry number has lost its leading zeros.',
    source: 'CPL, Entry.number',
  },
  'CPL-ROWS-UNREADABLE': {
    severities: ['file'],
    meaning: 'Fifty thousand rows of the list cannot be read.',
    source: 'docs/decisions/0037',
  },
  'CPL-NO-ROW-READABLE': {
    severities: ['file'],
    meaning: 'Not one row of the list can be read.',
    source: 'docs/decisions/0037',
  },
  'CPL-NUMBER-TWICE': {
    severities: ['file'],
    meaning: 'One entry number is on two rows.',
    source: 'CPL, Entry.number: a number is given once',
  },
  'CPL-BLANK-ROWS': {
    severities: ['warning'],
    meaning: 'Empty rows were ignored.',
    source: 'docs/decisions/0037',
  },
} as const satisfies Readonly<Record<string, FindingMeaning>>;
