import { writeFileSync } from 'node:fs';
import type { Guard } from './guard.ts';
import { GUARD_KINDS, type GuardKind } from './guard-kinds.ts';

/** Where the list is kept. */
export const GUARD_LIST = 'docs/GUARDS.md';

/** What came of all guards of one kind. */
export type TriedKind = {
  readonly kind: GuardKind;
  readonly outcomes: readonly {
    readonly guard: Guard;
    /** The test that noticed, if one did. */
    readonly by: string | undefined;
    /** Why no test needs to notice, if there is a reason. */
    readonly because: string | undefined;
  }[];
};

/** The row of a guard in the list, up to the test that notices: without its line, which moves. */
export function guardRow({ where, what, operator }: Guard): string {
  const plain = what.replace(/ → .*$/, '').replaceAll('|', '\\|');
  return `| ${where} | \`${plain}\` | ${operator} |`;
}

/** The rows of all guards that there are and that the list must have. */
export async function rowsOfAll(): Promise<readonly string[]> {
  const all: Guard[] = [];
  for (const kind of GUARD_KINDS.filter(({ isListed }) => isListed)) all.push(...(await kind.all()));
  return all.map(guardRow);
}

/** Writes the list of what was tried. */
export function writeGuardList(tried: readonly TriedKind[]): void {
  const text = tried
    .filter(({ kind }) => kind.isListed)
    .map(({ kind: { kind, about }, outcomes }) =>
      [
        `## ${kind}`,
        '',
        about,
        '',
        '| where | what | as if | the test that notices |',
        '| --- | --- | --- | --- |',
        ...outcomes.map(({ guard, by }) => `${guardRow(guard)} ${by?.replaceAll('|', '\\|') ?? 'none'} |`),
        '',
      ].join('\n'),
    );
  writeFileSync(GUARD_LIST, `${INTRODUCTION}\n${text.join('\n')}`);
}

const INTRODUCTION = `# Guards

What keeps a wrong write or a wrong caller out, and the test that fails when it is taken away. \`npm run guards\` takes
each away, and writes this list with \`-- --write\`; \`npm test\` checks that none is missing here. The same command does
it for every setting of the templates that keeps order, safety or state, and for every \`if\` of the functions whose only
outcome is to leave; those are too many to be listed.

That each grant of a role is needed, and is all that a function needs, is shown once more by what the functions do:
[least-privilege.test.ts](../test/pipeline/least-privilege.test.ts) takes each away and evaluates the requests again.
`;
