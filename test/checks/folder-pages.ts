import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ROOT, sourcesUnder } from '../support/source-tree.ts';

/** So many files on one level that a reader needs a page to distinguish them. */
const MANY = 12;
/** What stands above it is written by hand, what stands below by `npm run folders`. */
const MARK = '<!-- written by npm run folders -->';
/** Pages that are written by hand as a whole. */
const BY_HAND: ReadonlySet<string> = new Set([
  'functions/domain/list',
  'functions/operator/console',
  'test/support/list-history',
]);

/** Folders with many files that have no page of their own yet, or whose page has no words above the list. */
export function unexplainedFolders(): string[] {
  return [...crowdedFolders().keys()].filter((folder) => introductionOf(folder).trim() === '');
}

/** The page of each crowded folder by its path, as it is to be: its introduction, and a line for each file. */
export function folderPages(): ReadonlyMap<string, string> {
  return new Map(
    [...crowdedFolders()].map(([folder, files]) => {
      const lines = [...files].map(([path, source]) => `- \`${basename(path)}\`: ${summaryOf(path, source)}`);
      return [`${folder}/README.md`, `${introductionOf(folder)}${MARK}\n\n${lines.join('\n')}\n`];
    }),
  );
}

/** A page as it is on disk; '' where there is none. */
export function folderPageOnDisk(path: string): string {
  const file = join(ROOT, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Files whose first comment or title says nothing of them. */
export function filesWithoutSummary(): string[] {
  return [...crowdedFolders().values()].flatMap((files) =>
    [...files].filter(([path, source]) => summaryOf(path, source) === '').map(([path]) => path),
  );
}

function crowdedFolders(): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const folders = new Map<string, Map<string, string>>();
  for (const [path, source] of sourcesUnder(['functions', 'infra', 'test'], '.ts')) {
    const folder = dirname(path);
    folders.set(folder, (folders.get(folder) ?? new Map<string, string>()).set(path, source));
  }
  return new Map(
    [...folders].filter(
      ([folder, files]) => files.size > MANY && !folder.startsWith('test/fixtures/') && !BY_HAND.has(folder),
    ),
  );
}

function introductionOf(folder: string): string {
  return folderPageOnDisk(`${folder}/README.md`).split(MARK)[0] ?? '';
}

/** What a file is about, in a sentence: the title of a test, or what its main export says of itself. */
function summaryOf(path: string, source: string): string {
  if (path.endsWith('.test.ts')) {
    const titles = [...source.matchAll(TITLE)].map(([, , title = '']) => title);
    return titles.find((title) => !/%s|%i|%j|\$\{/.test(title)) ?? titles[0] ?? '';
  }
  const documented = [...source.matchAll(EXPORT)].map(([, comment = '', kind = '', name = '']) => ({
    comment,
    kind,
    name,
  }));
  const named = basename(path, '.ts').replaceAll('-', '');
  const main =
    documented.find(({ name }) => name.toLowerCase() === named) ??
    documented.find(({ kind }) => kind.endsWith('function') || kind === 'class') ??
    documented[0];
  const comment = main?.comment ?? /\/\*\*((?:(?!\*\/).)*)\*\//s.exec(source)?.[1] ?? '';
  const text = comment
    .replaceAll(/\n\s*\*/g, '\n')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return /^.*?[.:;](?=\s|$)/.exec(text)?.[0].replace(/[:;]$/, '.') ?? text;
}

/** The title of a test or of a group of tests. */
const TITLE = /\b(?:describe|test)(?:\.each[^;]*?\))?\(\s*(['"`])(.*?)\1,/gs;

/** A documented export: its comment, what it is, and its name. */
const EXPORT =
  /\/\*\*((?:(?!\*\/).)*)\*\/\s*export\s+((?:async\s+)?(?:function|class|const|type|interface))\*?\s+(\w+)/gs;

if (import.meta.main && process.argv.includes('--write')) {
  for (const [path, page] of folderPages()) writeFileSync(join(ROOT, path), page);
}
