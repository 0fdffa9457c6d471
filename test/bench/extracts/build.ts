import { join } from 'node:path';
import { build } from 'esbuild';

/** Bundles the work of the bench as the functions are bundled: what is measured is not Node's reading of TypeScript. */
export async function buildWork(folder: string): Promise<void> {
  await build({
    entryPoints: ['work.ts', 'peer-work.ts', 'bare.ts'].map((file) => join(import.meta.dirname, file)),
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
}
