import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { ENVIRONMENT } from '../functions/contracts/environment.ts';

const ROOT = join(import.meta.dirname, '..');

/**
 * Bundles every function into `<outdir>/<function>/index.cjs`: one file each, the SDK inside. The same sources give
 * the same bytes, so an unchanged function keeps its asset hash and is not deployed again.
 *
 * `.cjs` because the nearest package.json, on the machine that runs a bundle locally, says that `.js` is ESM.
 *
 * @returns `outdir`
 * @throws when a source does not build.
 */
export function bundleFunctions(outdir: string): string {
  const entryPoints = Object.keys(ENVIRONMENT).map((name) => ({
    in: join(ROOT, 'functions', name, 'handler.ts'),
    out: join(name, 'index'),
  }));
  buildSync({
    absWorkingDir: ROOT,
    entryPoints,
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    sourcemap: 'external',
    sourcesContent: false,
    logLevel: 'warning',
    alias: { '@aws-sdk/credential-provider-node': join(ROOT, 'functions/runtime/lambda-credentials.ts') },
  });
  return outdir;
}

/** Where a function's bundle lies within what `bundleFunctions` made; its source map lies beside it. */
export function bundleDirectory(bundles: string, functionName: string): string {
  return join(bundles, functionName);
}
