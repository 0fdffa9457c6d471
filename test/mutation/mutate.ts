import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, matchesGlob } from 'node:path';
import { parseArgs } from 'node:util';
import { EXPLAINED } from './explained.ts';
import { editsOf } from './mutation-operators.ts';
import { type MutatedRun, mutatedRun, type TriedMutant } from './mutated-run.ts';
import { isSameScore, type Score, SCORE_PAGE, scoresIn, scoreTable, withScores } from './score-table.ts';
import { type Theme, THEMES } from './themes.ts';
import { ROOT } from './trial-run.ts';

/** A score, and explanations of mutants that do not survive or do not exist. */
type ThemeScore = Score & { readonly stale: readonly string[] };

const { values } = parseArgs({
  options: { only: { type: 'string' }, file: { type: 'string' }, write: { type: 'boolean', default: false } },
});
const chosen = values.only?.split(',') ?? THEMES.map(({ theme }) => theme);
const unknown = chosen.filter((name) => !THEMES.some(({ theme }) => theme === name));
if (unknown.length > 0) {
  console.error(`There is no theme ${unknown.join(', ')}: ${THEMES.map(({ theme }) => theme).join(', ')}`);
  process.exit(2);
}

const scores: ThemeScore[] = [];
for (const theme of THEMES.filter(({ theme }) => chosen.includes(theme))) scores.push(await scoreOf(theme));
console.log(`\n${scoreTable(scores)}`);
const page = readFileSync(SCORE_PAGE, 'utf8');
const isWhole = values.file === undefined;
if (values.write && isWhole) writeFileSync(SCORE_PAGE, withScores(page, scores));
const failures = [...scores.flatMap(whatFails), ...(isWhole && !values.write ? whatIsOutdated(page) : [])];
for (const failure of failures) console.error(failure);
process.exit(failures.length > 0 ? 1 : 0);

async function scoreOf({ theme, sources, tests, alsoTestedIn }: Theme): Promise<ThemeScore> {
  const begun = performance.now();
  const run = {
    sources: globSync(sources, { cwd: ROOT }).filter((file) => matchesGlob(basename(file), `${values.file ?? '*'}.ts`)),
    operators: editsOf,
    report: (progress: string) => console.error(`${theme}: ${progress}`),
  };
  const tried = new Map<number, TriedMutant>();
  const tryWith = async (tests: Pick<MutatedRun, 'tests' | 'ownTests' | 'only'>): Promise<void> => {
    for (const one of await mutatedRun({ ...run, ...tests })) tried.set(one.mutant.id, one);
  };
  await tryWith({ tests: [], ownTests: tests });
  // What the theme's own tests let live meets those that go through its rules on their way: they take longer.
  if (alsoTestedIn.length > 0) {
    const alive = new Set([...tried.values()].filter(isAlive).map(({ mutant }) => mutant.id));
    await tryWith({ tests: alsoTestedIn, ownTests: [], only: ({ id }) => alive.has(id) });
  }
  const files = new Set([...tried.values()].map(({ mutant }) => shortName(mutant.file)));
  const explained = new Set(
    EXPLAINED.filter(({ file }) => files.has(file)).flatMap(({ file, mutants }) =>
      mutants.map((name) => `${file} ${name}`),
    ),
  );
  const survivors = [...tried.values()].filter(isAlive);
  const alive = new Set(survivors.map(keyOf));
  const unexplained = survivors.filter((one) => !explained.has(keyOf(one)));
  for (const { mutant, verdict } of unexplained)
    console.log(`${verdict.verdict}  ${mutant.file}:${mutant.line}  ${mutant.name}`);
  return {
    theme,
    mutants: tried.size,
    noticed: tried.size - survivors.length,
    explained: survivors.length - unexplained.length,
    unexplained: unexplained.length,
    stale: [...explained].filter((key) => !alive.has(key)),
    seconds: Math.round((performance.now() - begun) / 1000),
  };
}

function isAlive({ verdict }: TriedMutant): boolean {
  return verdict.verdict === 'survived' || verdict.verdict === 'unreached';
}

function keyOf({ mutant }: TriedMutant): string {
  return `${shortName(mutant.file)} ${mutant.name}`;
}

/** A file as the explanations name it. */
function shortName(file: string): string {
  return file.replace(/^functions\/(?:domain\/)?/, '');
}

function whatFails({ theme, unexplained, stale }: ThemeScore): readonly string[] {
  return [
    ...(unexplained > 0
      ? [`${theme}: ${unexplained} survivors without an explanation. Write a test that notices them.`]
      : []),
    ...stale.map((key) => `${key}: explained as a survivor, and is none. Take it from explained.json.`),
  ];
}

function whatIsOutdated(page: string): readonly string[] {
  const known = scoresIn(page);
  return scores
    .filter((score) => !known.some((other) => other.theme === score.theme && isSameScore(other, score)))
    .map(({ theme }) => `${theme}: ${SCORE_PAGE} has other figures. Write these with -- --write.`);
}
