import { readFileSync, writeFileSync } from 'node:fs';
import { BY_DOCUMENT } from './by-document.ts';
import { REQUIREMENTS, type Requirement, SOURCES } from './requirements-list.ts';
import { ROOT, sourcesUnder } from '../support/source-tree.ts';

/** A test or document that proves requirements. */
export type Proof = { readonly path: string; readonly title: string; readonly ids: readonly string[] };

/** Where the matrix is kept. */
export const MATRIX_PATH = 'docs/REQUIREMENTS.md';

const TAG = /\[(R\d+(?:\s*[,–-]\s*R?\d+)*)\]/g;
const LITERAL = /(['"`])((?:(?!\1)[^\\\n]|\\.)*\[R\d(?:(?!\1)[^\\\n]|\\.)*)\1/g;
/** What a document proves stands in a heading (`## Removing a trial [R73]`) or in a comment (`<!-- [R73] -->`). */
const DOCUMENT_MARK = /^#+ .*\[R\d.*$|<!--\s*\[R\d.*?-->/gm;

/** The requirements named by the tags in a text: `[R8]`, `[R8, R10]`, `[R8–R12]` and `[R8][R9]`. */
export function taggedIds(text: string): string[] {
  return [...text.matchAll(TAG)].flatMap(([, inside = '']) =>
    inside.split(',').flatMap((part) => {
      const [from = 0, to = from] = [...part.matchAll(/\d+/g)].map(([digits]) => Number(digits));
      return Array.from({ length: to - from + 1 }, (_, step) => `R${from + step}`);
    }),
  );
}

/** What the tests prove, by the tags in their titles. */
export function proofsInTests(tests: ReadonlyMap<string, string>): Proof[] {
  return [...tests].flatMap(([path, source]) =>
    [...source.matchAll(LITERAL)].map(([, , title = '']) => ({ path, title, ids: taggedIds(title) })),
  );
}

/** What the documents prove, by the tags in their headings and comments. */
export function proofsInDocuments(documents: ReadonlyMap<string, string>): Proof[] {
  return [...documents].flatMap(([path, text]) =>
    [...text.matchAll(DOCUMENT_MARK)].map(([title]) => ({ path, title, ids: taggedIds(title) })),
  );
}

/** All proofs of the repository as it is on disk. */
export function proofsOnDisk(): Proof[] {
  const tests = new Map(sourcesUnder(['test'], '.test.ts'));
  tests.delete('test/requirements.test.ts');
  const documents = new Map(sourcesUnder(['docs'], '.md'));
  documents.delete(MATRIX_PATH);
  documents.set('README.md', readFileSync(`${ROOT}README.md`, 'utf8'));
  return [...proofsInTests(tests), ...proofsInDocuments(documents)];
}

/** Tags that name no requirement: a slip of the pen. */
export function unknownTags(proofs: readonly Proof[]): string[] {
  const known = new Set<string>(REQUIREMENTS.map((requirement) => requirement.id));
  return proofs.flatMap((proof) => proof.ids.filter((id) => !known.has(id)).map((id) => `${proof.path}: ${id}`));
}

/** The requirements that no test and no document proves. */
export function pending(proofs: readonly Proof[]): Requirement['id'][] {
  const proved = new Set(proofs.flatMap((proof) => proof.ids));
  return REQUIREMENTS.map((requirement) => requirement.id).filter((id) => !proved.has(id));
}

/** Kinds of requirements that the pipeline itself meets: a document alone proves none of them. */
const TESTED: ReadonlySet<Requirement['kind']> = new Set(['sys', 'data', 'rule', 'test']);

/** The requirements of the pipeline itself that no test proves. */
export function untested(proofs: readonly Proof[]): Requirement['id'][] {
  const tested = new Set(proofs.filter(({ path }) => path.endsWith('.test.ts')).flatMap((proof) => proof.ids));
  return REQUIREMENTS.filter(({ id, kind }) => TESTED.has(kind) && !tested.has(id)).map(({ id }) => id);
}

/** The requirements that only a document meets, or that are said to be met by one, without the reason or without the document. */
export function documentedWrongly(proofs: readonly Proof[]): Requirement['id'][] {
  const provedBy = (ending: string) =>
    new Set(proofs.filter(({ path }) => path.endsWith(ending)).flatMap(({ ids }) => ids));
  const [tested, documented] = [provedBy('.test.ts'), provedBy('.md')];
  return REQUIREMENTS.map(({ id }) => id).filter((id) => (BY_DOCUMENT.has(id) ? !documented.has(id) : !tested.has(id)));
}

/** The matrix as a page. */
export function requirementsPage(proofs: readonly Proof[]): string {
  const unproved = pending(proofs).length;
  const rows = REQUIREMENTS.map((requirement) => {
    const places = new Map<string, number>();
    for (const proof of proofs) {
      if (proof.ids.includes(requirement.id)) places.set(proof.path, (places.get(proof.path) ?? 0) + 1);
    }
    const proved = [...places].map(([path, count]) => `[${path}](../${path})${count > 1 ? ` × ${count}` : ''}`);
    const cells = [requirement.id, requirement.title, requirement.kind, requirement.source];
    return `| ${[...cells, proved.length === 0 ? '**pending**' : proved.join('<br>')].join(' | ')} |`;
  });
  return [
    '# Requirements and what proves them',
    '',
    'Written by `npm run requirements` from the tags in test titles (`[R13]`) and in documents; a test fails when this page',
    'is not what the tags say. Kinds: *sys* the pipeline does it, *data* it can be recorded, *rule* it is checked, *proc* people',
    'do it, *test* and *note* as they say. Sources:',
    `${Object.entries(SOURCES)
      .map(([name, document]) => `*${name}* ${document}`)
      .join('; ')}.`,
    '',
    `${REQUIREMENTS.length} requirements, ${REQUIREMENTS.length - unproved} proved, ${unproved} pending.`,
    '',
    '| | requirement | kind | source | proved by |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    '## By document',
    '',
    'What a document meets, alone or beside what a test shows, and why:',
    '',
    ...[...BY_DOCUMENT].map(([id, why]) => `- ${id}: ${why}.`),
    '',
  ].join('\n');
}

if (import.meta.main) {
  const page = requirementsPage(proofsOnDisk());
  if (process.argv.includes('--write')) writeFileSync(`${ROOT}${MATRIX_PATH}`, page);
  else process.stdout.write(page);
}
