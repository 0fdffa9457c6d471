import { describe, expect, test } from 'vitest';
import { NO_PIPELINE, rehearse } from '../../functions/operator/rehearsal.ts';
import { cplCsv, type CplRow } from '../support/cpl-csv.ts';
import { FakeLane } from '../support/fake-lane.ts';
import { putFile, putList, rowsOf } from '../support/lane-lists.ts';
import { workbookOf } from '../support/workbook-lists.ts';

const NOW = '2026-11-02T12:00:00.000Z';

/** What the lane would answer to a file, and that the rehearsal changed nothing. */
async function rehearsed(lane: FakeLane, body: string | Uint8Array, key = 'cpl/next.csv') {
  const before = structuredClone({ state: lane.ledger.state, objects: [...lane.archive.objects.keys()] });
  const bytes = Buffer.from(body);
  const file = { key, size: bytes.byteLength, isSigned: false, bytes: () => chunksOf(bytes) };
  const { ledger } = lane;
  const archive = { read: lane.archive.read.bind(lane.archive) };
  const { governance, devices } = lane.ports();
  const receipt = await rehearse(file, { ledger, archive, governance, devices }, NOW);
  expect({ state: lane.ledger.state, objects: [...lane.archive.objects.keys()] }).toEqual(before);
  return receipt;
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const removed = (count: number): CplRow[] =>
  rowsOf(40).map((row, index) => (index < count ? { ...row, status: 'Removed' } : row));

describe('a rehearsal', () => {
  test('answers for its own file, although the list would take the place of held ones', async () => {
    const lane = new FakeLane();
    await putList(lane, rowsOf(40), '1.1');
    await putFile(lane, 'cpl/held.xlsx', workbookOf(removed(30), '1.2'));
    expect(lane.ledger.state.held).toHaveLength(1);
    expect(await rehearsed(lane, cplCsv(rowsOf(41), '1.3'))).toMatchObject({
      upload: { key: 'cpl/next.csv', decision: 'accepted', version: '1.3', counts: { added: 1 } },
    });
  });

  test('answers for the list of a workbook, not for its certificates', async () => {
    expect(await rehearsed(new FakeLane(), workbookOf(rowsOf(2)), 'cpl/next.xlsm')).toMatchObject({
      upload: { kind: 'cpl', counts: { added: 2 } },
    });
  });

  test('counts the devices of the SMI, so that it is held where the lane would hold it', async () => {
    const lane = new FakeLane();
    await putList(lane, rowsOf(40), '1.1');
    lane.devicesOf.set('AB01/00010101/00000100', { Commissioned: 1001 });
    expect(await rehearsed(lane, cplCsv(removed(1), '1.2'))).toMatchObject({
      upload: { decision: 'held' },
      removed: [{ entryNumber: '000001', devices: { Commissioned: 1001 } }],
    });
  });

  test('says that an issue was skipped, or lies too far ahead', async () => {
    const lane = new FakeLane();
    await putList(lane, rowsOf(1), '1.1');
    const skipped = await rehearsed(lane, cplCsv(rowsOf(2), '1.3'));
    expect(skipped.findings.map(({ code }) => code)).toContain('CPL-ISSUE-SKIPPED');
    expect(await rehearsed(lane, cplCsv(rowsOf(2), '3.001'))).toMatchObject({ upload: { decision: 'held' } });
  });

  test('needs no pipeline', async () => {
    const bytes = Buffer.from(cplCsv(rowsOf(1)));
    const file = { key: 'cpl/a.csv', size: bytes.byteLength, isSigned: false, bytes: () => chunksOf(bytes) };
    expect(await rehearse(file, NO_PIPELINE, NOW)).toMatchObject({ upload: { decision: 'accepted' } });
    const other = { ...file, key: 'cpl/notes.txt' };
    await expect(rehearse(other, NO_PIPELINE, NOW)).rejects.toThrow('is not a file of the inbox');
  });
});
