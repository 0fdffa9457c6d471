import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CPL_RULES } from '../../../functions/domain/cpl/cpl-rules.ts';
import { compare } from '../../support/compared-lists.ts';

const FOLDER = new URL('../../fixtures/cpl/', import.meta.url);
const NAMES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.csv'))
  .map((file) => file.slice(0, -'.csv'.length));

/** Codes that come from reading or comparing a file rather than from a rule on its rows. */
const OTHER_CODES = [
  'CPL-COLUMN-MISSING',
  'CPL-COLUMN-ABSENT',
  'CPL-COLUMN-DOUBLED',
  'CPL-VALUE-TOO-LONG',
  'CPL-DUPLICATE',
  'CPL-MODEL-TWO-TYPES',
  'CPL-NUMBER-TWICE',
  'CPL-TWO-ISSUES',
  'CPL-ISSUE-UNREADABLE',
  'CPL-HEADER-REPEATED',
  'CPL-NUMBERS-SHORTENED',
  'CPL-NO-ROW-READABLE',
  'CPL-BLANK-ROWS',
  'CPL-SEPARATOR-LINE',
  'CPL-TYPE-LINE',
  'CPL-SEMICOLONS',
  'CPL-TABS',
  'CPL-HEADER-BELOW',
  'CPL-HIDDEN-CHARACTER',
  'CPL-IS-AGREED-LIST',
  'CPL-IS-GBCS-REGISTER',
  'CSV-EMPTY',
  'CSV-NO-ROWS',
  'CSV-OTHER-FORMAT',
  'CSV-UTF-16',
  'CSV-NOT-UTF-8',
  'CSV-CONTROL-CHARACTER',
  'CSV-BARE-CR',
  'CSV-BARE-QUOTE',
  'CSV-TEXT-AFTER-QUOTE',
  'CSV-OPEN-QUOTE',
  'CSV-RAGGED-ROW',
  'CSV-HEADER-BLANK',
  'CSV-HEADER-UNNAMED',
  'CSV-HEADER-DOUBLED',
];

type Expected = { readonly outcome: string; readonly findings: readonly { readonly code: string }[] };

function expected(name: string): Expected {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));
}

describe('every rule on lists finds what its fixture has', () => {
  test.each(NAMES)('%s', async (name) => {
    const { comparison } = await compare(readFileSync(new URL(`${name}.csv`, FOLDER)));
    const findings = comparison.findings.map(({ message: _message, ...finding }) => finding);
    expect({ outcome: comparison.outcome, findings }).toEqual(expected(name));
  });

  test('no rule is without a fixture', () => {
    const found = new Set(NAMES.flatMap((name) => expected(name).findings.map(({ code }) => code)));
    const codes = [...CPL_RULES.map(({ code }) => code), ...OTHER_CODES];
    expect(codes.filter((code) => !found.has(code))).toEqual([]);
    expect([...found].filter((code) => !codes.includes(code))).toEqual([]);
  });

  test('each rule says what is wrong and what to do, and where it comes from', () => {
    for (const rule of CPL_RULES) {
      expect(rule.sentence).toMatch(/[.:,] .+\.$/);
      expect(rule.source).not.toBe('');
    }
  });
});
