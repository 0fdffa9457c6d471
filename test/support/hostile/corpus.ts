import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** A hostile file or message that is made rather than kept: binary, large, or one of many of a kind. */
export type Recipe = {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** The object's key, where that is what is hostile. */
  readonly key?: string;
  /** The setting of that name that is in force; the default where none is given. */
  readonly maxExtractBytes?: number;
};

/** One hostile file or message, with what must become of it. */
export type HostileCase = Recipe & { readonly expected: string };

const FOLDER = new URL('../../fixtures/hostile/', import.meta.url);

/** What must become of each, by section and name: the whole corpus in one readable place. */
export const MANIFEST: Readonly<Record<string, Readonly<Record<string, string>>>> = JSON.parse(
  readFileSync(new URL('manifest.json', FOLDER), 'utf8'),
);

/**
 * The cases of one section of the manifest: the files of its folder and what its recipes make.
 *
 * @throws when the manifest, the folder and the recipes do not name the very same cases.
 */
export function hostileCases(section: string, recipes: readonly Recipe[]): HostileCase[] {
  const folder = new URL(`${section}/`, FOLDER);
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const all: readonly Recipe[] = [
    ...files.map((name) => ({ name, content: readFileSync(new URL(name, folder)) })),
    ...recipes,
  ];
  const expected = MANIFEST[section] ?? {};
  const names = all.map(({ name }) => name);
  const stray = [
    ...Object.keys(expected).filter((name) => !names.includes(name)),
    ...names.filter((name, index) => !(name in expected) || names.indexOf(name) !== index),
  ];
  if (stray.length > 0)
    throw new Error(`Not once both in the corpus and in its manifest (${section}): ${stray.join(', ')}`);
  return all.map((one) => ({ ...one, expected: expected[one.name] ?? '' }));
}
