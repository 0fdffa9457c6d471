import fc from 'fast-check';
import { expect, test } from 'vitest';
import { s3Extracts } from '../../functions/adapters/s3-extracts.ts';
import type { InventoryPosition } from '../../functions/contracts/inventory-extract.ts';
import { foundRecord, deviceItem } from '../../functions/contracts/device-record.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import type { Inventory, InventoryPage } from '../../functions/reports/extract-ports.ts';
import { inRuns } from '../support/extract-world.ts';
import { FakeObjects } from '../support/fake-objects.ts';
import { evaluatedRecord } from '../support/trial-records.ts';

const START = Date.parse('2026-11-03T00:00:00.000Z');
const MINUTE = 60_000;
const at = (minute: number): string => new Date(START + minute * MINUTE).toISOString();

/** A write of a device: stamped, and made some minutes later; a reading sees it from then on, or a moment after. */
type Write = { readonly device: number; readonly stamped: number; readonly took: number };
/** A reading begins, and comes to each device some minutes later, perhaps in several runs. */
type Reading = { readonly begins: number; readonly takes: readonly number[]; readonly stops: boolean };

const DEVICES = 4;
const writes = fc.array(fc.record({ device: fc.nat(DEVICES - 1), stamped: fc.nat(300), took: fc.nat(10) }), {
  maxLength: 30,
});
const readings = fc.array(
  fc.record({
    begins: fc.nat(310),
    takes: fc.array(fc.nat(80), { minLength: DEVICES, maxLength: DEVICES }),
    stops: fc.boolean(),
  }),
  { maxLength: 6 },
);

/** The writes of each device in the order in which they were made: that is the order of its revisions. */
function versions(all: readonly Write[], device: number) {
  return all
    .filter((write) => write.device === device)
    .map(({ stamped, took }) => ({ stamped, made: stamped + took }))
    .sort((a, b) => a.made - b.made)
    .map((write, index) => ({ ...write, revision: index + 1 }));
}

function inventoryDuring(all: readonly Write[], { begins, takes }: Reading): Inventory {
  async function* seen(since: number, [after = '']: InventoryPosition = []): AsyncGenerator<InventoryPage> {
    for (let device = after === null ? DEVICES : Number(after); device < DEVICES; device += 1) {
      const version = versions(all, device).findLast(({ made }) => made <= begins + (takes[device] ?? 0));
      const isSeen = version !== undefined && version.stamped >= since;
      const record = { ...evaluatedRecord(device, []), revision: version?.revision ?? 0 };
      yield {
        found: isSeen ? [foundRecord(deviceItem(record, at(version.stamped)))] : [],
        position: [device + 1 < DEVICES ? String(device + 1) : null],
      };
    }
  }
  return {
    all: (from) => seen(-Infinity, from),
    changedSince: (instant, _, from) => seen((Date.parse(instant) - START) / MINUTE, from),
    everTrial: (from) => seen(Infinity, from),
  };
}

test('whoever follows the extracts of changes knows every device as it is, however writes and readings overlap', async () => {
  await fc.assert(
    fc.asyncProperty(writes, readings, async (all, some) => {
      const bucket = new FakeObjects();
      const known = new Map<number, number>();
      // A last reading when all is quiet; readings of one pipeline come one after the other.
      const inOrder = [
        ...some.toSorted((a, b) => a.begins - b.begins),
        { begins: 500, takes: [0, 0, 0, 0], stops: false },
      ];
      for (const [index, reading] of inOrder.entries()) {
        const inventory = inventoryDuring(all, reading);
        const reported: number[] = [];
        const ports = {
          inventory,
          extracts: s3Extracts(bucket),
          governance: { settings: async () => DEFAULT_SETTINGS, settingsVersion: async () => DEFAULT_SETTINGS },
          ledger: { page: async () => ({ items: [] }) },
          models: { all: nothing },
          clock: { now: () => at(reading.begins) },
        };
        const extract = await inRuns({ report: 'esi-034i', requestId: String(index) }, ports, reading.stops);
        const rows = [extract.key, ...(extract.furtherKeys ?? [])].flatMap((key) =>
          bucket.textOf(key).split('\r\n').slice(1, -1),
        );
        for (const row of rows) reported.push(Number.parseInt(row.slice(21, 23), 16));
        for (const device of reported) {
          const version = versions(all, device).findLast(
            ({ made }) => made <= reading.begins + (reading.takes[device] ?? 0),
          );
          known.set(device, version?.revision ?? 0);
        }
      }
      for (let device = 0; device < DEVICES; device += 1) {
        expect(known.get(device) ?? 0).toBe(versions(all, device).length);
      }
    }),
    { numRuns: 300 },
  );
});

async function* nothing(): AsyncGenerator<never> {}
