/** What came of the mutants of one theme. */
export type Score = {
  readonly theme: string;
  readonly mutants: number;
  /** Those that a test notices, and those that never end. */
  readonly noticed: number;
  readonly explained: number;
  readonly unexplained: number;
  readonly seconds: number;
};

/** The page that has the scores. */
export const SCORE_PAGE = 'docs/MUTATION.md';

const ALL = '**all**';
const TABLE = /^\| theme .*\n\|[-| ]+\|\n(?:\|.*\n)+/m;

function totalScore(scores: readonly Score[]): Score {
  const sum = (count: (score: Score) => number) => scores.reduce((before, score) => before + count(score), 0);
  return {
    theme: ALL,
    mutants: sum(({ mutants }) => mutants),
    noticed: sum(({ noticed }) => noticed),
    explained: sum(({ explained }) => explained),
    unexplained: sum(({ unexplained }) => unexplained),
    seconds: sum(({ seconds }) => seconds),
  };
}

/** The scores that a page has, without that of all themes together. */
export function scoresIn(page: string): readonly Score[] {
  const rows = TABLE.exec(page)?.[0].split('\n').slice(2, -1) ?? [];
  return rows.map(scoreOfRow).filter(({ theme }) => theme !== ALL);
}

/** A page with these scores in its table in place of those it has of the same themes, and of all together. */
export function withScores(page: string, scores: readonly Score[]): string {
  const others = scoresIn(page).filter(({ theme }) => !scores.some((score) => score.theme === theme));
  const sorted = [...others, ...scores].sort((a, b) => (a.theme < b.theme ? -1 : 1));
  return page.replace(TABLE, `${scoreTable(sorted)}\n`);
}

/** Whether two scores are the same, except for the time they took. */
export function isSameScore(one: Score, other: Score): boolean {
  return rowOf({ ...one, seconds: 0 }).join() === rowOf({ ...other, seconds: 0 }).join();
}

/** Scores as a table of a page, with all of them together in its last row. */
export function scoreTable(scores: readonly Score[]): string {
  const head = ['theme', 'mutants', 'noticed', 'explained', 'unexplained', 'score', 'seconds'];
  const rows = [head, head.map(() => ''), ...[...scores, totalScore(scores)].map(rowOf)];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row, place) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0, place === 1 ? '-' : ' ')))
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function rowOf({ theme, mutants, noticed, explained, unexplained, seconds }: Score): readonly string[] {
  const percent = `${((noticed / mutants) * 100).toFixed(1)} %`;
  return [theme, ...[mutants, noticed, explained, unexplained].map(String), percent, String(seconds)];
}

function scoreOfRow(row: string): Score {
  const [theme = '', mutants, noticed, explained, unexplained, , seconds] = row
    .split('|')
    .slice(1)
    .map((cell) => cell.trim());
  return {
    theme,
    mutants: Number(mutants),
    noticed: Number(noticed),
    explained: Number(explained),
    unexplained: Number(unexplained),
    seconds: Number(seconds),
  };
}
