import { describe, expect, test } from 'vitest';
import { guardReasons, type ListImpact } from '../../../functions/domain/cpl/removal-guard.ts';
import { DEFAULT_SETTINGS } from '../../../functions/domain/settings/settings.ts';

const NOTHING: ListImpact = {
  activeBefore: 700,
  modelsBefore: 720,
  losses: 0,
  devices: 0,
  devicesAtLeast: false,
  changedInPlace: 0,
};
const NO_EARLIER = { models: 0, devices: 0 };
const reasons = (impact: Partial<ListImpact>, earlier = NO_EARLIER, settings = DEFAULT_SETTINGS) =>
  guardReasons({ ...NOTHING, ...impact }, earlier, settings);

describe('the guard holds a list', () => {
  test.each([
    [10, 200, false],
    [10, 199, true],
    [11, 200, true],
    [9, 9, false],
    [10, 10, true],
    [0, 0, false],
  ])('in which %i Device Models of %i lose their entry: %s', (losses, activeBefore, held) => {
    expect(reasons({ losses, activeBefore }).length > 0).toBe(held);
  });

  test('with a reason as a sentence', () => {
    expect(reasons({ losses: 13, activeBefore: 212 })).toEqual([
      '13 of 212 Device Models would lose their entry, more than the limit of 5%.',
    ]);
    expect(reasons({ losses: 1300, activeBefore: 21_200 })).toEqual([
      '1,300 of 21,200 Device Models would lose their entry, more than the limit of 5%.',
    ]);
  });

  test('of whose devices not all were counted, also where those that were are exactly the limit', () => {
    expect(reasons({ devices: 1000, devicesAtLeast: true })).toEqual([
      'At least 1,000 devices of the Smart Metering Inventory are of Device Models that would lose their entry; not all of them were counted.',
    ]);
  });

  test('when many small removals of the last 30 days come to as much as a large one', () => {
    expect(reasons({ losses: 1, activeBefore: 190 }, { models: 10, devices: 0 })).toEqual([
      '1 of 190 Device Models would lose their entry (11 of 200 with those of the last 30 days, more than the limit of 5%).',
    ]);
    expect(reasons({ losses: 1, activeBefore: 210 }, { models: 10, devices: 0 })).toEqual([]);
    expect(reasons({ losses: 0, activeBefore: 10 }, { models: 100, devices: 0 })).toEqual([]);
  });

  test.each([
    [1000, 0, []],
    [
      1001,
      0,
      [
        '1,001 devices of the Smart Metering Inventory are of Device Models that would lose their entry, more than the limit of 1,000.',
      ],
    ],
    [
      1,
      1000,
      [
        '1 device of the Smart Metering Inventory is of Device Models that would lose their entry (1,001 with those of the last 30 days, more than the limit of 1,000).',
      ],
    ],
    [0, 5000, []],
  ])('whose removals hit %i devices, after %i before: %j', (devices, before, expected) => {
    expect(reasons({ losses: 1, devices }, { models: 1, devices: before })).toEqual(expected);
  });

  test('whose devices were not all counted, whatever the limit', () => {
    expect(reasons({ losses: 1, devices: 10_000, devicesAtLeast: true })).toEqual([
      'At least 10,000 devices of the Smart Metering Inventory are of Device Models that would lose their entry, more than the limit of 1,000.',
    ]);
    expect(reasons({ losses: 1, devices: 900, devicesAtLeast: true })).toEqual([
      'At least 900 devices of the Smart Metering Inventory are of Device Models that would lose their entry; not all of them were counted.',
    ]);
  });

  test.each([
    [20, 99, true],
    [20, 100, false],
    [21, 100, true],
    [19, 19, false],
  ])('that changes %i Device Models of %i in place at once: %s', (changedInPlace, modelsBefore, held) => {
    expect(reasons({ changedInPlace, modelsBefore })).toEqual(
      held
        ? [
            `${changedInPlace} of ${modelsBefore} Device Models would be reinstated or changed in place at once, more than the limit of 20%.`,
          ]
        : [],
    );
  });

  test('by the settings', () => {
    const lax = { ...DEFAULT_SETTINGS, removalGuardPercent: 50, removalGuardDevices: 9999, massChangePercent: 90 };
    const much = { losses: 100, devices: 5000, changedInPlace: 300 };
    expect(reasons(much, NO_EARLIER, lax)).toEqual([]);
    expect(reasons(much)).toHaveLength(3);
  });
});
