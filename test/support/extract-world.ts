import { s3Extracts } from '../../functions/adapters/s3-extracts.ts';
import type { DeviceModel } from '../../functions/contracts/device-model.ts';
import type { InventoryExtract } from '../../functions/contracts/inventory-extract.ts';
import type { Upload } from '../../functions/contracts/upload.ts';
import type { DeviceEvent } from '../../functions/domain/devices/device-event.ts';
import { evaluated, takeIn } from '../../functions/domain/devices/device-record.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { listsInForce } from './lists-in-force.ts';
import { makeExtract } from '../../functions/reports/make-extract.ts';
import type { ExtractPorts } from '../../functions/reports/extract-ports.ts';
import { fakeDevices } from './fake-devices.ts';
import { fakeInventory } from './fake-inventory.ts';
import { movableClock } from './fake-mail.ts';
import { FakeLedger } from './fake-ledger.ts';
import { FakeObjects } from './fake-objects.ts';
import { agreedList } from './srv-messages.ts';
import { deviceIdOf, evaluatedRecord, TRIAL_FIRMWARE } from './trial-records.ts';

export const LISTS = [agreedList(1, '2026-11-01T00:00:00.000Z', [{ trialId: 'T-1', firmwareVersion: TRIAL_FIRMWARE }])];
export const HOUR = 3600;
/** What takes a device out of its trial. */
export const CERTIFIED: DeviceEvent['change'] = { kind: 'firmware', firmwareVersion: '00020200', restores: false };

/** Makes an extract by as many runs as it takes; each has time for one page when it `stops`. */
export async function inRuns(request: object, ports: ExtractPorts, stops = false): Promise<InventoryExtract> {
  for (;;) {
    let left = 900_000;
    const made = await makeExtract(request, ports, {
      remainingMs: () => {
        const now = left;
        if (stops) left = 100_000;
        return now;
      },
    });
    if ('finishedAt' in made) return made;
  }
}

/** A pipeline that makes extracts of an inventory in memory. */
export function extractWorld() {
  const clock = movableClock('2026-11-03T09:00:00.000Z');
  const devices = fakeDevices(clock.now);
  const bucket = new FakeObjects();
  const state: { trialFlagging: 'on' | 'off'; requests: number; models: DeviceModel[]; uploads: Upload[] } = {
    trialFlagging: 'on',
    requests: 0,
    models: [],
    uploads: [],
  };
  const ports: ExtractPorts = {
    inventory: fakeInventory(devices),
    extracts: s3Extracts(bucket),
    governance: {
      settings: async () => ({ ...DEFAULT_SETTINGS, trialFlagging: state.trialFlagging }),
      // Odd versions turn the switch off.
      settingsVersion: async (version) => ({ ...DEFAULT_SETTINGS, trialFlagging: version % 2 === 1 ? 'off' : 'on' }),
    },
    ledger: { page: (...of) => new FakeLedger({ uploads: state.uploads }).page(...of) },
    models: {
      async *all() {
        yield* state.models;
      },
    },
    clock,
  };
  return {
    clock,
    devices,
    bucket,
    state,
    ports,
    async add(number: number, options: Parameters<typeof evaluatedRecord>[2] = {}) {
      await devices.put(evaluatedRecord(number, LISTS, { at: clock.now(), ...options }), 0);
    },
    async happen(number: number, change: DeviceEvent['change']) {
      const record = await devices.find(deviceIdOf(number));
      if (record === undefined) throw new Error(`No device ${number}`);
      const event = { id: `event-${record.revision}`, at: clock.now(), change };
      const next = evaluated(takeIn(record, [event]).record, listsInForce(LISTS));
      await devices.put({ ...next, revision: record.revision + 1 }, record.revision);
    },
    /** The rows of a new extract, header left out. */
    async rows(report: 'esi-034' | 'esi-034i' | 'opr'): Promise<string[]> {
      state.requests += 1;
      const { key } = await inRuns({ report, requestId: `request-${state.requests}` }, ports);
      return bucket.textOf(key).split('\r\n').slice(1, -1);
    },
  };
}
