import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { unzips } from '../../../functions/intake/cpl/gunzip.ts';
import { cplCsv } from '../../support/cpl-csv.ts';
import { FakeLane } from '../../support/fake-lane.ts';
import { putFile, rowsOf } from '../../support/lane-lists.ts';

const LIST = cplCsv(rowsOf(2));

describe('a compressed list', () => {
  test('is read as what is in it, and repeats it', async () => {
    const lane = new FakeLane();
    expect(await putFile(lane, 'cpl/a.csv.gz', gzipSync(LIST))).toMatchObject({
      decision: 'accepted',
      counts: { added: 2 },
    });
    expect(await putFile(lane, 'cpl/b.csv', LIST)).toMatchObject({ decision: 'repeat' });
    expect(await putFile(lane, 'cpl/c.CSV.GZ', gzipSync(LIST, { level: 1 }))).toMatchObject({ decision: 'repeat' });
  });

  test('of several members is read as one file', async () => {
    const lane = new FakeLane();
    const half = LIST.indexOf('\n') + 30;
    const members = [LIST.slice(0, half), LIST.slice(half, half + 1), LIST.slice(half + 1)].map((part) =>
      gzipSync(part),
    );
    expect(await putFile(lane, 'cpl/a.csv.gz', Buffer.concat(members))).toMatchObject({
      decision: 'accepted',
      counts: { added: 2 },
      findings: [],
    });
    expect(await putFile(lane, 'cpl/b.csv', LIST)).toMatchObject({ decision: 'repeat' });
  });

  test.each([
    ['is damaged', () => gzipSync(LIST).subarray(0, 60), 'CPL-GZIP-DAMAGED'],
    ['has a second member that is cut off', () => cutOff(), 'CPL-GZIP-DAMAGED'],
    ['is none', () => Buffer.from(LIST), 'CPL-GZIP-DAMAGED'],
    ['unfolds beyond the limit', () => gzipSync(LIST + 'x'.repeat(100_000)), 'CPL-FILE-TOO-LARGE'],
    ['unfolds beyond the limit in its last member', () => late(), 'CPL-FILE-TOO-LARGE'],
  ])('is refused when it %s', async (_, body, code) => {
    const lane = new FakeLane();
    await putFile(lane, 'governance/settings.json', '{"maxExtractBytes": 50000}');
    expect(await putFile(lane, 'cpl/a.csv.gz', body())).toMatchObject({ decision: 'refused', findings: [{ code }] });
    expect(lane.sent).toEqual([]);
  });

  test('is read no further once it unfolds beyond the limit', async () => {
    const packed = gzipSync('x'.repeat(1_000_000), { level: 0 });
    let read = 0;
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (; read < packed.byteLength; read += 1000) yield packed.subarray(read, read + 1000);
    }
    expect(await unzips(pieces(), 10_000)).toBe('too-large');
    expect(read).toBeLessThan(packed.byteLength / 2);
  });
});

function cutOff(): Uint8Array {
  return Buffer.concat([gzipSync(LIST), gzipSync('more').subarray(0, 15)]);
}

function late(): Uint8Array {
  return Buffer.concat([gzipSync(LIST), gzipSync('x'.repeat(100_000))]);
}
