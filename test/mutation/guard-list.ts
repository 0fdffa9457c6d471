import { writeFileSync } from 'node:fs';
import { GUARD_KINDS, type GuardKind } from './guard-kinds.ts';
import { placedMutants, type TriedMutant } from './mutated-run.ts';
import type { Mutant } from './mutants.ts';

/** Where the list is kept. */
export const GUARD_LIST = 'docs/GUARDS.md';

/** How a guard that is taken away is named to people. */
export function guardLine({ file, line, name }: Mutant): string {
  return `${file}:${line}  ${name}`;
}

/** Its row in the list, up to the test that tells of it: without its line, which moves. */
export function guardRow({ file, name, operator }: Mutant): string {
  const plain = name.replace(/ → .*$/, '').replaceAll('|', '\\|');
  return `| ${file} | \`${plain}\` | ${operator} |`;
}

/** The rows of all guards that the sources have and the list must have. */
export function rowsInSources(): readonly string[] {
  return GUARD_KINDS.filter(({ isListed }) => isListed).flatMap(({ sources, operators }) =>
    placedMutants(sources, operators).map(({ mutant }) => guardRow(mutant)),
  );
}

/** Writes the list of what was tried. */
export function writeGuardList(tried: ReadonlyMap<GuardKind, readonly TriedMutant[]>): void {
  const sections = [...tried].filter(([{ isListed }]) => isListed);
  const text = sections.map(([{ about }, outcomes]) =>
    [
      about,
      '',
      '| where | what | as if | the test that tells |',
      '| --- | --- | --- | --- |',
      ...outcomes.map(
        ({ mutant, fate }) => `${guardRow(mutant)} ${'by' in fate ? fate.by.replaceAll('|', '\\|') : 'none'} |`,
      ),
      '',
    ].join('\n'),
  );
  writeFileSync(GUARD_LIST, `${INTRODUCTION}\n${text.join('\n')}`);
}

const INTRODUCTION = `# Guards

What keeps a wrong write or a wrong caller out, and the test that fails when it is taken away. \`npm run guards\` takes
each away, and writes this list with \`-- --write\`; \`npm test\` checks that none is missing here. The same command does
it for every \`if\` of the functions whose only outcome is to leave; those are too many to be listed.
`;
