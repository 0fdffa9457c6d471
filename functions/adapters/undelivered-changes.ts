import type { DspChange } from '../contracts/dsp-change.ts';
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

/** A change that was decided and is not in the DeviceModels table; `sentAt` is null while it is not even sent. */
export type UndeliveredChange = { readonly change: DspChange; readonly sentAt: string | null };

/** Every change that was decided and is not in the DeviceModels table yet, of the pending decision and all dispatches. */
export async function* allUndelivered(
  sources: DispatchSources & { readonly ledger: LedgerReader<'dispatches' | 'lane'> },
): AsyncGenerator<UndeliveredChange> {
  const { ledger } = sources;
  const { pending } = await ledger.get('lane');
  const sentAt = new Map<string, string | null>(pending === undefined ? [] : [[pending.effectsKey, null]]);
  for (const dispatch of await ledger.list('dispatches')) sentAt.set(dispatch.effectsKey, dispatch.sentAt);
  for (const [effectsKey, at] of sentAt) {
    for await (const change of undeliveredChanges({ effectsKey }, sources)) yield { change, sentAt: at };
  }
}
