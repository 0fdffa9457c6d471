import { FILE_FUZZ } from './file-fuzz.ts';

/** The long run of the fuzz of files: `node test/fuzz/files.ts [FILES] [SEED]`, 100,000 of each kind by default. */
const [files = '100000', seed = '1'] = process.argv.slice(2);

for (const [what, run] of FILE_FUZZ) {
  const { read, refused } = run({ numRuns: Number(files), seed: Number(seed) });
  console.log(`${what}, ${files} times: ${read} read truly, ${refused} refused (seed ${seed})`);
}
