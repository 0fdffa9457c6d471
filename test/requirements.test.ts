import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { REQUIREMENTS } from './checks/requirements-list.ts';
import {
  documentedWrongly,
  MATRIX_PATH,
  pending,
  proofsInDocuments,
  proofsInTests,
  proofsOnDisk,
  requirementsPage,
  taggedIds,
  unknownTags,
  untested,
} from './checks/requirements.ts';
import { ROOT } from './support/source-tree.ts';

describe('the requirements', () => {
  const proofs = proofsOnDisk();

  test('are numbered, each once, in order', () => {
    const numbers = REQUIREMENTS.map(({ id }) => Number(id.slice(1)));
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    expect(numbers.length).toBeGreaterThanOrEqual(77);
  });

  test('are on the page as the tags of tests and documents say', () => {
    const committed = readFileSync(`${ROOT}${MATRIX_PATH}`, 'utf8');
    expect(committed === requirementsPage(proofs), 'run: npm run requirements').toBe(true);
  });

  test('are each proved by a test, or by a document where people do it', () => {
    expect(pending(proofs)).toEqual([]);
    expect(untested(proofs)).toEqual([]);
    expect(documentedWrongly(proofs)).toEqual([]);
    expect(documentedWrongly(proofs.filter(({ ids }) => !ids.includes('R74')))).toEqual(['R74']);
  });

  test('are pending again as soon as nothing proves them, and a document does not stand for a test', () => {
    const without = proofs.filter(({ ids }) => !ids.includes('R35') && !ids.includes('R34'));
    expect(pending(without)).toEqual(expect.arrayContaining(['R34', 'R35']));
    const onPaper = [...without, { path: 'docs/PROCESS.md', title: '[R34] [R35]', ids: ['R34', 'R35'] }];
    expect(pending(onPaper)).not.toContain('R35');
    expect(untested(onPaper)).toContain('R35');
    expect(untested(onPaper)).not.toContain('R34');
  });

  test('are not tagged by numbers that do not exist', () => {
    expect(unknownTags(proofs)).toEqual([]);
  });
});

describe('a tag', () => {
  test('names one requirement, several, or a range', () => {
    expect(taggedIds('[R13] a duplicate is refused')).toEqual(['R13']);
    expect(taggedIds('[R8, R10][R12] and [R16–R18]')).toEqual(['R8', 'R10', 'R12', 'R16', 'R17', 'R18']);
    expect(taggedIds('an [R] and a [note] and R9')).toEqual([]);
  });

  test('counts in the title of a test, in whatever quotes', () => {
    const source = `test('[R1] one', go); test.each(cases)("[R2] it's %s", go);\n// '[R3] not'\ntest(\`[R4] \${x}\`, go);`;
    const withoutComments = source.replace(/\/\/.*/g, '');
    const proofs = proofsInTests(new Map([['test/a.test.ts', withoutComments]]));
    expect(proofs.flatMap((proof) => proof.ids)).toEqual(['R1', 'R2', 'R4']);
  });

  test('counts in the heading of a document or in a comment of it, not in its prose', () => {
    const text = '# Trials\n\n## Removing one [R73]\n\nSee [R1] too.\n\n<!-- [R36, R61] -->\n';
    const proofs = proofsInDocuments(new Map([['docs/a.md', text]]));
    expect(proofs.flatMap((proof) => proof.ids)).toEqual(['R73', 'R36', 'R61']);
  });

  test('of a number that does not exist is seen', () => {
    expect(unknownTags([{ path: 'test/a.test.ts', title: '[R99] no', ids: ['R99'] }])).toEqual(['test/a.test.ts: R99']);
  });
});
