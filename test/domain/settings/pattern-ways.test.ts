import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../functions/domain/settings/settings.ts';
import { waysToMatch } from '../../../functions/domain/settings/pattern-ways.ts';

test.each([
  ['CPA-TRIAL', 1],
  [String.raw`CPA\-\d{4}[-/\]]\p{Lu}\u{41}\x41`, 1],
  ['(?:AB){3}', 1],
  ['A|B|C', 3],
  ['(?:A|B)(?<c>C|D)', 4],
  ['A?B?', 4],
  ['A{2,5}?', 4],
  ['.*', 201],
  ['.+', 200],
  ['.*?', 201],
  ['.+?', 200],
  ['A??', 2],
  ['A{2,}', 199],
  ['A|B*', 202],
  ['(?!A|B)C', 2],
  ['(?:AB)*', 201],
  ['(A|B){2}', 4],
  ['(A|B){0,2}', 7],
  ['(?i:A|B)', 2],
  ['[|)(*]', 1],
  [String.raw`[\]|)(*]`, 1],
  [String.raw`\u{41}{2,4}`, 3],
  [String.raw`\p{Lu}{2,4}\cA?`, 6],
  ['(?<name>A|B){2}', 4],
  ['(?i-m:A|B){2}', 4],
  ['', 1],
  ['(?=A|B)C', 2],
  ['(?<!A|B)C', 2],
])('%s fits a text in %i ways', (pattern, ways) => {
  expect(waysToMatch(pattern)).toBe(ways);
});

test.each([
  '(a+)+',
  '(a|b)*',
  '(?:a?){60}',
  'a?'.repeat(60),
  '.*.*.*.*',
  '(?=(.*a)+)x',
  String.raw`(a)\1`,
  String.raw`(?<a>b)\k<a>`,
])('%s has more ways than can be tried', (pattern) => {
  expect(waysToMatch(pattern)).toBeGreaterThan(1e8);
});

test.each([
  String.raw`[A-Z]+-TRIAL-\d+-\d+`,
  String.raw`(?:CPA-)?TRIAL(?:-\d+)?`,
  '(?!.*FULL).*TRIAL.*',
  String.raw`^CPA-T-\d{4}$`,
])('%s, as somebody may well write it, is taken', (pattern) => {
  expect(waysToMatch(pattern)).toBeLessThan(2e7);
});

test('the pattern that is in force unless another is set is compared in no time', () => {
  expect(waysToMatch(DEFAULT_SETTINGS.trialCertificatePattern)).toBeLessThan(1e7);
});
