import type { Condition, ConditionalLedger } from '../../functions/adapters/dynamo-ledger.ts';
import type { LaneState } from '../../functions/contracts/lane-state.ts';
import {
  type ItemOf,
  type KeyOf,
  type KindName,
  LEDGER_KINDS,
  type LedgerMover,
  type LedgerPager,
  type LedgerReader,
} from '../../functions/contracts/ledger.ts';
import { conditionHolds } from '../simulation/expressions.ts';
import { fits, MOST_ITEM_BYTES } from './service-limits.ts';

/** Items by their kinds. */
export type LedgerItems = { readonly [N in KindName]?: readonly ItemOf<N>[] };

/** The ledger in memory, with the same conditions as the table. */
export class FakeLedger implements ConditionalLedger, LedgerMover, LedgerPager {
  /** Items by `<partition> <sort key>`, each no larger than DynamoDB takes it. */
  readonly items = new Map<string, object>();
  readonly #sorted = new Map<string, readonly string[]>();
  #sortedAt = 0;

  constructor(items: LedgerItems = {}) {
    const put = <N extends KindName>(kind: N, some: readonly ItemOf<N>[] = []) => {
      for (const item of some) this.#put(kind, item);
    };
    for (const kind of Object.keys(LEDGER_KINDS) as KindName[]) put(kind, items[kind]);
  }

  /** The state of the lane; a test may set it to whatever. */
  get state(): LaneState {
    return this.#get('lane');
  }
  set state(state: LaneState) {
    this.#put('lane', state);
  }

  get: ConditionalLedger['get'] = async (kind, ...of) => this.#get(kind, ...of);
  list: ConditionalLedger['list'] = async (kind, ...of) => {
    const { partition, newestFirst } = LEDGER_KINDS[kind];
    const items = this.#inOrder(partition(...of)).map((key) => this.items.get(key) as ItemOf<typeof kind>);
    return newestFirst ? items.reverse() : items;
  };
  page: LedgerPager['page'] = async (kind, limit, after, ...of) => {
    const all = await this.list(kind, ...of);
    const keyOfItem = (item: ItemOf<typeof kind>) => LEDGER_KINDS[kind].placeOf(item).sk;
    // As DynamoDB goes on: behind the key, whether or not there is an item under it.
    const isBehind = (key: string): boolean =>
      after === undefined || (LEDGER_KINDS[kind].newestFirst ? key < after : key > after);
    const behind = all.filter((item) => isBehind(keyOfItem(item)));
    const items = behind.slice(0, limit);
    const last = items.at(-1);
    return limit < behind.length && last !== undefined ? { items, next: keyOfItem(last) } : { items };
  };
  last: LedgerPager['last'] = async (kind, ...of) => (await this.list(kind, ...of)).at(-1);
  count: LedgerPager['count'] = async (kind, ...of) => (await this.list(kind, ...of)).length;
  countOf: LedgerPager['countOf'] = async (kind, begins, ...of) =>
    (await this.list(kind, ...of)).filter((item) => LEDGER_KINDS[kind].placeOf(item).sk.startsWith(begins)).length;
  find: ConditionalLedger['find'] = async (kind, keys) =>
    keys.flatMap((of) => (this.items.get(keyOf(LEDGER_KINDS[kind].place(...of))) as ItemOf<typeof kind>) ?? []);
  put: ConditionalLedger['put'] = async <N extends KindName>(kind: N, item: ItemOf<N>) => this.#put(kind, item);
  putIf = async <N extends KindName>(kind: N, item: ItemOf<N>, condition: Condition): Promise<boolean> => {
    const { pk, sk } = LEDGER_KINDS[kind].placeOf(item);
    const there = this.items.get(keyOf({ pk, sk }));
    const holds = conditionHolds(condition.ConditionExpression, there && { ...there, pk, sk }, condition);
    if (holds) this.#put(kind, item);
    return holds;
  };
  remove = async <N extends KindName>(kind: N, ...of: KeyOf<N>): Promise<void> => {
    this.items.delete(keyOf(LEDGER_KINDS[kind].place(...of)));
    this.#sorted.clear();
  };
  replace: LedgerMover['replace'] = async (kind, next) => {
    if (next.revision !== this.#get(kind).revision + 1) throw new Error(`The ${kind} moved on`);
    this.#put(kind, next);
  };

  /** The keys of a partition, sorted once for as long as no item comes or goes. */
  #inOrder(partition: string): readonly string[] {
    if (this.#sortedAt !== this.items.size) this.#sorted.clear();
    this.#sortedAt = this.items.size;
    const known = this.#sorted.get(partition);
    const keys = known ?? [...this.items.keys()].filter((key) => key.startsWith(`${partition} `)).sort();
    this.#sorted.set(partition, keys);
    return keys;
  }

  #get<N extends KindName>(kind: N, ...of: KeyOf<N>) {
    const { place, initial } = LEDGER_KINDS[kind];
    return (this.items.get(keyOf(place(...of))) as ItemOf<N> | undefined) ?? initial;
  }
  #put<N extends KindName>(kind: N, item: ItemOf<N>): void {
    fits('an item of DynamoDB', JSON.stringify(item), MOST_ITEM_BYTES);
    this.items.set(keyOf(LEDGER_KINDS[kind].placeOf(item)), item);
  }
}

const keyOf = ({ pk, sk }: { readonly pk: string; readonly sk: string }): string => `${pk} ${sk}`;

/** A ledger of which the lists of one kind are changed on their way to the reader. */
export function relisted<N extends KindName, L extends Pick<LedgerReader<N>, 'list'>>(
  ledger: L,
  kind: N,
  change: (items: ItemOf<N>[]) => ItemOf<N>[],
): L {
  const list: LedgerReader<N>['list'] = async (asked, ...of) => {
    const items = await ledger.list(asked, ...of);
    return asked === kind ? change(items) : items;
  };
  return { ...ledger, list };
}

/** A ledger of which one kind of item cannot be read. */
export function unreadable<L extends LedgerReader & LedgerPager>(ledger: L, unreadableKind: KindName): L {
  const denied = () => Promise.reject(new Error('access denied'));
  const readable: LedgerReader = {
    get: (kind, ...of) => (kind === unreadableKind ? denied() : ledger.get(kind, ...of)),
    list: (kind, ...of) => (kind === unreadableKind ? denied() : ledger.list(kind, ...of)),
  };
  const page: LedgerPager['page'] = async (kind, limit, after, ...of) =>
    kind === unreadableKind ? denied() : ledger.page(kind, limit, after, ...of);
  const last: LedgerPager['last'] = async (kind, ...of) =>
    kind === unreadableKind ? denied() : ledger.last(kind, ...of);
  return { ...ledger, ...readable, page, last };
}
