import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { type Bindings, conditionHolds, type Item, updated } from './expressions.ts';

/** Keys and indexes of a table. */
export type TableShape = {
  readonly partition: string;
  readonly sort?: string;
  /** Partition and sort key of each index; an item without the partition key is not in it. */
  readonly indexes: Readonly<Record<string, readonly [string, string]>>;
};

const Words = z.looseObject({
  TableName: z.string().optional(),
  IndexName: z.string().optional(),
  Key: z.record(z.string(), z.unknown()).optional(),
  Item: z.record(z.string(), z.unknown()).optional(),
  ConditionExpression: z.string().optional(),
  UpdateExpression: z.string().optional(),
  KeyConditionExpression: z.string().optional(),
  ConsistentRead: z.boolean().optional(),
  ScanIndexForward: z.boolean().optional(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).optional(),
  ExpressionAttributeValues: z.record(z.string(), z.unknown()).optional(),
  RequestItems: z.record(z.string(), z.looseObject({ Keys: z.array(z.record(z.string(), z.unknown())) })).optional(),
});

/** One request to DynamoDB, by what its command says. */
export type TableRequest = z.infer<typeof Words>;

/** Reads a command's input. Only its shape matters: the real client has checked it by its types. */
export function tableRequest(input: unknown): TableRequest {
  return Words.parse(input);
}

type Written = { readonly at: number; readonly key: string; readonly item: Item | undefined };

/** Longest time that an index lags behind its table, in milliseconds. */
const LONGEST_LAG = 60_000;

/** One simulated table: strongly consistent itself, its indexes behind by what the schedule wants. */
export class SimulatedTable {
  readonly items = new Map<string, Item>();
  readonly #shape: TableShape;
  readonly #indexed = new Map<string, Item>();
  readonly #behind: Written[] = [];

  constructor(shape: TableShape) {
    this.#shape = shape;
  }

  /** Lets the indexes catch up with all that is older than the longest lag. */
  catchUp(now: number): void {
    const fresh = this.#behind.findIndex(({ at }) => at >= now - LONGEST_LAG);
    for (const { key, item } of this.#behind.splice(0, fresh === -1 ? this.#behind.length : fresh)) {
      if (item === undefined) this.#indexed.delete(key);
      else this.#indexed.set(key, item);
    }
  }

  get(key: Item): Item | undefined {
    return this.items.get(this.#keyOf(key));
  }

  /** @throws ConditionalCheckFailedException as the service does. */
  put(item: Item, condition: string | undefined, bindings: Bindings, now: number): void {
    const key = this.#keyOf(item);
    this.#check(condition, this.items.get(key), bindings);
    this.#write(key, cloned(item), now);
  }

  /** @throws ConditionalCheckFailedException as the service does. */
  update(key: Item, expression: string, condition: string | undefined, bindings: Bindings, now: number): void {
    const name = this.#keyOf(key);
    const before = this.items.get(name);
    this.#check(condition, before, bindings);
    this.#write(name, cloned(updated(expression, before ?? key, bindings)), now);
  }

  delete(key: Item, now: number): void {
    this.#write(this.#keyOf(key), undefined, now);
  }

  query({ IndexName, KeyConditionExpression = '', ScanIndexForward, ...bindings }: TableRequest): Item[] {
    const { partition, sort } = this.#shape;
    const [key, order] = IndexName === undefined ? [partition, sort] : (this.#shape.indexes[IndexName] ?? []);
    if (key === undefined) throw new Error(`There is no index ${IndexName}`);
    const [, target = '', value = ''] = /^(\S+) = (:\w+)$/.exec(KeyConditionExpression) ?? [];
    const name = target.startsWith('#') ? bindings.ExpressionAttributeNames?.[target] : target;
    if (name !== key) throw new Error(`A query of ${key} by ${KeyConditionExpression}`);
    const wanted = bindings.ExpressionAttributeValues?.[value];
    const from = IndexName === undefined ? this.items : this.#indexed;
    const found = [...from.values()].filter((item) => item[key] === wanted);
    const by = (item: Item): string => String(item[order ?? key]);
    found.sort((a, b) => (by(a) < by(b) ? -1 : 1));
    return ScanIndexForward === false ? found.reverse() : found;
  }

  #write(key: string, item: Item | undefined, now: number): void {
    if (item === undefined) this.items.delete(key);
    else this.items.set(key, item);
    if (Object.keys(this.#shape.indexes).length > 0) this.#behind.push({ at: now, key, item });
  }

  #keyOf(item: Item): string {
    const { partition, sort } = this.#shape;
    return sort === undefined ? String(item[partition]) : `${String(item[partition])} ${String(item[sort])}`;
  }

  #check(condition: string | undefined, item: Item | undefined, bindings: Bindings): void {
    if (condition === undefined || conditionHolds(condition, item, bindings)) return;
    throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
  }
}

/** What the service would keep: undefined fields are left out, and nobody shares what is stored. */
function cloned(item: Item): Item {
  const copy: Item = JSON.parse(JSON.stringify(item));
  return copy;
}
