import { expect, test } from 'vitest';
import { EMPTY_LANE } from '../../functions/contracts/lane-state.ts';
import { draftDecision } from '../../functions/intake/lane/decision.ts';
import { FakeObjects } from '../support/fake-objects.ts';

test('two deliveries that take the same decision at once write their logs under different names', () => {
  const archive = new FakeObjects();
  const [one, other] = ['first', 'second'].map((delivery) =>
    draftDecision({ state: EMPTY_LANE, delivery }, { archive }),
  );
  expect(one?.effectsKey).toMatch(/^changesets\/000000000001-/);
  expect(other?.effectsKey).not.toBe(one?.effectsKey);
  expect(other?.attempt).not.toBe(one?.attempt);
});
