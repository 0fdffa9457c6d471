import { describe, expect, test } from 'vitest';
import { ESI_034_COLUMNS, OPR_COLUMNS } from '../../functions/contracts/extract-columns.ts';
import type { InventoryExtract, InventoryPosition } from '../../functions/contracts/inventory-extract.ts';
import { emptyRecord } from '../../functions/domain/devices/device-record.ts';
import { changesSinceLast } from '../../functions/reports/changes-since-last.ts';
import type { ExtractFile } from '../../functions/reports/extract-ports.ts';
import { makeExtract } from '../../functions/reports/make-extract.ts';
import { extractWorld, HOUR, inRuns } from '../support/extract-world.ts';
import { deviceIdOf, evaluatedRecord } from '../support/trial-records.ts';

type World = ReturnType<typeof extractWorld>;
const REQUEST = { report: 'esi-034i', requestId: 'r' };
/** A run with so much time left at each look at the clock. */
const run = (here: World, left: readonly number[], request: object = REQUEST, ports = here.ports) => {
  const times = [...left];
  return makeExtract(request, ports, { remainingMs: () => times.shift() ?? 0 });
};

async function four(): Promise<World> {
  const here = extractWorld();
  for (const number of [1, 2, 3, 4]) await here.add(number);
  return here;
}

describe('an extract', () => {
  test('is known by its columns, and by the one before it only where it is of changes', async () => {
    const here = await four();
    const first = await inRuns({ report: 'esi-034i', requestId: 'a' }, here.ports);
    expect(first).toMatchObject({ columnMap: ESI_034_COLUMNS.version });
    expect(first).not.toHaveProperty('previousExtractId');
    expect(first).not.toHaveProperty('flaggingOffSince');
    const second = await inRuns({ report: 'esi-034i', requestId: 'b' }, here.ports);
    expect(second.previousExtractId).toBe(first.extractId);
    expect(await inRuns({ report: 'esi-034', requestId: 'c' }, here.ports)).not.toHaveProperty('previousExtractId');
    const exclusions = await inRuns({ report: 'opr', requestId: 'd' }, here.ports);
    expect(exclusions).toMatchObject({ columnMap: OPR_COLUMNS.version });
  });

  test('has a line for each row of a page, and none of a device that was never pre-notified', async () => {
    const here = await four();
    await here.devices.put({ ...emptyRecord(deviceIdOf(5)), revision: 1 }, 0);
    const rows = await here.rows('esi-034i');
    expect(rows.map((row) => row.split(',', 1)[0])).toEqual([1, 2, 3, 4].map(deviceIdOf));
  });

  test('[R66] of changes goes on as one of changes when its run had no time', async () => {
    const here = await four();
    await inRuns({ report: 'esi-034i', requestId: 'before' }, here.ports);
    here.clock.advance(HOUR);
    for (const number of [5, 6, 7, 8]) await here.add(number);
    await run(here, [900_000, 100_000]);
    const { rows } = await run(here, [900_000, 900_000, 900_000, 900_000]);
    expect(rows).toBe(4);
  });

  test('reads on until less than a quarter of its time is left, and as long as a part of the inventory is to be read', async () => {
    const here = await four();
    expect(await run(here, [1000, 250, 250])).toHaveProperty('finishedAt');
    const two: InventoryPosition[] = [
      [null, 'x'],
      [null, null],
    ];
    const inventory = {
      ...here.ports.inventory,
      async *all() {
        for (const position of two) yield { found: [], position };
      },
    };
    const ports = { ...here.ports, inventory };
    const request = { report: 'esi-034', requestId: 's' };
    expect(await run(here, [1000, 100, 100], request, ports)).toMatchObject({ position: [null, 'x'] });
  });

  test('[R1] of a part of the inventory keeps every Device Model without an entry, and the whole the first hundred', async () => {
    const here = extractWorld();
    const record = (number: number) =>
      evaluatedRecord(number, [], { firmwareVersion: number.toString(16).toUpperCase().padStart(8, '0') });
    const found = Array.from({ length: 120 }, (_, number) => ({ record: record(number), changedAt: '' }));
    const inventory = {
      ...here.ports.inventory,
      async *all(from?: InventoryPosition) {
        if (from === undefined) yield { found, position: ['x'] };
        else yield { found: [], position: [null] };
      },
    };
    const ports = { ...here.ports, inventory };
    const request = { report: 'esi-034', requestId: 't' };
    expect((await run(here, [1000, 100], request, ports)).withoutEntry?.models).toHaveLength(120);
    expect((await run(here, [1000, 900], request, ports)).withoutEntry?.models).toHaveLength(100);
  });

  test('lets go of the files that it began when reading fails', async () => {
    const here = await four();
    const discarded: string[] = [];
    const { extracts } = here.ports;
    const file = (key: string): ExtractFile => ({
      ...extracts.file(key),
      discard: async () => void discarded.push(key),
    });
    const all = () => {
      throw new Error('Throttled');
    };
    const ports = { ...here.ports, extracts: { ...extracts, file }, inventory: { ...here.ports.inventory, all } };
    await expect(run(here, [1000], { report: 'esi-034', requestId: 'u' }, ports)).rejects.toThrow('Throttled');
    expect(discarded).toEqual([expect.stringMatching(/\.without-entry\.csv$/)]);
  });
});

describe('the changes since the last extract', () => {
  test('are looked for from a quarter of an hour before it, and noted where they are that late themselves', async () => {
    const written: string[] = [];
    const asked: unknown[] = [];
    const record = (number: number, changedAt: string) => ({ record: evaluatedRecord(number, []), changedAt });
    const found = [
      record(1, '2026-11-03T08:44:59.999Z'),
      record(2, '2026-11-03T08:45:00.000Z'),
      record(3, '2026-11-03T08:59:00.000Z'),
    ];
    const previous: InventoryExtract = {
      contract: 'inventory-extract/1',
      extractId: 'ESI-034i-1',
      extract: 'esi-034i',
      key: 'k',
      asOf: '2026-11-03T08:00:00.000Z',
      columnMap: 1,
      trialFlagging: 'on',
      rows: 0,
      finishedAt: '',
    };
    const recent = {
      write: async (text: string) => void written.push(text),
      finish: async () => undefined,
      discard: async () => undefined,
    };
    const here = extractWorld();
    const inventory = {
      ...here.ports.inventory,
      async *changedSince(...of: readonly unknown[]) {
        asked.push(of);
        yield { found, position: [null] };
      },
    };
    const extracts = { ...here.ports.extracts, recentlyReported: async () => new Map([[deviceIdOf(3), 1]]) };
    const now = { asOf: '2026-11-03T09:00:00.000Z', trialFlagging: 'on', recent, from: undefined } as const;
    const pages = await Array.fromAsync(changesSinceLast(previous, now, { inventory, extracts }));
    expect(pages).toEqual([{ found: found.slice(0, 2), position: [null] }]);
    expect(asked).toEqual([['2026-11-03T07:45:00.000Z', false, undefined]]);
    expect(written).toEqual([`${deviceIdOf(2)} 1\n${deviceIdOf(3)} 1\n`]);
  });
});
