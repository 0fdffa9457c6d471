import { setTimeout as pause } from 'node:timers/promises';
import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** Items that DynamoDB takes in one request. */
const MOST_KEYS = 100;

/** The longest pause before a try, in milliseconds: it doubles with each, up to two seconds. */
export function longestPause(tries: number): number {
  return Math.min(2000, 25 * 2 ** tries);
}

/** Requests under way at once. */
const SIDE_BY_SIDE = 8;

/**
 * The items under the given keys that are there, read consistently, in no particular order.
 *
 * What DynamoDB leaves unprocessed is asked for again at once, as answers are cut at 16 MB; what it leaves again, after a
 * pause that grows and is drawn at random, because then it is throttled.
 */
export async function batchGet(
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly Record<string, unknown>[],
  select: { readonly ProjectionExpression?: string; readonly ExpressionAttributeNames?: Record<string, string> } = {},
): Promise<Record<string, unknown>[]> {
  const batches: Record<string, unknown>[][] = [];
  for (let from = 0; from < keys.length; from += MOST_KEYS) batches.push(keys.slice(from, from + MOST_KEYS));
  const found: Record<string, unknown>[] = [];

  async function read(batch: Record<string, unknown>[]): Promise<void> {
    let left = batch;
    for (let tries = 0; left.length > 0; tries += 1) {
      if (tries > 1) await pause(Math.random() * longestPause(tries));
      const answer = await client.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys: left, ConsistentRead: true, ...select } } }),
      );
      found.push(...(answer.Responses?.[table] ?? []));
      left = answer.UnprocessedKeys?.[table]?.Keys ?? [];
    }
  }

  const waiting = batches.values();
  await Promise.all(
    Array.from({ length: SIDE_BY_SIDE }, async () => {
      for (const batch of waiting) await read(batch);
    }),
  );
  return found;
}
