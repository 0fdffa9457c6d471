import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type Bindings, conditionHolds, type Item, updated } from './expressions.ts';

/** Keys and indexes of a table. */
export type TableShape = {
  readonly partition: string;
  readonly sort?: string;
  /** What is found by something else than the table's own key. */
  readonly indexes: Readonly<Record<string, IndexShape>>;
};

/** An index of a table. */
export type IndexShape = {
  /** Partition and sort key; an item without the partition key is not in it. */
  readonly keys: readonly [partition: string, sort: string];
  /** The attributes that it has beside its keys and those of the table. @default all */
  readonly projected?: readonly string[];
};

/** One request to DynamoDB, by what its command says. */
export type TableRequest = Bindings & {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly ScanIndexForward?: boolean;
  readonly Limit?: number;
  readonly Segment?: number;
  readonly TotalSegments?: number;
  readonly ExclusiveStartKey?: Item;
  readonly RequestItems?: Readonly<Record<string, { readonly Keys: readonly Item[] }>>;
};

/** Reads a command's input. Only its shape matters: the real client has checked it by its types. */
export function isTableRequest(input: unknown): input is TableRequest {
  return typeof input === 'object' && input !== null && ('TableName' in input || 'RequestItems' in input);
}

/** What a page of items is answered with. */
export type Answered = { readonly Items: readonly Item[]; readonly LastEvaluatedKey?: Item };

type Written = { readonly at: number; readonly key: string; readonly item: Item | undefined };

/** Items in one page of a scan: so few that there are several pages. */
const PAGE_ITEMS = 2;
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

  /** All that what comes of it depends on: every item, and what its indexes have not seen. */
  content(): {
    readonly items: ReadonlyMap<string, Item>;
    readonly indexed: ReadonlyMap<string, Item>;
    readonly behind: string;
  } {
    const behind = this.#behind.map(({ at, key }) => [at, key]);
    return { items: this.items, indexed: this.#indexed, behind: JSON.stringify(behind) };
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

  query({
    IndexName,
    KeyConditionExpression = '',
    ScanIndexForward,
    ExclusiveStartKey,
    Limit = Infinity,
    ...bindings
  }: TableRequest): Item[] {
    const { partition, sort } = this.#shape;
    const index = IndexName === undefined ? undefined : this.#shape.indexes[IndexName];
    const [key, order] = IndexName === undefined ? [partition, sort] : (index?.keys ?? []);
    if (key === undefined) throw new Error(`There is no index ${IndexName}`);
    const [, target = '', value = '', begins = ''] =
      /^(\S+) = (:\w+)(?: AND begins_with\(\w+, (:\w+)\))?$/.exec(KeyConditionExpression) ?? [];
    const name = target.startsWith('#') ? bindings.ExpressionAttributeNames?.[target] : target;
    if (name !== key) throw new Error(`A query of ${key} by ${KeyConditionExpression}`);
    const wanted = bindings.ExpressionAttributeValues?.[value];
    const from = IndexName === undefined ? this.items : this.#indexed;
    const found: Item[] = [];
    const by = (item: Item): string => String(item[order ?? key]);
    const beginning = bindings.ExpressionAttributeValues?.[begins] ?? '';
    if (typeof beginning !== 'string') throw new Error(`A key that begins with ${typeof beginning}`);
    for (const item of from.values())
      if (item[key] === wanted && by(item).startsWith(beginning)) found.push(this.#projected(item, index));
    if (found.length > 1) found.sort((a, b) => (by(a) < by(b) ? -1 : 1));
    if (ScanIndexForward === false) found.reverse();
    if (ExclusiveStartKey === undefined) return found.slice(0, Limit);
    const after = this.#keyOf(ExclusiveStartKey);
    const at = found.findIndex((item) => this.#keyOf(item) === after);
    // Behind a key under which there is no item too.
    const isBehind = (item: Item): boolean =>
      ScanIndexForward === false ? by(item) < by(ExclusiveStartKey) : by(item) > by(ExclusiveStartKey);
    const behind = at === -1 ? found.filter(isBehind) : found.slice(at + 1);
    return behind.slice(0, Limit);
  }

  /** One small page of a segment, as it was a while ago: a scan is not consistent, and shows what an index shows. */
  scan({ Segment = 0, TotalSegments = 1, FilterExpression, ExclusiveStartKey, ...bindings }: TableRequest): Answered {
    const after = ExclusiveStartKey === undefined ? '' : this.#keyOf(ExclusiveStartKey);
    const keys = [...this.#indexed.keys()]
      .filter((key) => key > after && segmentOf(key, TotalSegments) === Segment)
      .sort();
    const page = keys.slice(0, PAGE_ITEMS).map((key): Item => this.#indexed.get(key) ?? {});
    const last = page.at(-1);
    const Items = page.filter(
      (item) => FilterExpression === undefined || conditionHolds(FilterExpression, item, bindings),
    );
    return keys.length > PAGE_ITEMS && last !== undefined ? { Items, LastEvaluatedKey: last } : { Items };
  }

  /** What an index shows of an item. */
  #projected(item: Item, index: IndexShape | undefined): Item {
    if (index?.projected === undefined) return item;
    const { partition, sort } = this.#shape;
    const names = new Set([partition, sort, ...index.keys, ...index.projected]);
    return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
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

/** Which segment of a scan an item is in. */
function segmentOf(key: string, segments: number): number {
  let sum = 0;
  for (let at = 0; at < key.length; at += 1) sum += key.charCodeAt(at);
  return sum % segments;
}

/** What the service would keep: undefined fields are left out, and nobody shares what is stored. */
function cloned(item: Item): Item {
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(item)) {
    const value = item[name];
    if (value !== undefined) copy[name] = clonedValue(value);
  }
  return copy;
}

function clonedValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clonedValue);
  return isItem(value) ? cloned(value) : value;
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null;
}
