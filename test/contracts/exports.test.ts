import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { s3Exports } from '../../functions/adapters/s3-exports.ts';
import { s3Objects } from '../../functions/adapters/s3-objects.ts';
import { type ContractBuckets, contractBuckets, SERVICES } from '../support/contract-services.ts';

let buckets: ContractBuckets;
beforeAll(async () => {
  buckets = await contractBuckets();
});
afterAll(() => buckets.stop());

describe(`the exports of the inventory on ${SERVICES}`, () => {
  test('are found by the summary of the newest complete one, however many failed after it', async () => {
    const bucket = s3Objects(buckets.client, await buckets.createBucket());
    const exports = s3Exports(bucket);
    expect(await exports.lastFinished()).toBeUndefined();
    const put = (day: number, file: string) =>
      bucket.put(`export/AWSDynamoDB/0179360000000${day}-a1b2c3d4/${file}`, '{}', 'application/json');
    await put(1, '_started');
    expect(await exports.lastFinished()).toBeUndefined();
    await put(2, 'manifest-summary.json');
    for (let day = 3; day < 8; day += 1) await put(day, '_started');
    const { lastModified } =
      (await bucket.facts('export/AWSDynamoDB/01793600000002-a1b2c3d4/manifest-summary.json')) ?? {};
    expect(lastModified).toEqual(expect.any(String));
    expect(await exports.lastFinished()).toBe(lastModified);
  });

  test('are looked at a few at a time: one that was complete long ago counts as none', async () => {
    const looked: string[] = [];
    const exports = s3Exports({
      async *folders() {
        for (let day = 10; day < 99; day += 1) yield `export/AWSDynamoDB/${day}/`;
      },
      facts: async (key) => {
        looked.push(key);
        return undefined;
      },
    });
    expect(await exports.lastFinished()).toBeUndefined();
    expect(looked).toHaveLength(7);
    expect(looked[0]).toBe('export/AWSDynamoDB/98/manifest-summary.json');
  });
});
