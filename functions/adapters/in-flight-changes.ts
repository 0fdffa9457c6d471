import type { DspChange } from '../contracts/dsp-change.ts';
import { readEffects } from '../contracts/effects-log.ts';
import type { Flight } from '../contracts/flight.ts';
import type { DynamoDeviceModels } from './dynamo-device-models.ts';
import type { DynamoLedger } from './dynamo-ledger.ts';
import type { S3Objects } from './s3-objects.ts';

/** Changes looked up in the DeviceModels table at once. */
const LOOKED_UP_AT_ONCE = 1000;

/**
 * The changes of a flight that the DeviceModels table does not hold yet: neither them nor a newer one for the same
 * entry. Empty when the flight has landed.
 */
export async function* changesInFlight(
  flight: Pick<Flight, 'effectsKey'>,
  archive: Pick<S3Objects, 'read'>,
  deviceModels: Pick<DynamoDeviceModels, 'orders'>,
): AsyncGenerator<DspChange> {
  let changes: DspChange[] = [];
  const missing = async (): Promise<DspChange[]> => {
    const orders = await deviceModels.orders([...new Set(changes.map(({ entry }) => entry.entryKey))]);
    return changes.filter((change) => (orders.get(change.entry.entryKey) ?? '') < change.order);
  };
  for await (const { effect } of readEffects(archive.read(flight.effectsKey))) {
    if (effect.effect !== 'send') continue;
    changes.push(effect.change);
    if (changes.length < LOOKED_UP_AT_ONCE) continue;
    yield* await missing();
    changes = [];
  }
  yield* await missing();
}

/** Every change that was decided and is not in the DeviceModels table yet, of the pending decision and all flights. */
export async function* allInFlight(
  ledger: Pick<DynamoLedger, 'flights' | 'laneState'>,
  archive: Pick<S3Objects, 'read'>,
  deviceModels: Pick<DynamoDeviceModels, 'orders'>,
): AsyncGenerator<DspChange> {
  const { pending } = await ledger.laneState();
  const flights = await ledger.flights();
  const logs = new Set([...flights.map(({ effectsKey }) => effectsKey), ...(pending ? [pending.effectsKey] : [])]);
  for (const effectsKey of logs) yield* changesInFlight({ effectsKey }, archive, deviceModels);
}
