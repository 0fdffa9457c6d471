import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type S3Objects, s3Objects } from '../../functions/adapters/s3-objects.ts';
import type { Archive, Inbox } from '../../functions/intake/ports.ts';
import { FakeObjects } from '../support/fake-objects.ts';
import { type ContractBuckets, contractBuckets, SERVICES } from '../support/contract-services.ts';
import { steadyServices } from '../simulation/steady.ts';

let buckets: ContractBuckets;
beforeAll(async () => {
  buckets = await contractBuckets();
});
afterAll(() => buckets.stop());

/** All that the functions want of a bucket. */
type Objects = Archive & Inbox & Pick<S3Objects, 'putNew' | 'keys' | 'folders' | 'writer'>;

async function onService(): Promise<Objects> {
  return s3Objects(buckets.client, await buckets.createBucket());
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  return Buffer.concat(await Array.fromAsync(bytes)).toString('utf8');
}

describe.each([
  ['objects in memory', async (): Promise<Objects> => new FakeObjects()],
  ['simulated objects', async (): Promise<Objects> => s3Objects(steadyServices().s3, 'archive')],
  [`the bucket on ${SERVICES}`, onService],
])('%s', (kind, make) => {
  test.each(['cpl/plain.csv', 'cpl/with space + plus %41 ü ..csv', 'a/../b.csv'])(
    'keeps what is put under %s',
    async (key) => {
      const objects = await make();
      await objects.put(key, 'text', 'text/plain');
      expect(await textOf(objects.read(key))).toBe('text');
      expect(await objects.facts(key)).toMatchObject({ bytes: 4 });
    },
  );

  test('reads on from an offset, up to its very end', async () => {
    const objects = await make();
    await objects.put('log', 'one\ntwo\n', 'text/plain');
    expect(await textOf(objects.read('log', undefined, 4))).toBe('two\n');
    expect(await textOf(objects.read('log', undefined, 8))).toBe('');
  });

  // Only operators list, and never the functions that are simulated.
  test.skipIf(kind === 'simulated objects')(
    'lists the keys under a prefix in order, however many pages there are',
    async () => {
      const objects = await make();
      const under = Array.from({ length: 1001 }, (_, index) => `letters/${String(index).padStart(4, '0')}`);
      for (const key of [...under.toReversed(), 'other/1']) await objects.put(key, '', 'text/plain');
      expect(await Array.fromAsync(objects.keys('letters/'))).toEqual(under);
    },
  );

  test.skipIf(kind === 'simulated objects')('lists the folders under a prefix in order, each once', async () => {
    const objects = await make();
    for (const key of ['discarded/q/2/b', 'discarded/q/1/a', 'discarded/q/2/c', 'discarded/q/plain', 'discarded/p/3/d'])
      await objects.put(key, '', 'text/plain');
    expect(await Array.fromAsync(objects.folders('discarded/q/'))).toEqual(['discarded/q/1/', 'discarded/q/2/']);
  });

  test('has no facts of what is not there', async () => {
    expect(await (await make()).facts('nothing')).toBeUndefined();
  });

  // The emulator takes no condition on a put.
  test.skipIf(kind.includes('the emulator'))('keeps what is there when it is put as something new', async () => {
    const objects = await make();
    expect(await objects.putNew('known.json', '1', 'application/json')).toBe('put');
    expect(await objects.putNew('known.json', '2', 'application/json')).toBe('there-already');
    expect(await textOf(objects.read('known.json'))).toBe('1');
  });

  test('writes what comes in pieces, beyond one part', async () => {
    const objects = await make();
    const piece = new TextEncoder().encode('x'.repeat(1024 * 1024));
    const large = objects.writer('large', 'text/plain', { classification: 'Amber' });
    for (let pieces = 0; pieces < 17; pieces += 1) await large.write(piece);
    await large.finish();
    expect(await objects.facts('large')).toMatchObject({
      bytes: 17 * 1024 * 1024,
      metadata: { classification: 'Amber' },
    });
    const huge = objects.writer('huge', 'text/plain');
    await huge.write(Buffer.alloc(11 * 1024 * 1024, 'y'));
    await huge.finish();
    expect(await objects.facts('huge')).toMatchObject({ bytes: 11 * 1024 * 1024 });
  });

  test('writes what comes in small pieces, and nothing that was discarded', async () => {
    const objects = await make();
    const piece = new TextEncoder().encode('x'.repeat(1024 * 1024));
    const small = objects.writer('small', 'text/plain', { classification: 'White' });
    await small.write(piece.subarray(0, 3));
    await small.finish();
    expect(await textOf(objects.read('small'))).toBe('xxx');
    expect(await objects.facts('small')).toMatchObject({ metadata: { classification: 'White' } });
    const reused = objects.writer('reused', 'text/plain');
    for (const text of ['one', 'two']) {
      piece.set(new TextEncoder().encode(text));
      await reused.write(piece.subarray(0, 3));
    }
    await reused.finish();
    expect(await textOf(objects.read('reused'))).toBe('onetwo');
    const discarded = objects.writer('discarded', 'text/plain');
    await discarded.write(piece);
    await discarded.discard();
    expect(await objects.facts('discarded')).toBeUndefined();
  });
});
