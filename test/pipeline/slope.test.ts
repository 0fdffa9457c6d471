import { expect, test } from 'vitest';
import { afterWarmUp, slopeOf } from './traffic/slope.ts';

const samples = (...values: readonly number[]) => values.map((value, at) => ({ at, value }));

test('a figure that stays, goes up and down, or grows has the slope that one sees', () => {
  expect(slopeOf(samples(5, 5, 5, 5))).toBe(0);
  expect(slopeOf(samples(5, 7, 5, 7, 5))).toBeCloseTo(0);
  expect(slopeOf(samples(1, 3, 5, 7))).toBeCloseTo(2);
  expect(slopeOf(samples(3))).toBe(0);
});

test('the warm-up says nothing about growth', () => {
  expect(slopeOf(afterWarmUp(samples(1, 20, 20, 20, 20, 20)))).toBe(0);
});
