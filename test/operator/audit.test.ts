import { describe, expect, test } from 'vitest';
import { auditView } from '../../functions/operator/views/audit.ts';
import { cplCsv } from '../support/cpl-csv.ts';
import { FakeLane } from '../support/fake-lane.ts';
import { A_PERSON } from '../support/lane-senders.ts';

const LIST = 'cpl/cpl-1.1.csv';

/** A lane that has decided about settings, a list that it held, and the list's approval. */
async function laneWithDecisions(): Promise<FakeLane> {
  const lane = new FakeLane();
  await lane.drop('governance/settings.json', '{"removalGuardMinimum":1}');
  await lane.drop(LIST, cplCsv([{ entry: 1 }, { entry: 2 }]));
  const held = await lane.drop('cpl/cpl-1.2.csv', cplCsv([{ entry: 1 }, { entry: 2, status: 'Removed' }], '1.2'));
  expect(held?.decision).toBe('held');
  await lane.ask({
    command: 'approve',
    commandId: 'c-1',
    uploadId: held?.uploadId ?? '',
    reason: 'agreed',
    requestedBy: 'the name that was given',
  });
  return lane;
}

const audited = (lane: FakeLane) => auditView(lane);

describe('the record of decisions', () => {
  test('names every decision with who caused it, each by the hash that the next one has of it', async () => {
    const { verdict, decisions } = await audited(await laneWithDecisions());
    expect(verdict).toBe('intact');
    expect(decisions.map(({ sequence, cause }) => [sequence, cause.command, cause.sentBy])).toEqual([
      [4, 'approve', A_PERSON],
      [3, 'file', 'AIDAEVENTS'],
      [2, 'file', 'AIDAEVENTS'],
      [1, 'file', 'AIDAEVENTS'],
    ]);
    expect(decisions[0]?.cause.requestedBy).toBe('the name that was given');
  });

  test('is broken by a log that says something else now', async () => {
    const lane = await laneWithDecisions();
    const [first = ''] = [...lane.archive.objects.keys()].filter((key) => key.startsWith('changesets/'));
    lane.archive.set(first, lane.archive.textOf(first).replaceAll('AIDAEVENTS', 'AIDAOTHERS'));
    const { verdict, troubles } = await audited(lane);
    expect(verdict).toBe('broken');
    expect(troubles).toEqual([
      { sequence: 1, key: first, problem: 'has been changed: it does not have the hash that the next decision names' },
    ]);
  });

  test('is broken by a log that is gone', async () => {
    const lane = await laneWithDecisions();
    const logs = [...lane.archive.objects.keys()].filter((key) => key.startsWith('changesets/'));
    lane.archive.objects.delete(logs[1] ?? '');
    expect(await audited(lane)).toMatchObject({ verdict: 'broken', troubles: [{ sequence: 2, problem: 'is gone' }] });
  });

  test('is broken by the log of another decision in the place of its own', async () => {
    const lane = await laneWithDecisions();
    const { last } = lane.ledger.state;
    if (last === undefined) throw new Error('Nothing was decided');
    lane.ledger.state = { ...lane.ledger.state, last: { ...last, sequence: 5 } };
    expect(await audited(lane)).toMatchObject({
      verdict: 'broken',
      decisions: [],
      troubles: [{ sequence: 5, problem: 'is not the log of this decision' }],
    });
  });

  test('is broken by a receipt or a governance file that is not what was decided', async () => {
    const lane = await laneWithDecisions();
    lane.archive.set('governance/settings/000001.json', '{"signaturePolicy":"off"}');
    const { troubles } = await audited(lane);
    expect(troubles).toEqual([
      { sequence: 1, key: 'governance/settings/000001.json', problem: 'is not what the decision stored' },
    ]);
  });
});

test('[R5] the receipt of a list that was held stays beside that of its approval', async () => {
  const lane = await laneWithDecisions();
  const receipts = [...lane.archive.objects.keys()].filter((key) => /^receipts\/.*1\.2.*\.json$/.test(key));
  expect(receipts.map((key) => key.replace(/.*-/, ''))).toEqual(['held.json', 'accepted.json']);
});

test('an approval keeps the name that was given and who gave it, as SQS knows it', async () => {
  const lane = await laneWithDecisions();
  const [upload] = (await lane.ledger.list('uploads')).filter(({ approval }) => approval !== undefined);
  expect(upload?.approval).toMatchObject({ by: 'the name that was given', principal: A_PERSON });
});
