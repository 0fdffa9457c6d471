import fc from 'fast-check';
import { documentsAreReadTruly, messagesAreReadTruly, tallied } from './srv-fuzz.ts';

/** The long run of the SRV fuzz: `node test/fuzz/srv-xml.ts [MESSAGES] [SEED]`, 100,000 of each kind by default. */
const [messages = '100000', seed = '1'] = process.argv.slice(2);
const options = { numRuns: Number(messages), seed: Number(seed) };

for (const [what, property] of [
  ['documents', documentsAreReadTruly],
  ['messages', messagesAreReadTruly],
] as const) {
  const { tally, count } = tallied();
  fc.assert(property(count), options);
  const { read, ignored, refused } = tally;
  console.log(`${messages} ${what}: ${read} read truly, ${ignored} passed over, ${refused} refused (seed ${seed})`);
}
