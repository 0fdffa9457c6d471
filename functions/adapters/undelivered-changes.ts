import { sequenceOf } from '../contracts/change-order.ts';
import type { DspChange } from '../contracts/dsp-change.ts';
import type { UndeliveredChange, UndeliveredPage, UndeliveredSearch } from '../contracts/undelivered-change.ts';
import { readEffects } from '../contracts/effects-log.ts';
import type { Dispatch } from '../contracts/dispatch.ts';
import type { LedgerReader } from '../contracts/ledger.ts';
import type { DynamoDeviceModels } from './dynamo-device-models.ts';
import type { S3Objects } from './s3-objects.ts';

/** Changes looked up in the DeviceModels table at once. */
const LOOKED_UP_AT_ONCE = 1000;

/** Where it can be seen what became of a change. */
export type DispatchSources = {
  readonly ledger: LedgerReader<'waitingLines' | 'overtakenLines'>;
  readonly archive: Pick<S3Objects, 'read'>;
  readonly deviceModels: Pick<DynamoDeviceModels, 'orders'>;
};

/**
 * The changes of a dispatch that the DeviceModels table does not hold yet: neither them nor a newer one for the same
 * entry, nor taken back by the lane because the DSP refused them. Empty when all of them have arrived.
 */
export async function* undeliveredChanges(
  dispatch: Pick<Dispatch, 'effectsKey'>,
  { ledger, archive, deviceModels }: DispatchSources,
): AsyncGenerator<DspChange> {
  const takenBack = new Set(
    [...(await ledger.list('waitingLines')), ...(await ledger.list('overtakenLines'))].map(({ order }) => order),
  );
  let changes: DspChange[] = [];
  const missing = async (): Promise<DspChange[]> => {
    const orders = await deviceModels.orders([...new Set(changes.map(({ entry }) => entry.entryKey))]);
    return changes.filter(({ order, entry }) => (orders.get(entry.entryKey) ?? '') < order && !takenBack.has(order));
  };
  for await (const { effect } of readEffects(archive.read(dispatch.effectsKey))) {
    if (effect.effect !== 'send') continue;
    changes.push(effect.change);
    if (changes.length < LOOKED_UP_AT_ONCE) continue;
    yield* await missing();
    changes = [];
  }
  yield* await missing();
}

/** Every change that was decided and is not in the DeviceModels table yet, of the pending decision and all dispatches. */
export async function* allUndelivered(sources: UndeliveredSources): AsyncGenerator<UndeliveredChange> {
  for (const { effectsKey, sentAt } of await openDecisions(sources)) {
    for await (const change of undeliveredChanges({ effectsKey }, sources)) yield { change, sentAt };
  }
}

/** Where undelivered changes of every decision are found. */
export type UndeliveredSources = DispatchSources & {
  readonly ledger: LedgerReader<'dispatches' | 'lane' | 'waitingLines' | 'overtakenLines'>;
};

/** Changes that one page of a search looks up at most, and how many at once. */
const MOST_LOOKED_UP = 500;
const LOOKED_UP_FOR_A_PAGE = 100;

/**
 * A page of the changes that were decided and are not in the DeviceModels table yet. Of a decision's log only the
 * changes that are looked for are looked up, and no more than 500 of them.
 */
export async function undeliveredPage(
  { of, limit, after = '' }: UndeliveredSearch,
  sources: UndeliveredSources,
): Promise<UndeliveredPage> {
  const items: UndeliveredChange[] = [];
  let lookedUp = 0;
  let candidates: UndeliveredChange[] = [];
  /** The order behind which the next page begins, once this one is full. */
  const lookUp = async (): Promise<string | undefined> => {
    const last = candidates.at(-1);
    lookedUp += candidates.length;
    items.push(...(await stillUndelivered(candidates, sources)));
    candidates = [];
    if (items.length >= limit) return items[limit - 1]?.change.order;
    return lookedUp >= MOST_LOOKED_UP ? last?.change.order : undefined;
  };
  for (const { sequence, effectsKey, sentAt } of await openDecisions(sources)) {
    if (sequence < sequenceOf(after)) continue;
    for await (const { effect } of readEffects(sources.archive.read(effectsKey))) {
      if (effect.effect !== 'send' || effect.change.order <= after || !of(effect.change)) continue;
      candidates.push({ change: effect.change, sentAt });
      if (candidates.length < LOOKED_UP_FOR_A_PAGE) continue;
      const next = await lookUp();
      if (next !== undefined) return { items: items.slice(0, limit), next };
    }
  }
  const next = await lookUp();
  return items.length > limit && next !== undefined ? { items: items.slice(0, limit), next } : { items };
}

/** Those of some changes that have not arrived and were not taken back. */
async function stillUndelivered(
  changes: readonly UndeliveredChange[],
  { ledger, deviceModels }: Pick<UndeliveredSources, 'ledger' | 'deviceModels'>,
): Promise<UndeliveredChange[]> {
  const orders = await deviceModels.orders([...new Set(changes.map(({ change }) => change.entry.entryKey))]);
  const missing = changes.filter(({ change }) => (orders.get(change.entry.entryKey) ?? '') < change.order);
  const isTakenBack = await Promise.all(
    missing.map(async ({ change }) => {
      const found = await Promise.all([ledger.get('waitingLines', change), ledger.get('overtakenLines', change)]);
      return found.some((line) => line !== undefined);
    }),
  );
  return missing.filter((_, at) => isTakenBack[at] === false);
}

/** The decisions whose changes are not all known to have arrived, in their order. */
async function openDecisions({ ledger }: Pick<UndeliveredSources, 'ledger'>) {
  const [{ pending }, dispatches] = [await ledger.get('lane'), await ledger.list('dispatches')];
  const open = new Map<string, { sequence: number; effectsKey: string; sentAt: string | null }>();
  if (pending !== undefined) open.set(pending.effectsKey, { ...pending, sentAt: null });
  for (const dispatch of dispatches) open.set(dispatch.effectsKey, dispatch);
  return [...open.values()].toSorted((one, other) => one.sequence - other.sequence);
}

/** The first changes of a decision's log, so many at most. */
export async function firstChanges(
  { effectsKey }: Pick<Dispatch, 'effectsKey'>,
  atMost: number,
  archive: DispatchSources['archive'],
): Promise<readonly DspChange[]> {
  const changes: DspChange[] = [];
  for await (const { effect } of readEffects(archive.read(effectsKey))) {
    if (effect.effect === 'send') changes.push(effect.change);
    if (changes.length >= atMost) break;
  }
  return changes;
}
