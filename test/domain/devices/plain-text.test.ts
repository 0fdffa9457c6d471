import { expect, test } from 'vitest';
import { isPlainText } from '../../../functions/domain/devices/plain-text.ts';

test.each([
  ['', true],
  ['90-B3-D5-1F-30-01-00-00', true],
  ['é € 😀', true],
  ['a\tb', false],
  ['a\n', false],
  ['\u0000', false],
  ['\u0085', false],
  ['\uD83D', false],
])('%j is a text that people write on one line: %s', (text, isPlain) => {
  expect(isPlainText(text)).toBe(isPlain);
});
