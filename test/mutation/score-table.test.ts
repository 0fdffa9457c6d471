import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isSameScore, SCORE_PAGE, scoresIn, withScores } from './score-table.ts';
import { THEMES } from './themes.ts';

const PAGE = `# Scores

| theme   | mutants | noticed | explained | unexplained | score  | seconds |
| ------- | ------- | ------- | --------- | ----------- | ------ | ------- |
| cpl     | 30      | 20      | 10        | 0           | 66.7 % | 7       |
| gbcs    | 10      | 9       | 1         | 0           | 90.0 % | 3       |
| **all** | 40      | 29      | 11        | 0           | 72.5 % | 10      |

And so on.
`;
const CSV = { theme: 'csv', mutants: 160, noticed: 120, explained: 39, unexplained: 1, seconds: 100 };

test('the page takes new scores for the themes that were tried, keeps the others, and adds all up', () => {
  const added = withScores(PAGE, [CSV]);
  expect(scoresIn(added).map(({ theme }) => theme)).toEqual(['cpl', 'csv', 'gbcs']);
  expect(added).toContain('\n| csv     | 160     | 120     | 39        | 1           | 75.0 % | 100     |\n');
  expect(added).toContain(
    '\n| **all** | 200     | 149     | 50        | 1           | 74.5 % | 110     |\n\nAnd so on.',
  );
  const better = { ...CSV, noticed: 130, explained: 30, unexplained: 0 };
  expect(scoresIn(withScores(added, [better]))[1]).toEqual(better);
});

test('scores that differ in the time they took alone are the same', () => {
  expect(isSameScore(CSV, { ...CSV, seconds: 1 })).toBe(true);
  expect(isSameScore(CSV, { ...CSV, noticed: 121 })).toBe(false);
});

test('the page on mutation testing has every theme once, and its sums are right', () => {
  const page = readFileSync(SCORE_PAGE, 'utf8');
  const scores = scoresIn(page);
  expect(scores.map(({ theme }) => theme)).toEqual(THEMES.map(({ theme }) => theme).toSorted());
  expect(withScores(page, scores)).toBe(page);
  for (const { theme, mutants, noticed, explained, unexplained } of scores) {
    expect({ theme, unexplained, sum: noticed + explained }).toEqual({ theme, unexplained: 0, sum: mutants });
  }
});
