import { describe, expect, test } from 'vitest';
import type { SaidDecision } from '../../functions/contracts/ssc-decision.ts';
import { FakeLane } from '../support/fake-lane.ts';
import { putFile, putList, rowsOf } from '../support/lane-lists.ts';
import { publishedOf } from '../support/workbook-lists.ts';

const REMOVE: SaidDecision = {
  entryNumber: '000002',
  decision: 'remove',
  decidedOn: '2026-11-02',
  reference: 'SSC 2026/11-3',
};

async function laneWithCertificates(): Promise<FakeLane> {
  const lane = new FakeLane();
  await putList(lane, rowsOf(3), '1.1');
  await putFile(lane, 'cpl/published.csv', publishedOf(rowsOf(3)));
  return lane;
}

const record = (lane: FakeLane, said: Partial<SaidDecision>, commandId: string) =>
  lane.ask({ command: 'record-decision', commandId, decided: { ...REMOVE, ...said }, requestedBy: 'operator' });

describe('[R62] a decision of the SSC about an entry', () => {
  test('is recorded with who sent it, and with what the entry and its certificate said then', async () => {
    const lane = await laneWithCertificates();
    await record(lane, {}, 'c-1');
    expect(await lane.ledger.list('sscDecisions')).toEqual([
      {
        ...REMOVE,
        about: expect.stringMatching(/^SYN-CPA-000002\|\d{4}-\d{2}-\d{2}\|SMETS V\d\.\d\|\d\.\d$/),
        by: 'operator',
        principal: expect.stringMatching(/./),
        at: lane.now,
        commandId: 'c-1',
      },
    ]);
  });

  test('is recorded once for each command, and a later one stands beside it', async () => {
    const lane = await laneWithCertificates();
    await record(lane, {}, 'c-1');
    const before = lane.ledger.state;
    await record(lane, {}, 'c-1');
    expect(lane.ledger.state).toBe(before);
    lane.now = '2026-11-03T09:00:00.000Z';
    await record(lane, { decision: 'extend' }, 'c-2');
    const recorded = await lane.ledger.list('sscDecisions');
    expect(recorded.map(({ decision, commandId }) => [decision, commandId])).toEqual([
      ['remove', 'c-1'],
      ['extend', 'c-2'],
    ]);
  });

  test.each([
    ['of an entry that the list does not have', { entryNumber: '000009' }],
    ['that is dated in the future', { decidedOn: '2026-11-30' }],
  ])('is not recorded %s', async (_, said) => {
    const lane = await laneWithCertificates();
    await record(lane, said, 'c-1');
    expect(await lane.ledger.list('sscDecisions')).toEqual([]);
  });

  test('is not recorded before the first list', async () => {
    const lane = new FakeLane();
    await record(lane, {}, 'c-1');
    expect(await lane.ledger.list('sscDecisions')).toEqual([]);
  });
});
