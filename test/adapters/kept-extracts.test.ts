import { describe, expect, test } from 'vitest';
import { s3Extracts } from '../../functions/adapters/s3-extracts.ts';
import type { InventoryExtract, UnfinishedExtract } from '../../functions/contracts/inventory-extract.ts';
import { FakeObjects } from '../support/fake-objects.ts';
import { NotedObjects } from '../support/noted-objects.ts';

const JSON_TYPE = 'application/json';
const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

describe('the extracts of the inventory', () => {
  const made = (extractId: string): InventoryExtract => ({
    contract: 'inventory-extract/1',
    extractId,
    extract: 'esi-034i',
    key: `esi-034i/${extractId}-AMBER.csv`,
    columnMap: 2,
    asOf: '2026-11-02T09:00:00.000Z',
    rows: 1,
    trialFlagging: 'on',
    finishedAt: '2026-11-02T09:01:00.000Z',
  });
  const unfinished = (): UnfinishedExtract => {
    const { finishedAt, ...known } = made('E1');
    expect(finishedAt).not.toBe('');
    return { ...known, contract: 'unfinished-extract/1', position: ['', null] };
  };

  test('are kept once, and the last one of changes is the latest', async () => {
    const bucket = new NotedObjects();
    const extracts = s3Extracts(bucket);
    expect(await extracts.latestOfChanges()).toBeUndefined();
    expect(await extracts.find('esi-034i', 'E1')).toBeUndefined();
    const first = made('E1');
    expect(await extracts.keep(first)).toBe(first);
    expect(await extracts.keep({ ...made('E1'), rows: 2 })).toEqual(made('E1'));
    expect(await extracts.latestOfChanges()).toEqual(made('E1'));
    const whole = { ...made('E2'), extract: 'esi-034' as const };
    await extracts.keep(whole);
    expect([await extracts.latestOfChanges(), await extracts.find('esi-034', 'E2')]).toEqual([made('E1'), whole]);
    expect(bucket.textOf('esi-034i/E1.json')).toBe(pretty(made('E1')));
    expect(bucket.textOf('esi-034i/latest.json')).toBe('{"extractId":"E1"}');
    expect(new Set(bucket.types.map(([, type]) => type))).toEqual(new Set([JSON_TYPE]));
  });

  test('that are there and cannot be found are a fault', async () => {
    const bucket = new FakeObjects();
    bucket.putNew = async () => 'there-already';
    await expect(s3Extracts(bucket).keep(made('E1'))).rejects.toThrow('What is known of E1 was there, and is not');
  });

  test('of which a part was made are kept beside them, as far as they came', async () => {
    const bucket = new NotedObjects();
    const extracts = s3Extracts(bucket);
    expect(await extracts.unfinished('esi-034i', 'E1')).toBeUndefined();
    await extracts.keepUnfinished(unfinished());
    expect(await extracts.unfinished('esi-034i', 'E1')).toEqual(unfinished());
    expect(bucket.textOf('esi-034i/E1.unfinished')).toBe(pretty(unfinished()));
    expect(bucket.types).toEqual([['esi-034i/E1.unfinished', JSON_TYPE]]);
  });

  test('have a file for each run, the first under the name of the extract', async () => {
    const bucket = new NotedObjects();
    const extracts = s3Extracts(bucket);
    const keys = [
      await extracts.newKey('opr', 'E'),
      await extracts.newKey('opr', 'E'),
      await extracts.newKey('opr', 'E'),
    ];
    expect(keys).toEqual(['opr/E-AMBER.csv', 'opr/E-2-AMBER.csv', 'opr/E-3-AMBER.csv']);
    expect(bucket.textOf('opr/E-2.begun')).toBe('E-2');
    expect(bucket.types[0]).toEqual(['opr/E.begun', 'text/plain']);
  });

  test('[R83] are written in large pieces, none of them empty, as CSV with its classification', async () => {
    const bucket = new NotedObjects();
    const file = s3Extracts(bucket).file('opr/E-AMBER.csv');
    for (const length of [262_143, 1, 262_143, 2]) await file.write('x'.repeat(length));
    await file.finish();
    expect(bucket.pieces).toEqual([262_144, 262_145]);
    expect(bucket.types).toEqual([['opr/E-AMBER.csv', 'text/csv; charset=utf-8']]);
    expect(bucket.facts_.get('opr/E-AMBER.csv')?.metadata).toMatchObject({
      classification: expect.stringContaining('Amber'),
    });
    expect(bucket.textOf('opr/E-AMBER.csv')).toHaveLength(524_289);
  });

  test('may be of a single byte, or of none', async () => {
    const bucket = new NotedObjects();
    for (const text of ['x', '']) {
      const file = s3Extracts(bucket).file(`opr/${text}.csv`);
      await file.write(text);
      await file.finish();
      expect(bucket.textOf(`opr/${text}.csv`)).toBe(text);
    }
    expect(bucket.pieces).toEqual([1]);
  });

  test('are not there when they are discarded', async () => {
    const bucket = new NotedObjects();
    let discards = 0;
    bucket.writer = () => ({
      write: async () => undefined,
      finish: async () => undefined,
      discard: async () => void (discards += 1),
    });
    await s3Extracts(bucket).file('k.csv').discard();
    expect(discards).toBe(1);
  });

  test('say what they reported recently in all of their files, whole lines and a last one without its end', async () => {
    const bucket = new NotedObjects();
    const extracts = s3Extracts(bucket);
    for (const [key, text] of [
      ['a.csv.csv', `${Array.from({ length: 9 }, (_, at) => `dévice-${at} ${at + 1}\n`).join('')}last 12`],
      ['b.csv', 'other 7\n'],
    ] as const) {
      const file = extracts.recentlyReportedFile(key);
      await file.write(text);
      await file.finish();
    }
    expect(bucket.types).toEqual([
      ['a.csv.recent', 'text/plain; charset=utf-8'],
      ['b.recent', 'text/plain; charset=utf-8'],
    ]);
    for (bucket.pieceBytes = 1; bucket.pieceBytes < 20; bucket.pieceBytes += 1)
      expect([...(await extracts.recentlyReported({ key: 'a.csv.csv', furtherKeys: ['b.csv'] }))]).toEqual([
        ...Array.from({ length: 9 }, (_, at) => [`dévice-${at}`, at + 1]),
        ['last', 12],
        ['other', 7],
      ]);
    expect((await extracts.recentlyReported({ key: 'b.csv' })).size).toBe(1);
  });
});
