import { describe, expect, test } from 'vitest';
import { PLANTED } from '../planted/planted.ts';
import { explore } from './explore.ts';
import { WORKLOADS } from './workloads.ts';

const workload = (about: string) => {
  const found = WORKLOADS.find(({ name }) => name.includes(about));
  if (found === undefined) throw new Error(`No workload is about ${about}`);
  return found;
};

describe('in a small workload no invariant is broken', () => {
  // The two longer ones are played by `npm run explore`.
  test.each(WORKLOADS.slice(2))('by any one fault at any call: $name', async (each) => {
    const { counterexample, boundaries, distinct } = await explore(each, { faults: 1, orders: 0 });
    expect(counterexample).toBeUndefined();
    expect(boundaries.faults).toBeGreaterThan(50);
    expect(distinct).toBeGreaterThan(boundaries.faults / 2);
  });

  test.each(WORKLOADS)('by any one step that goes before its turn: $name', async (each) => {
    const { counterexample, boundaries } = await explore(each, { faults: 0, orders: 1 });
    expect(counterexample).toBeUndefined();
    expect(boundaries.orders).toBeGreaterThan(30);
  });
});

describe('one fault is enough to find a planted bug', () => {
  test.each([
    ['unconditional pointer: the state of the lane is put whatever is there', 'dead letters'],
    ['device records are written whatever is there', 'agreed lists'],
    ['mail marked sent before sending', 'a report'],
    ['the recorder of SRV events says of no message that it failed', 'agreed lists'],
    ['the cursor moves before the changes are sent', 'dead letters'],
    ['no version guard at the consumer', 'dead letters'],
  ])('%s', async (bug, about) => {
    const planted = PLANTED.find((each) => each.bug === bug);
    const { counterexample } = await explore(workload(about), { faults: 1, orders: 0 }, planted?.mutation);
    expect(counterexample?.plan).toHaveLength(1);
    expect(counterexample?.story.join('\n')).toContain('puts');
  });
});

test('a plan is played the same each time, and what it comes to is known from then on', async () => {
  const [one, other] = [
    await explore(workload('a report'), { faults: 1, orders: 1 }, {}, 80),
    await explore(workload('a report'), { faults: 1, orders: 1 }, {}, 80),
  ];
  expect(other).toEqual(one);
  expect(one.distinct).toBeLessThan(one.played);
});
