import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Metafile } from 'esbuild';
import * as z from 'zod';

const Manifest = z.object({ name: z.string(), version: z.string(), license: z.string().default('not stated') });

/** A package with code in a bundle. */
type Bundled = z.infer<typeof Manifest> & { readonly terms: string };

const HEADING = 'This software has code of others in it, under these terms. Its own licence is Apache-2.0.';
const TERMS_FILE = /^(?:licen[cs]e|copying|notice)(?:\.|$)/i;

/**
 * What is to be passed on with a bundle: each package that has code in it, with its licence and notices in full.
 *
 * @param output as esbuild says what went into the bundle
 * @param root folder that the paths of its inputs begin in
 */
export function thirdPartyNotices({ inputs }: Metafile['outputs'][string], root: string): string {
  const folders = new Set(
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) =>
      bytesInOutput > 0 && path.includes('node_modules/') ? [packageFolder(join(root, path))] : [],
    ),
  );
  const byTerms = Map.groupBy([...folders].map(bundled), ({ terms }) => terms);
  const parts = [...byTerms].map(([terms, packages]) => {
    const names = packages.map(({ name, version, license }) => `${name} ${version} (${license})`).sort();
    return `${names.join('\n')}\n\n${terms}`;
  });
  return `${[HEADING, ...parts.sort()].join(`\n\n${'-'.repeat(76)}\n\n`)}\n`;
}

/** The folder of the package that a file belongs to: the nearest one whose manifest has a name and a version. */
function packageFolder(file: string): string {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && Manifest.safeParse(JSON.parse(readFileSync(manifest, 'utf8'))).success) return folder;
    if (folder === dirname(folder)) throw new Error(`${file} belongs to no package`);
  }
}

function bundled(folder: string): Bundled {
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  const files = readdirSync(folder).filter((name) => TERMS_FILE.test(name));
  const terms = files.sort().map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
  return { ...manifest, terms: terms.join('\n\n') };
}
