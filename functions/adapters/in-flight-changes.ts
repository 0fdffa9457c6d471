import type { DspChange } from '../contracts/dsp-change.ts';
import { readEffects } from '../contracts/effects-log.ts';
import type { Flight } from '../contracts/flight.ts';
import type { DynamoDeviceModels } from './dynamo-device-models.ts';
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
