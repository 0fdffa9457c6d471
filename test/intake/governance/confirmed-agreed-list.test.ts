import { describe, expect, test } from 'vitest';
import { agreedListCsv } from '../../support/agreed-list-csv.ts';
import { FakeLane } from '../../support/fake-lane.ts';

const LIST = 'governance/agreed-list.csv';
const trial = (trial_id: string) => agreedListCsv({ trial_id });
async function dropped(lane: FakeLane, csv: string) {
  const upload = await lane.drop(LIST, csv);
  if (upload === undefined) throw new Error('The list was not decided');
  return upload;
}
const uploads = async ({ ledger }: FakeLane) =>
  (await ledger.list('uploads')).reverse().map(({ decision }) => decision);
const activeTrials = async (lane: FakeLane) =>
  (await lane.ports().governance.agreedList()).rows.map(({ trialId }) => trialId);

function laneOfTwo(): FakeLane {
  const lane = new FakeLane();
  lane.agreedListConfirmations = 2;
  return lane;
}

const confirm = (lane: FakeLane, uploadId: string, principal: string, by = principal.toLowerCase()) =>
  lane.ask(
    { command: 'approve', commandId: `c-${principal}`, uploadId, reason: 'As agreed', requestedBy: by },
    principal,
  );

describe('[R47] an agreed list of a stage that asks for two confirmations', () => {
  test('is held until two different principals have confirmed it, and then active', async () => {
    const lane = laneOfTwo();
    const held = await dropped(lane, trial('T-1'));
    expect(held).toMatchObject({
      decision: 'held',
      heldReason: expect.stringMatching(/once 2 people .*: nobody has yet\.$/),
    });
    expect(await activeTrials(lane)).toEqual([]);
    await confirm(lane, held.uploadId, 'AIDAONE');
    expect(await lane.ledger.get('uploads', held)).toMatchObject({
      decision: 'held',
      heldReason: expect.stringMatching(/: aidaone has\.$/),
    });
    expect(await activeTrials(lane)).toEqual([]);
    await confirm(lane, held.uploadId, 'AIDATWO');
    expect(await activeTrials(lane)).toEqual(['T-1']);
    expect(await lane.ledger.get('uploads', held)).toMatchObject({
      decision: 'active',
      version: '1',
      confirmations: [{ principal: 'AIDAONE' }, { principal: 'AIDATWO', reason: 'As agreed' }],
    });
  });

  test('is not active by one hand, whatever names it gives', async () => {
    const lane = laneOfTwo();
    const held = await dropped(lane, trial('T-1'));
    await confirm(lane, held.uploadId, 'AIDAONE', 'alice');
    await confirm(lane, held.uploadId, 'AIDAONE', 'bob');
    expect(await lane.ledger.get('uploads', held)).toMatchObject({
      decision: 'held',
      heldReason: expect.stringMatching(/alice has\. Who confirmed it last had confirmed it already\.$/),
      confirmations: [{ by: 'alice' }],
    });
    expect(await activeTrials(lane)).toEqual([]);
  });

  test('is refused by one person, after which nobody can confirm it', async () => {
    const lane = laneOfTwo();
    const held = await dropped(lane, trial('T-1'));
    const { uploadId } = held;
    await lane.ask({ command: 'refuse', commandId: 'c-no', uploadId, reason: 'No SSC decision', requestedBy: 'bob' });
    expect(await lane.ledger.get('uploads', held)).toMatchObject({
      decision: 'refused',
      refusal: { by: 'bob', reason: 'No SSC decision' },
    });
    await confirm(lane, uploadId, 'AIDAONE');
    await confirm(lane, uploadId, 'AIDATWO');
    expect(await activeTrials(lane)).toEqual([]);
  });

  test('gives way to a later one, whose confirmations begin again', async () => {
    const lane = laneOfTwo();
    const first = await dropped(lane, trial('T-1'));
    await confirm(lane, first.uploadId, 'AIDAONE');
    lane.now = '2026-11-02T10:00:00.000Z';
    const second = await dropped(lane, trial('T-2'));
    expect(await uploads(lane)).toEqual(['superseded', 'held']);
    await confirm(lane, first.uploadId, 'AIDATWO');
    await confirm(lane, second.uploadId, 'AIDATWO');
    expect(await activeTrials(lane)).toEqual([]);
    await confirm(lane, second.uploadId, 'AIDAONE');
    expect(await activeTrials(lane)).toEqual(['T-2']);
  });

  test('is refused at once when it is wrong, and asks for no confirmation of it', async () => {
    const lane = laneOfTwo();
    expect(await dropped(lane, 'trial_id\nT-1\n')).toMatchObject({ decision: 'refused' });
    expect(lane.ledger.state).not.toHaveProperty('heldAgreedList');
  });

  test('other governance files need no confirmation', async () => {
    const lane = laneOfTwo();
    expect(await lane.drop('governance/settings.json', '{"trialFlagging":"off"}')).toMatchObject({
      decision: 'active',
    });
  });
});

test('[R47] an agreed list of a stage that asks for none is active at once', async () => {
  const lane = new FakeLane();
  expect(await dropped(lane, trial('T-1'))).toMatchObject({ decision: 'active' });
});
