import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TrialInterval } from '../../../functions/domain/devices/device.ts';
import { type AgreedList, rowFirmwareKey } from '../../../functions/domain/trials/agreed-list.ts';
import { trialByFirmware } from '../../../functions/domain/trials/agreed-list-change.ts';
import { firmwareOf, foldedLists, listsUpTo, withList } from '../../../functions/domain/trials/agreed-lists.ts';
import { type FirmwareSince, listsInForce, trialHistory } from '../../../functions/domain/trials/trial-flag.ts';
import { trialsOf } from '../../../functions/domain/trials/trial-status.ts';
import { agreedRow } from '../../support/trial-material.ts';

const at = (hour: number): string => new Date(Date.UTC(2026, 0, 1, hour)).toISOString();

const row = fc.record({
  trial: fc.integer({ min: 1, max: 3 }),
  firmware: fc.integer({ min: 1, max: 4 }),
  limit: fc.constantFrom(50, 100),
});
/** Lists as they may follow each other: each firmware is in one trial, and a list may be activated in the hour of the one before. */
const someLists = fc
  .array(
    fc.record({
      wait: fc.integer({ min: 0, max: 2 }),
      rows: fc.uniqueArray(row, { selector: ({ firmware }) => firmware }),
    }),
    { maxLength: 7 },
  )
  .map((lists): AgreedList[] => {
    let hour = 0;
    return lists.map(({ wait, rows }, index) => ({
      version: index + 1,
      activatedAt: at((hour += wait)),
      rows: rows.map(({ trial, firmware, limit }) =>
        agreedRow({ trialId: `T-${trial}`, firmwareVersion: `0000000${firmware}`, deviceLimit: limit }),
      ),
    }));
  });
const someCourse = fc
  .array(fc.record({ hour: fc.integer({ min: 0, max: 14 }), firmware: fc.integer({ min: 0, max: 4 }) }), {
    maxLength: 5,
  })
  .map((course): FirmwareSince[] =>
    course
      .toSorted((a, b) => a.hour - b.hour)
      .map(({ hour, firmware }) => ({
        from: at(hour),
        firmwareKey: firmware === 0 ? '' : rowFirmwareKey(agreedRow({ firmwareVersion: `0000000${firmware}` })),
      })),
  );

/** The intervals of a device hour by hour, each by the whole list that was in force: slow, and with every list at hand. */
function hourByHour(course: readonly FirmwareSince[], lists: readonly AgreedList[]): TrialInterval[] {
  const intervals: { trialId: string; from: string; to?: string; listVersion: number }[] = [];
  for (let hour = 0; hour < 20; hour += 1) {
    const firmwareKey = course.findLast(({ from }) => from <= at(hour))?.firmwareKey;
    const list = lists.findLast(({ activatedAt }) => activatedAt <= at(hour));
    const trialId =
      firmwareKey === undefined || list === undefined ? undefined : trialByFirmware(list).get(firmwareKey);
    const last = intervals.at(-1);
    if (last !== undefined && last.to === undefined && last.trialId !== trialId) last.to = at(hour);
    if (trialId !== undefined && (last === undefined || last.to !== undefined) && list !== undefined)
      intervals.push({ trialId, from: at(hour), listVersion: list.version });
  }
  return intervals;
}

describe('all versions of the agreed list, folded', () => {
  test('[R53] [R55] give each device the trials that the versions one by one give it', () => {
    fc.assert(
      fc.property(someLists, someCourse, (lists, course) => {
        expect(trialHistory([], course, listsInForce(foldedLists(lists)))).toEqual(hourByHour(course, lists));
      }),
      { numRuns: 500 },
    );
  });

  test('know each trial as the last version that had it says, and every firmware there was', () => {
    fc.assert(
      fc.property(someLists, (lists) => {
        const folded = foldedLists(lists);
        const last = new Map(lists.flatMap((list) => list.rows.map((of) => [of.trialId, list] as const)));
        const listed = new Set(lists.at(-1)?.rows.map(({ trialId }) => trialId));
        expect(trialsOf(folded).map((trial) => [trial.trialId, trial.deviceLimit, trial.listed])).toEqual(
          [...last]
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([trialId, { rows }]) => [
              trialId,
              rows.find((of) => of.trialId === trialId)?.deviceLimit,
              listed.has(trialId),
            ]),
        );
        const keysOf = (some: readonly AgreedList[]) => new Set(some.flatMap(({ rows }) => rows.map(rowFirmwareKey)));
        expect(firmwareOf(folded)).toEqual({ ever: [...keysOf(lists)].sort(), listed: keysOf(lists.slice(-1)) });
      }),
      { numRuns: 300 },
    );
  });

  test('are at an instant that is past what they were then', () => {
    fc.assert(
      fc.property(someLists, fc.integer({ min: 0, max: 14 }), (lists, hour) => {
        const then = lists.filter(({ activatedAt }) => activatedAt <= at(hour));
        expect(listsUpTo(foldedLists(lists), at(hour))).toEqual(foldedLists(then));
      }),
      { numRuns: 300 },
    );
  });

  test('are after five years of weekly lists, of which some change a trial, as large as one list and what changed', () => {
    const rowsOf = (limits: number) =>
      Array.from({ length: 500 }, (_, index) =>
        agreedRow({ trialId: `T-${index}`, deviceLimit: index === 0 ? limits : 100 }),
      );
    let folded = foldedLists([]);
    for (let week = 0; week < 260; week += 1) {
      const limits = 100 + Math.floor(week / 26);
      folded = withList(folded, { version: week + 1, activatedAt: at(week * 168), rows: rowsOf(limits) });
    }
    expect(folded.activations).toHaveLength(260);
    // The first list, and each half-year's change of one trial.
    expect(folded.trials).toHaveLength(500 + 9);
    const oneList = JSON.stringify({ version: 1, activatedAt: at(0), rows: rowsOf(100) }).length;
    expect(JSON.stringify(folded).length).toBeLessThan(1.2 * oneList);
  });
});
