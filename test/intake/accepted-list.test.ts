import { expect, test } from 'vitest';
import { agreedListCsv } from '../support/agreed-list-csv.ts';
import { CPL_COLUMNS, cplCsv } from '../support/cpl-csv.ts';
import { FakeLane } from '../support/fake-lane.ts';

/** A lane whose accepted list has no entry at all: the one row there was is quarantined. */
async function laneWithEmptyList(): Promise<FakeLane> {
  const lane = new FakeLane();
  const upload = await lane.drop('cpl/cpl-20261102.csv', cplCsv([{ entry: 1, hash: 'bad' }]));
  expect(upload).toMatchObject({ decision: 'accepted', counts: { added: 0, quarantined: 1 } });
  return lane;
}

test('[R38] an agreed list is judged against an accepted list without entries', async () => {
  const lane = await laneWithEmptyList();
  const upload = await lane.drop('governance/agreed-list.csv', agreedListCsv({}));
  expect(upload?.findings.map(({ code }) => code)).toContain('AGL-NOT-ELIGIBLE');
});

test('a change of an entry that the accepted list does not have is only recorded when the DSP refuses it', async () => {
  const lane = await laneWithEmptyList();
  const sent = new FakeLane();
  await sent.drop('cpl/cpl-20261102.csv', cplCsv([{ entry: 1 }]));
  const [change] = sent.sent;
  if (change === undefined) throw new Error('Nothing was sent');
  await lane.ask({ command: 'dsp-refused', commandId: 'refused', change, reason: 'DSP refused GBCS 4.1' });
  expect(await lane.ledger.waitingLines()).toEqual([]);
  expect(await lane.ledger.overtakenLines()).toHaveLength(1);
});

test('an extract with a header and no rows is refused, and the accepted list stands', async () => {
  const lane = new FakeLane();
  await lane.drop('cpl/cpl-20261102.csv', cplCsv([{ entry: 1 }]));
  const upload = await lane.drop('cpl/cpl-20261103.csv', `${CPL_COLUMNS.join(',')}\n`);
  expect(upload).toMatchObject({ decision: 'refused', findings: [{ code: 'CSV-NO-ROWS' }] });
  expect(lane.ledger.state.accepted?.key).toBe('cpl/cpl-20261102.csv');
});
