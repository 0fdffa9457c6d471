import fc from 'fast-check';
import { damaged, wellFormed } from './csv-fuzz.ts';

/** The long run of the CSV fuzz: `node test/fuzz/csv.ts [FILES] [SEED]`, 100,000 files of each kind by default. */
const [files = '100000', seed = '1'] = process.argv.slice(2);
const options = { numRuns: Number(files), seed: Number(seed) };

await fc.assert(wellFormed, options);
console.log(`${files} well-formed files are read as csv-parse reads them (seed ${seed})`);
await fc.assert(damaged, options);
console.log(`${files} damaged files are refused or read as csv-parse reads them (seed ${seed})`);
