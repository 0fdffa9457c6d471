import { expect, test } from 'vitest';
import type { Receipt } from '../../functions/contracts/receipt.ts';
import { cplCsv, type CplRow } from '../support/cpl-csv.ts';
import { rowsOf } from '../support/lane-lists.ts';
import { FakeLane } from '../support/fake-lane.ts';
import { registerOf } from '../support/gbcs-register-csv.ts';

const MANY = 10_500;

async function laneWith(row: Omit<CplRow, 'entry'>): Promise<FakeLane> {
  const lane = new FakeLane();
  lane.inbox.pieceBytes = 64 * 1024;
  lane.archive.pieceBytes = 64 * 1024;
  await lane.drop('cpl/cpl-1.1.csv', cplCsv(rowsOf(MANY, row)));
  return lane;
}

const receiptOf = (lane: FakeLane): Receipt => lane.receipt('cpl/cpl-1.1.csv');

test('[R11] more lines are blocked than an incident and a receipt can name: all wait, all are counted, all are released', async () => {
  const lane = await laneWith({ gbcs: '9.9' });
  expect(await lane.ledger.list('waitingLines')).toHaveLength(MANY);
  expect((await lane.ledger.list('incidents'))[0]?.entries).toHaveLength(10_000);
  const { upload, blocked } = receiptOf(lane);
  expect(blocked).toHaveLength(10_000);
  expect(upload.counts.blocked).toBe(MANY);
  await lane.drop('governance/gbcs-register.csv', registerOf('9.9'));
  expect(lane.sent).toHaveLength(MANY);
  expect(lane.sent.map(({ order }) => order)).toEqual(lane.sent.map(({ order }) => order).sort());
  expect(await lane.ledger.list('waitingLines')).toEqual([]);
  expect(await lane.ledger.list('incidents')).toMatchObject([{ state: 'resolved' }]);
});

test('[R24] more entries are under an ended combination than findings are kept: all go on, all are counted', async () => {
  const lane = await laneWith({ gbcs: '1.0', smets: 'SMETS V2.0' });
  const { upload, findings } = receiptOf(lane);
  expect(findings).toMatchObject([{ code: 'CPL-COMBINATION-ENDED', line: 2 }]);
  expect(findings[0]?.message).toContain('Something of the same kind on 9,999 more lines');
  expect(upload.findingsTotal).toBeGreaterThanOrEqual(MANY);
  expect(lane.sent).toHaveLength(MANY);
});
