import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The root of the repository, ending in a slash. */
export const ROOT = new URL('../../', import.meta.url).pathname;

/** The files under those of some folders of the repository that there are, whose names end as asked: path from the root → text. */
export function sourcesUnder(folders: readonly string[], ending: string): ReadonlyMap<string, string> {
  const paths = folders
    .filter((folder) => existsSync(join(ROOT, folder)))
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
        .filter((file) => file.isFile() && file.name.endsWith(ending))
        .map((file) => join(file.parentPath, file.name).slice(ROOT.length)),
    );
  return new Map(paths.sort((a, b) => (a < b ? -1 : 1)).map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]));
}
