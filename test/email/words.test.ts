import { expect, test } from 'vitest';
import { daysFromNow } from '../../functions/email/words.ts';

test.each([
  [-1, '1 day ago'],
  [0, 'today'],
  [3, 'in 3 days'],
])('a day that is %i days from now is said to be "%s"', (days, words) => {
  expect(daysFromNow(days)).toBe(words);
});
