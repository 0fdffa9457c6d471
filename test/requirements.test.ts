import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DELIVERED, REQUIREMENTS } from './support/requirements-list.ts';
import {
  MATRIX_PATH,
  pending,
  proofsInDocuments,
  proofsInTests,
  proofsOnDisk,
  requirementsPage,
  taggedIds,
  unknownTags,
} from './support/requirements.ts';
import { ROOT } from './support/source-tree.ts';

describe('the requirements', () => {
  const proofs = proofsOnDisk();

  test('are R1 to R76, each once', () => {
    expect(REQUIREMENTS.map((requirement) => requirement.id)).toEqual(
      Array.from({ length: 76 }, (_, index) => `R${index + 1}`),
    );
  });

  test('are on the page as the tags of tests and documents say', () => {
    const committed = readFileSync(`${ROOT}${MATRIX_PATH}`, 'utf8');
    expect(committed === requirementsPage(proofs), 'run: npm run requirements').toBe(true);
  });

  test('that what is delivered must prove have a test or a document', () => {
    const unproved = new Set(pending(proofs));
    expect(DELIVERED.filter((id) => unproved.has(id))).toEqual([]);
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
