import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { ENVIRONMENT } from '../functions/contracts/environment.ts';
import { thirdPartyNotices } from './third-party-notices.ts';

/** The file of a bundle that names whose code is in it, and under which terms. */
const NOTICES = 'THIRD-PARTY-NOTICES.txt';
const ROOT = join(import.meta.dirname, '..');

/**
 * Bundles every function into `<outdir>/<function>/index.cjs`: one file each, the SDK inside, its source map
 * and the notices of the packages in it beside it.
 * The same sources give the same bytes, so an unchanged function keeps its asset hash and is not deployed again.
 *
 * `.cjs` because the nearest package.json, on the machine that runs a bundle locally, says that `.js` is ESM.
 *
 * @returns `outdir`
 * @throws when a source does not build.
 */
export async function bundleFunctions(outdir: string): Promise<string> {
  const entryPoints = Object.keys(ENVIRONMENT).map((name) => ({
    in: join(ROOT, 'functions', name, 'handler.ts'),
    out: join(name, 'index'),
  }));
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints,
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    minify: true,
    charset: 'utf8',
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    // What licences ask to be passed on lies in a file beside the bundle.
    legalComments: 'none',
    metafile: true,
    sourcemap: 'external',
    sourcesContent: false,
    logLevel: 'warning',
    alias: { '@aws-sdk/credential-provider-node': join(ROOT, 'functions/runtime/lambda-credentials.ts') },
    plugins: [shakeableSchemas],
  });
  for (const [path, output] of Object.entries(metafile.outputs)) {
    if (output.entryPoint === undefined) continue;
    await writeFile(join(dirname(resolve(ROOT, path)), NOTICES), thirdPartyNotices(output, ROOT));
  }
  return outdir;
}

/** Where a function's bundle lies within what `bundleFunctions` made; its source map lies beside it. */
export function bundleDirectory(bundles: string, functionName: string): string {
  return join(bundles, functionName);
}

/**
 * Lets esbuild leave out what the SDK knows of operations that a function never calls. An SDK client describes each
 * operation by an array whose objects have computed keys, `{ [_hH]: _xarp }`; a computed key might run code, so
 * esbuild keeps every array of the service. The keys are constants of the same file: written as what they are, they
 * cannot run anything.
 */
const shakeableSchemas: Plugin = {
  name: 'shakeable-schemas',
  setup(building) {
    const schemas = /@aws-sdk[\\/]client-[^\\/]+[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/;
    building.onLoad({ filter: schemas }, async ({ path }) => ({
      contents: withLiteralKeys(await readFile(path, 'utf8')),
      loader: 'js',
    }));
  },
};

/** A module in which each computed key that is a constant text of the module stands as that text. */
export function withLiteralKeys(source: string): string {
  const texts = new Map<string, string>();
  for (const [, name, text] of source.matchAll(/^const (\w+) = ("[^"\\]*");$/gm)) {
    // As a literal key this one would set the prototype.
    if (name !== undefined && text !== undefined && text !== '"__proto__"') texts.set(name, text);
  }
  return source.replaceAll(/\[(\w+)\]:/g, (key, name: string) => {
    const text = texts.get(name);
    return text === undefined ? key : `${text}:`;
  });
}
