import { expect, test } from 'vitest';
import { hiddenCharacterIn, withoutHidden } from '../../../functions/domain/findings/hidden-characters.ts';

test.each([
  ['a\u00A0b', 'a no-break space (U+00A0)'],
  ['a\u00ADb', 'a soft hyphen (U+00AD)'],
  ['\u200Bab', 'a zero-width space (U+200B)'],
  ['a\u200C\u200Bb', 'a zero-width non-joiner (U+200C)'],
  ['a\u200Db', 'a zero-width joiner (U+200D)'],
  ['a\u200Eb', 'a left-to-right mark (U+200E)'],
  ['a\u200Fb', 'a right-to-left mark (U+200F)'],
  ['a\u202Fb', 'a narrow no-break space (U+202F)'],
  ['a\u2060b', 'a word joiner (U+2060)'],
  ['ab\uFEFF', 'a byte order mark (U+FEFF)'],
  ['a\u061Cb', 'an invisible character (U+061C)'],
  ['a\u{E0001}b', 'an invisible character (U+E0001)'],
])('of %j the first character that cannot be seen is named', (text, name) => {
  expect(hiddenCharacterIn(text)).toBe(name);
  expect(withoutHidden(text)).toBe('ab');
});

test.each(['', 'ab', 'a b', 'a\tb\n', 'é€😀'])('%j has none', (text) => {
  expect(hiddenCharacterIn(text)).toBeUndefined();
  expect(withoutHidden(text)).toBe(text);
});
