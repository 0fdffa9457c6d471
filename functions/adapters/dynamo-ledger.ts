import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import {
  type ItemOf,
  KEPT_DAYS,
  type KeyOf,
  type KindName,
  LEDGER_KINDS,
  type LedgerMover,
  type LedgerPager,
  type LedgerReader,
  type LedgerWriter,
} from '../contracts/ledger.ts';
import { batchGet } from './batch-get.ts';
import { queriedItems } from './queried-items.ts';
import { readRow } from './read-row.ts';

/** What must hold of the item that is there for a write to be done. */
export type Condition = Required<Pick<PutCommandInput, 'ConditionExpression' | 'ExpressionAttributeValues'>> &
  Pick<PutCommandInput, 'ExpressionAttributeNames'>;

/** The ledger as the protocols of its adapters use it: writes that depend on what is there. */
export type ConditionalLedger<N extends KindName = KindName> = LedgerReader<N> &
  LedgerWriter<N> & {
    /** @returns whether the condition held, and the item was put. */
    readonly putIf: <M extends N>(kind: M, item: ItemOf<M>, condition: Condition) => Promise<boolean>;
    /** Those items that there are of some keys, in no particular order. */
    readonly find: <M extends N>(kind: M, keys: readonly KeyOf<M>[]) => Promise<ItemOf<M>[]>;
  };

/** The ledger table: what the lane decided and what waits. One partition a kind of item. */
export function dynamoLedger(
  client: DynamoDBDocumentClient,
  table: string,
): ConditionalLedger & LedgerMover & LedgerPager {
  async function put<N extends KindName>(name: N, item: ItemOf<N>, condition?: Condition): Promise<void> {
    const { placeOf, keptFrom } = LEDGER_KINDS[name];
    const from = keptFrom(item);
    const expiry = from === undefined ? {} : { expiresAt: Math.floor(Date.parse(from) / 1000) + KEPT_DAYS * 86_400 };
    await client.send(
      new PutCommand({ TableName: table, Item: { ...item, ...placeOf(item), ...expiry }, ...condition }),
    );
  }
  function queryOf<N extends KindName>(name: N, ...of: Parameters<(typeof LEDGER_KINDS)[N]['partition']>) {
    const { partition, newestFirst } = LEDGER_KINDS[name];
    return {
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': partition(...of) },
      ConsistentRead: true,
      ScanIndexForward: !newestFirst,
    };
  }
  async function counted(query: QueryCommandInput): Promise<number> {
    let items = 0;
    let from: Record<string, unknown> | undefined;
    do {
      const start = from === undefined ? {} : { ExclusiveStartKey: from };
      const answer = await client.send(new QueryCommand({ ...query, ...start, Select: 'COUNT' }));
      items += answer.Count ?? 0;
      from = answer.LastEvaluatedKey;
    } while (from !== undefined);
    return items;
  }
  async function putIf<N extends KindName>(name: N, item: ItemOf<N>, condition: Condition): Promise<boolean> {
    try {
      await put(name, item, condition);
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  return {
    async get(name, ...of) {
      const { schema, place, initial } = LEDGER_KINDS[name];
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: place(...of), ConsistentRead: true }));
      return Item === undefined ? initial : readRow(table, Item, (row) => schema.parse(row));
    },
    async page(name, limit, after, ...of) {
      const { schema, partition } = LEDGER_KINDS[name];
      const from = after === undefined ? {} : { ExclusiveStartKey: { pk: partition(...of), sk: after } };
      // One more than asked for, so that an end is known for one.
      const { Items = [] } = await client.send(
        new QueryCommand({ ...queryOf(name, ...of), ...from, Limit: limit + 1 }),
      );
      const items = Items.slice(0, limit).map((item) => readRow(table, item, (row) => schema.parse(row)));
      const next = Items.length > limit ? Items[limit - 1]?.['sk'] : undefined;
      return typeof next === 'string' ? { items, next } : { items };
    },
    async last(name, ...of) {
      const { schema, newestFirst } = LEDGER_KINDS[name];
      const { Items = [] } = await client.send(
        new QueryCommand({ ...queryOf(name, ...of), ScanIndexForward: newestFirst, Limit: 1 }),
      );
      return Items.map((item) => readRow(table, item, (row) => schema.parse(row))).at(0);
    },
    count: async (name, ...of) => counted(queryOf(name, ...of)),
    async countOf(name, begins, ...of) {
      const { KeyConditionExpression, ExpressionAttributeValues, ...query } = queryOf(name, ...of);
      return counted({
        ...query,
        KeyConditionExpression: `${KeyConditionExpression} AND begins_with(sk, :begins)`,
        ExpressionAttributeValues: { ...ExpressionAttributeValues, ':begins': begins },
      });
    },
    async list(name, ...of) {
      const { schema } = LEDGER_KINDS[name];
      const query = queryOf(name, ...of);
      return Array.fromAsync(queriedItems(client, query), (item) => readRow(table, item, (row) => schema.parse(row)));
    },
    async find(name, keys) {
      const { schema, place } = LEDGER_KINDS[name];
      const items = await batchGet(
        client,
        table,
        keys.map((of) => place(...of)),
      );
      return items.map((item) => readRow(table, item, (row) => schema.parse(row)));
    },
    put,
    putIf,
    async remove<N extends KindName>(name: N, ...of: KeyOf<N>) {
      await client.send(new DeleteCommand({ TableName: table, Key: LEDGER_KINDS[name].place(...of) }));
    },
    async replace(name, next) {
      const isReplaced = await putIf(name, next, {
        ConditionExpression: 'attribute_not_exists(pk) OR revision = :before',
        ExpressionAttributeValues: { ':before': next.revision - 1 },
      });
      if (!isReplaced) throw new Error(`The ${name} moved on: revision ${next.revision - 1} is no longer current`);
    },
  };
}
