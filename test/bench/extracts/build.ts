import { build } from 'esbuild';

/** Bundles the work of the bench as the functions are bundled: what is measured is not Node's reading of TypeScript. */
export async function buildWork(folder: string, entryPoints: readonly string[]): Promise<void> {
  await build({
    entryPoints: [...entryPoints],
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    minify: true,
    charset: 'utf8',
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
}
