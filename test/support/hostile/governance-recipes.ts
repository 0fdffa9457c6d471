import { gzipSync } from 'node:zlib';
import { AGREED_LIST_ROW, agreedListCsv } from '../agreed-list-csv.ts';
import { registerOf } from '../gbcs-register-csv.ts';
import type { Recipe } from './corpus.ts';

const LIST = agreedListCsv(AGREED_LIST_ROW);
const SETTINGS = '{"blockPolicy": "file"}';
const marked = (text: string): string => `\uFEFF${text}`;
const utf16 = (text: string): Buffer => Buffer.from(marked(text), 'utf16le');

/** Agreed lists that are binary or large. */
export const AGREED_LIST_RECIPES: readonly Recipe[] = [
  { name: 'no-bytes.csv', content: '' },
  { name: 'mark-once.csv', content: marked(LIST) },
  { name: 'utf-16.csv', content: utf16(LIST) },
  { name: 'latin-1.csv', content: Buffer.from(LIST.replace('Synthetic', 'Synth\u00E9tic'), 'latin1') },
  { name: 'nul-in-trial-id.csv', content: LIST.replace('T-2026-1', 'T\u0000') },
  { name: 'gzip-named-csv.csv', content: gzipSync(LIST) },
  { name: 'five-megabytes.csv', content: `${LIST}\n${'x'.repeat(5 * 1024 * 1024)}` },
  { name: 'rows-2001.csv', content: agreedListCsv(...Array.from({ length: 2001 }, () => AGREED_LIST_ROW)) },
  { name: 'rows-2000-alike.csv', content: agreedListCsv(...Array.from({ length: 2000 }, () => AGREED_LIST_ROW)) },
  {
    name: 'certificate-of-200-kilobytes.csv',
    content: agreedListCsv({ trial_certificate_id: `TRIAL${'a'.repeat(200_000)}` }),
  },
  {
    name: 'supplier-of-200-kilobytes-twice.csv',
    content: agreedListCsv({ sponsoring_supplier: 'x'.repeat(200_000) }, { sponsoring_supplier: 'x'.repeat(200_000) }),
  },
  { name: 'column-of-80-kilobytes-unknown.csv', content: LIST.replace('\n', `,${'x'.repeat(80_000)}\n`) + ',y' },
  {
    name: 'columns-2000-unknown.csv',
    content:
      LIST.replace('\n', `,${Array.from({ length: 2000 }, (_, index) => `c${index}`).join(',')}\n`) + ','.repeat(2000),
  },
];

/** Registers that are binary or large. */
export const GBCS_REGISTER_RECIPES: readonly Recipe[] = [
  { name: 'no-bytes.csv', content: '' },
  { name: 'mark-once.csv', content: marked(registerOf('4.1')) },
  { name: 'utf-16.csv', content: utf16(registerOf('4.1')) },
  {
    name: 'two-megabytes.csv',
    content: registerOf(...Array.from({ length: 40_000 }, (_, index) => `9.${index}.${'1'.repeat(20)}`)),
  },
  { name: 'rows-15000.csv', content: registerOf(...Array.from({ length: 15_000 }, (_, index) => `9.${index}`)) },
  { name: 'rows-15000-alike.csv', content: registerOf(...Array.from({ length: 15_000 }, () => '4.1')) },
  { name: 'version-of-200-kilobytes.csv', content: registerOf(`9.${'1'.repeat(60_000)}`) },
];

/** Settings that are binary, large or deep. */
export const SETTINGS_RECIPES: readonly Recipe[] = [
  { name: 'no-bytes.json', content: '' },
  { name: 'blanks-only.json', content: ' \n ' },
  { name: 'mark-once.json', content: marked(SETTINGS) },
  { name: 'mark-twice.json', content: marked(marked(SETTINGS)) },
  { name: 'utf-16.json', content: utf16(SETTINGS) },
  { name: 'latin-1.json', content: Buffer.from('{"blockPolicy": "\u00E9"}', 'latin1') },
  { name: 'nul-behind.json', content: `${SETTINGS}\u0000` },
  { name: 'depth-100000.json', content: '['.repeat(100_000) },
  { name: 'depth-33.json', content: `${'{"a":'.repeat(33)}1${'}'.repeat(33)}` },
  { name: 'depth-20000-closed.json', content: `${'['.repeat(20_000)}${']'.repeat(20_000)}` },
  { name: 'over-a-megabyte.json', content: `{"blockPolicy": "${'x'.repeat(1024 * 1024)}"}` },
  { name: 'forty-megabytes.json', content: Buffer.alloc(40 * 1024 * 1024, ' ') },
  { name: 'text-of-a-megabyte.json', content: `{"blockPolicy": "${'x'.repeat(1024 * 1024 - 100)}"}` },
  { name: 'text-of-escapes.json', content: `{"blockPolicy": "${String.raw`\u0041`.repeat(150_000)}"}` },
  { name: 'key-of-a-megabyte.json', content: `{"${'k'.repeat(1024 * 1024 - 100)}": 1}` },
  { name: 'pattern-of-a-megabyte.json', content: `{"trialCertificatePattern": "${'x'.repeat(1024 * 1024 - 100)}"}` },
  { name: 'keys-30000.json', content: `{${Array.from({ length: 30_000 }, (_, index) => `"${index}":1`).join(',\n')}}` },
  { name: 'keys-20000-alike.json', content: `{${Array.from({ length: 20_000 }, () => '"__proto__":1').join(',\n')}}` },
  { name: 'number-of-a-million-digits.json', content: `{"removalGuardMinimum": ${'9'.repeat(1_000_000)}}` },
  {
    name: 'substitutions-20000-of-numbers.json',
    content: `{"gbcsSubstitution": {${Array.from({ length: 20_000 }, (_, index) => `"${index}": 4`).join(',')}}}`,
  },
  {
    name: 'substitutions-20000.json',
    content: `{"gbcsSubstitution": {${Array.from({ length: 20_000 }, (_, index) => `"9.${index}": "4.1"`).join(',')}}}`,
  },
];
