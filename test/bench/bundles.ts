import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { ENVIRONMENT } from '../../functions/contracts/environment.ts';
import { bundleDirectory, bundleFunctions } from '../../infra/bundle.ts';
import { readModule } from '../support/source-text.ts';
import { ROOT } from '../support/source-tree.ts';
import { type Figure, median } from './figure.ts';

/** Imports of each bundle that are timed; the two kinds take turns, so that a busy machine slows both. */
const ROUNDS = 15;

/** Prints the milliseconds of processor time that importing a bundle takes. */
const TIMED_IMPORT =
  'const before = process.cpuUsage(); require(process.argv[1]); const used = process.cpuUsage(before); console.log((used.user + used.system) / 1000)';

/** An ordinary minified bundle for Node: what a bare one is made with. What ours leave out of the SDK is our doing. */
const PLAIN = {
  absWorkingDir: ROOT,
  bundle: true,
  minify: true,
  format: 'cjs',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  legalComments: 'none',
} satisfies BuildOptions;

/**
 * How large the functions' bundles are, and what importing one costs against a bare bundle of the SDK clients and
 * commands that its code names.
 */
export async function bundleFigures(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bundles-'));
  try {
    await bundleFunctions(folder);
    const names = Object.keys(ENVIRONMENT);
    const ratios: number[] = [];
    for (const name of names) {
      const bundle = join(bundleDirectory(folder, name), 'index.cjs');
      const bare = join(folder, `${name}-bare.cjs`);
      await bundleBare(name, bare);
      const [ours, theirs] = importTimes(bundle, bare);
      ratios.push(ours / theirs);
      console.log(
        `${name}: ${kilobytes(bundle).toFixed(0)} kB, bare SDK ${kilobytes(bare).toFixed(0)} kB; import ${ours.toFixed(1)} ms against ${theirs.toFixed(1)} ms`,
      );
    }
    const largest = Math.max(...names.map((name) => kilobytes(join(bundleDirectory(folder, name), 'index.cjs'))));
    return [
      { name: 'bundle.largestKb', value: largest, atMost: 650 },
      { name: 'bundle.importRatio', value: Math.max(...ratios), atMost: 1.35 },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Bundles what a function imports from the SDK, and nothing else. */
async function bundleBare(name: string, outfile: string): Promise<void> {
  const entry = join('functions', name, 'handler.ts');
  const { metafile } = await build({
    ...PLAIN,
    entryPoints: [entry],
    write: false,
    metafile: true,
    outdir: '.',
  });
  const imported = new Map<string, Set<string>>();
  for (const input of Object.keys(metafile.inputs).filter((path) => path.startsWith('functions/'))) {
    for (const { specifier, clause } of readModule(readFileSync(join(ROOT, input), 'utf8')).imports) {
      if (!specifier.startsWith('@aws-sdk/') || clause.startsWith('type ')) continue;
      const names = imported.get(specifier) ?? new Set();
      for (const [, value] of clause.matchAll(/(?<=[{,]\s*)(?!type\s)(\w+)/g))
        if (value !== undefined) names.add(value);
      imported.set(specifier, names);
    }
  }
  const bundled = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
  const isBundled = (specifier: string): boolean =>
    bundled.some(([path, { bytesInOutput }]) => bytesInOutput > 0 && path.includes(`node_modules/${specifier}/`));
  const used = [...imported].filter(([specifier]) => isBundled(specifier));
  const lines = used.map(([specifier, names]) => `export { ${[...names].join(', ')} } from '${specifier}';`);
  await build({ ...PLAIN, stdin: { contents: lines.join('\n'), resolveDir: ROOT, loader: 'ts' }, outfile });
}

function importTimes(ours: string, theirs: string): [number, number] {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    times[0].push(importTime(ours));
    times[1].push(importTime(theirs));
  }
  return [median(times[0]), median(times[1])];
}

function importTime(bundle: string): number {
  return Number(execFileSync(process.execPath, ['-e', TIMED_IMPORT, bundle], { encoding: 'utf8' }));
}

function kilobytes(path: string): number {
  return statSync(path).size / 1000;
}
