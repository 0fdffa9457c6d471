import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { batchGet, longestPause } from '../../functions/adapters/batch-get.ts';
import { queriedItems } from '../../functions/adapters/queried-items.ts';
import { recordedClient } from '../support/recorded-client.ts';

afterEach(() => void vi.restoreAllMocks());

const dynamo = recordedClient<DynamoDBDocumentClient>;

test('what a query finds is asked for from the given place on, or from the beginning, and a page may be none', async () => {
  const { client, inputs } = dynamo({ LastEvaluatedKey: { id: 1 } }, { Items: [{ id: 2 }] });
  expect(await Array.fromAsync(queriedItems(client, { TableName: 't' }))).toEqual([{ id: 2 }]);
  await Array.fromAsync(queriedItems(client, { TableName: 't', ExclusiveStartKey: { id: 7 } }));
  expect(inputs()).toStrictEqual([
    { TableName: 't' },
    { TableName: 't', ExclusiveStartKey: { id: 1 } },
    { TableName: 't', ExclusiveStartKey: { id: 7 } },
  ]);
});

describe('many items', () => {
  const keysOf = (count: number) => Array.from({ length: count }, (_, id) => ({ id }));
  const Keys = ({ RequestItems }: Readonly<Record<string, unknown>>): readonly unknown[] => Object(RequestItems).t.Keys;

  test('are asked for a hundred at a time, eight requests at once, each as it stands now', async () => {
    let [underWay, most] = [0, 0];
    const { client, inputs } = dynamo(async () => {
      most = Math.max(most, (underWay += 1));
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      return {};
    });
    expect(await batchGet(client, 't', keysOf(1250))).toEqual([]);
    expect([most, ...inputs().map((input) => Keys(input).length)]).toEqual([
      8,
      ...Array.from({ length: 12 }, () => 100),
      50,
    ]);
    expect(inputs().at(-1)).toStrictEqual({
      RequestItems: { t: { Keys: keysOf(1250).slice(1200), ConsistentRead: true } },
    });
  });

  test('that are left are asked for at once, and after a pause each time they are left again', async () => {
    const drawn = vi.spyOn(Math, 'random').mockReturnValue(0);
    const left = { Responses: { t: [] }, UnprocessedKeys: { t: { Keys: [{ id: 7 }] } } };
    const { client, asked } = dynamo(left, left, left, { Responses: { t: [{ id: 7 }] }, UnprocessedKeys: {} });
    expect(await batchGet(client, 't', keysOf(1))).toEqual([{ id: 7 }]);
    expect([asked.length, drawn.mock.calls.length]).toEqual([4, 2]);
  });

  test('are asked for after pauses that double up to two seconds', () => {
    expect([2, 3, 4, 6, 7, 20].map(longestPause)).toEqual([100, 200, 400, 1600, 2000, 2000]);
  });
});
