import fc from 'fast-check';
import { expect, test } from 'vitest';
import { documentsAreReadTruly, messagesAreReadTruly, tallied } from '../fuzz/srv-fuzz.ts';

/** The long form is `node test/fuzz/srv-xml.ts`. */
const RUNS = { numRuns: 3_000, seed: 20_261_121 };

test.each([
  ['[R52] a mutated DUIS request is refused, or says only what stands in it', documentsAreReadTruly],
  ['[R52] a mutated message is set aside with a reason, or says only what stands in it', messagesAreReadTruly],
])('%s', (_fact, property) => {
  const { tally, count } = tallied();
  fc.assert(property(count), RUNS);
  expect(tally.read).toBeGreaterThan(RUNS.numRuns / 20);
  expect(tally.refused).toBeGreaterThan(RUNS.numRuns / 20);
});
