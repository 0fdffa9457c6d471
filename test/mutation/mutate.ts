import { parseArgs } from 'node:util';
import { table } from '../../functions/operator/table.ts';
import { EXPLAINED } from './explained.ts';
import { editsOf } from './mutation-operators.ts';
import { mutatedRun, type TriedMutant } from './mutated-run.ts';
import { type Theme, THEMES } from './themes.ts';

/** What came of the mutants of one theme. */
type ThemeScore = {
  readonly theme: string;
  readonly allowance: number;
  readonly mutants: number;
  readonly killed: number;
  readonly endless: number;
  readonly explained: number;
  readonly unexplained: readonly TriedMutant[];
  /** Explanations of mutants that do not survive, or do not exist. */
  readonly stale: readonly string[];
  readonly seconds: number;
};

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const chosen = values.only?.split(',') ?? THEMES.map(({ theme }) => theme);
const unknown = chosen.filter((name) => !THEMES.some(({ theme }) => theme === name));
if (unknown.length > 0) {
  console.error(`There is no theme ${unknown.join(', ')}: ${THEMES.map(({ theme }) => theme).join(', ')}`);
  process.exit(2);
}

const scores: ThemeScore[] = [];
for (const theme of THEMES.filter(({ theme }) => chosen.includes(theme))) scores.push(await scoreOf(theme));
const rows = [...scores, ...(scores.length > 1 ? [total(scores)] : [])];
console.log(
  `\n${table(
    ['THEME', 'MUTANTS', 'KILLED', 'ENDLESS', 'EXPLAINED', 'UNEXPLAINED', 'SCORE', 'SECONDS'],
    rows.map(({ theme, mutants, killed, endless, explained, unexplained, seconds }) => [
      theme,
      `${mutants}`,
      `${killed}`,
      `${endless}`,
      `${explained}`,
      `${unexplained.length}`,
      `${(((killed + endless) / mutants) * 100).toFixed(1)} %`,
      seconds.toFixed(0),
    ]),
  )}`,
);
const failures = scores.flatMap(whatFails);
for (const failure of failures) console.error(failure);
process.exit(failures.length > 0 ? 1 : 0);

async function scoreOf({ theme, alsoTestedIn, allowance }: Theme): Promise<ThemeScore> {
  const begun = performance.now();
  const tried = await mutatedRun({
    sources: [`functions/domain/${theme}/*.ts`],
    operators: editsOf,
    tests: alsoTestedIn.map((folder) => `test/${folder}/*.test.ts`),
    ownTests: [`test/domain/${theme}/*.test.ts`],
    tell: (progress) => console.error(`${theme}: ${progress}`),
  });
  const explained = new Set(
    EXPLAINED.filter(({ file }) => file.startsWith(`${theme}/`)).flatMap(({ file, mutants }) =>
      mutants.map((name) => `${file} ${name}`),
    ),
  );
  const survivors = tried.filter(({ fate }) => fate.fate === 'survived' || fate.fate === 'unreached');
  const alive = new Set(survivors.map(keyOf));
  const unexplained = survivors.filter((one) => !explained.has(keyOf(one)));
  for (const { mutant, fate } of unexplained)
    console.log(`${fate.fate}  ${mutant.file}:${mutant.line}  ${mutant.name}`);
  return {
    theme,
    allowance,
    mutants: tried.length,
    killed: tried.filter(({ fate }) => fate.fate === 'killed').length,
    endless: tried.filter(({ fate }) => fate.fate === 'endless').length,
    explained: survivors.length - unexplained.length,
    unexplained,
    stale: [...explained].filter((key) => !alive.has(key)),
    seconds: (performance.now() - begun) / 1000,
  };
}

function keyOf({ mutant }: TriedMutant): string {
  return `${mutant.file.replace('functions/domain/', '')} ${mutant.name}`;
}

function total(all: readonly ThemeScore[]): ThemeScore {
  const sum = (count: (score: ThemeScore) => number) => all.reduce((before, score) => before + count(score), 0);
  return {
    theme: 'all',
    allowance: sum(({ allowance }) => allowance),
    mutants: sum(({ mutants }) => mutants),
    killed: sum(({ killed }) => killed),
    endless: sum(({ endless }) => endless),
    explained: sum(({ explained }) => explained),
    unexplained: all.flatMap(({ unexplained }) => unexplained),
    stale: all.flatMap(({ stale }) => stale),
    seconds: sum(({ seconds }) => seconds),
  };
}

function whatFails({ theme, unexplained, allowance, stale }: ThemeScore): readonly string[] {
  return [
    ...(unexplained.length > allowance
      ? [
          `${theme}: ${unexplained.length} survivors without an explanation, ${allowance} are allowed. Write a test that tells of them.`,
        ]
      : []),
    ...stale.map((key) => `${key}: explained as a survivor, and is none. Take it from explained.json.`),
  ];
}
