import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** DynamoDB reads at most this many items at once. */
const BATCH_GET_KEYS = 100;

type Fields = Readonly<Record<string, unknown>>;

/** How items are read: whole where nothing is said. */
type Projection = {
  readonly ProjectionExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
};

/** The items that there are of some keys, as they are now, in no particular order; batches are read side by side. */
export async function batchGet(
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly Fields[],
  projection: Projection = {},
): Promise<Fields[]> {
  async function batch(some: readonly Fields[]): Promise<Fields[]> {
    const items: Fields[] = [];
    let left: Record<string, unknown>[] = [...some];
    while (left.length > 0) {
      const answer = await client.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys: left, ConsistentRead: true, ...projection } } }),
      );
      items.push(...(answer.Responses?.[table] ?? []));
      left = answer.UnprocessedKeys?.[table]?.Keys ?? [];
    }
    return items;
  }
  const batches: Promise<Fields[]>[] = [];
  for (let from = 0; from < keys.length; from += BATCH_GET_KEYS)
    batches.push(batch(keys.slice(from, from + BATCH_GET_KEYS)));
  return (await Promise.all(batches)).flat();
}
