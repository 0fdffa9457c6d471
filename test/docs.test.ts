import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesWithoutSummary, folderPageOnDisk, folderPages, unexplainedFolders } from './checks/folder-pages.ts';

const pages = [
  'README.md',
  ...globSync('docs/**/*.md'),
  ...globSync('functions/**/*.md'),
  ...globSync('infra/**/*.md'),
].toSorted();
const sources = globSync('{functions,infra,test}/**/*.ts').filter((file) => !file.endsWith('docs.test.ts'));

/** The headings of a page, as they stand. */
function headings(page: string): string[] {
  return [...readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
}

/** The name under which a heading is linked to. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

/** The links of a page to files of the project. */
function links(page: string): string[] {
  const text = readFileSync(page, 'utf8').replaceAll(/```.*?```/gs, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^(?:https?|mailto):/.test(target));
}

describe('a link in a page', () => {
  test.each(pages)('of %s leads somewhere', (page) => {
    const lost = links(page).filter((link) => {
      const [path = '', place] = link.split('#');
      const target = path === '' ? page : normalize(join(dirname(page), path));
      if (!existsSync(target)) return true;
      return place !== undefined && !headings(target).map(anchor).includes(place);
    });
    expect(lost).toEqual([]);
  });
});

describe('a citation in a comment', () => {
  /** What the sources cite by a pattern, each once, with the file it stands in first. */
  function cited(pattern: RegExp, files: readonly string[] = sources): [what: string, file: string][] {
    const found = new Map<string, string>();
    for (const file of files) {
      // A citation may run over two lines of a comment.
      const text = readFileSync(file, 'utf8').replaceAll(/\n\s*(?:\*|\/\/) /g, ' ');
      for (const [, what = ''] of text.matchAll(pattern)) found.set(what, found.get(what) ?? file);
    }
    return [...found];
  }

  test('of the architecture is one of its headings', () => {
    const all = cited(/ARCHITECTURE "([^"]+)"/g);
    expect(all.length).toBeGreaterThan(3);
    expect(all.filter(([what]) => !headings('docs/ARCHITECTURE.md').includes(what))).toEqual([]);
  });

  test('of an invariant is one that there is', () => {
    const all = cited(/\binvariant (\d)/g);
    expect(all.length).toBeGreaterThan(3);
    expect(all.filter(([what]) => !headings('docs/ARCHITECTURE.md').includes(`Invariant ${what}`))).toEqual([]);
  });

  test('of the domain is a section of its page', () => {
    const sections = headings('docs/DOMAIN.md').map((heading) => heading.split(' ')[0]);
    const all = cited(/\bDOMAIN (\d+(?:\.\d+)?)/g);
    expect(all.length).toBeGreaterThan(3);
    expect(all.filter(([what]) => !sections.includes(what))).toEqual([]);
  });

  test('of a page that the project does not have there is none', () => {
    expect(cited(/\b(DESIGN|STYLE|REAL-CPL)\b/g, [...sources, ...pages])).toEqual([]);
  });
});

test('every decision is once in the list of decisions, under its own title', () => {
  const list = readFileSync('docs/decisions/README.md', 'utf8').replaceAll(/ +/g, ' ');
  for (const page of globSync('docs/decisions/0*.md')) {
    const title = headings(page)[0]?.replace(/^\d+\.? /, '');
    expect(list.split(`](${page.split('/').at(-1)}) ${title} |`)).toHaveLength(2);
  }
});

describe('a folder with many files', () => {
  test('has a page that says what it is for, and what each of its files does', () => {
    expect(unexplainedFolders()).toEqual([]);
    expect(filesWithoutSummary()).toEqual([]);
    expect(folderPages().size).toBeGreaterThan(15);
    for (const [path, page] of folderPages()) expect(folderPageOnDisk(path)).toBe(page);
  });
});
