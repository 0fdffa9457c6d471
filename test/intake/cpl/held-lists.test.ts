import { describe, expect, test } from 'vitest';
import { letters } from '../../../functions/email/letters.ts';
import { FakeLane } from '../../support/fake-lane.ts';
import { approve, decisionOn, putFile, putList, refuse, rowsOf } from '../../support/lane-lists.ts';
import { RECIPIENTS } from '../../support/recipients.ts';

/** A lane with forty Device Models, and a list held by the removal guard and one held for its issue. */
async function laneWithHeld() {
  const lane = new FakeLane();
  await putList(lane, rowsOf(40), '1.1');
  const jump = await putList(lane, rowsOf(41), '1.50');
  const guarded = await putList(lane, rowsOf(20), '1.2');
  expect(lane.ledger.state.held).toMatchObject([
    { uploadId: jump.uploadId, heldBy: 'issue' },
    { uploadId: guarded.uploadId, heldBy: 'guard' },
  ]);
  return { lane, jump, guarded, states: async () => [await decisionOn(lane, jump), await decisionOn(lane, guarded)] };
}

const decisions = async (states: () => Promise<readonly { decision: string }[]>) =>
  (await states()).map(({ decision }) => decision);

describe('a held list', () => {
  test('changes nothing until an operator approves it, with the reason that is kept', async () => {
    const { lane, guarded } = await laneWithHeld();
    expect(lane.sent).toHaveLength(40);
    expect(await approve(lane, guarded)).toMatchObject({
      decision: 'accepted',
      counts: { disappeared: 20, unchanged: 20 },
      approval: { by: 'operator', reason: 'Agreed with SECAS' },
    });
    expect(lane.ledger.state.accepted?.issue).toBe('1.2');
  });

  test('of the guard gives way to a newer sound list; one held for its issue does so when a list is accepted', async () => {
    const { lane, states } = await laneWithHeld();
    expect(await putList(lane, rowsOf(42), '1.3')).toMatchObject({ decision: 'accepted' });
    expect(await decisions(states)).toEqual(['superseded', 'superseded']);
    expect(lane.ledger.state.held).toEqual([]);
  });

  test('of the guard gives way to a newer one that is itself held by the guard; one held for its issue stays', async () => {
    const { lane, jump, states } = await laneWithHeld();
    const newer = await putList(lane, rowsOf(10), '1.3');
    expect(await decisions(states)).toEqual(['held', 'superseded']);
    expect(lane.ledger.state.held.map(({ uploadId }) => uploadId)).toEqual([jump.uploadId, newer.uploadId]);
  });

  test('for its issue supersedes nothing', async () => {
    const { lane, states } = await laneWithHeld();
    const other = await putList(lane, rowsOf(40), '9.1');
    expect(other).toMatchObject({ decision: 'held' });
    expect(await decisions(states)).toEqual(['held', 'held']);
    expect(lane.ledger.state.held).toHaveLength(3);
  });

  test('for its issue is let through by an approval, and then orders what follows', async () => {
    const { lane, jump, states } = await laneWithHeld();
    await approve(lane, jump);
    expect(await decisions(states)).toEqual(['accepted', 'superseded']);
    expect(await putList(lane, rowsOf(42), '1.3')).toMatchObject({ decision: 'superseded' });
    expect(await putList(lane, rowsOf(42), '1.51')).toMatchObject({ decision: 'accepted', findings: [] });
  });

  test('by its date is let through by an approval', async () => {
    const lane = new FakeLane();
    await putList(lane, rowsOf(1), '1.1');
    const ahead = await putList(lane, rowsOf(2), '1.2', { issuedOn: '2027-11-02' });
    expect(await approve(lane, ahead)).toMatchObject({ decision: 'accepted' });
  });

  test('needs the approval whatever the settings become', async () => {
    const { lane, states } = await laneWithHeld();
    await putFile(lane, 'governance/settings.json', '{"removalGuardPercent": 50, "removalGuardMinimum": 100}');
    await lane.ask({ command: 'reconsider', commandId: 'r-1', requestedBy: 'watch' });
    expect(await decisions(states)).toEqual(['held', 'held']);
    expect(lane.sent).toHaveLength(40);
  });

  test('needs the approval when it is put in again under laxer settings, which hold again once it is approved', async () => {
    const lane = new FakeLane();
    await putList(lane, rowsOf(40), '1.1');
    const held = await putList(lane, rowsOf(20), '1.2');
    await putFile(lane, 'governance/settings.json', '{"removalGuardPercent": 50, "removalGuardMinimum": 100}');
    const again = await putList(lane, rowsOf(20), '1.3');
    expect([held.decision, again.decision]).toEqual(['held', 'held']);
    expect(await approve(lane, again)).toMatchObject({ decision: 'accepted' });
    expect(await putList(lane, rowsOf(15), '1.4')).toMatchObject({ decision: 'accepted' });
  });

  test('stays held when what follows is refused, repeated or superseded', async () => {
    const { lane, states } = await laneWithHeld();
    expect(await putFile(lane, 'cpl/broken.csv', 'not,a\ncpl')).toMatchObject({ decision: 'refused' });
    expect(await putList(lane, rowsOf(40), '1.1', { issuedOn: '2026-11-02' })).toMatchObject({ decision: 'repeat' });
    expect(await putList(lane, rowsOf(40), '1.0')).toMatchObject({ decision: 'superseded' });
    expect(await decisions(states)).toEqual(['held', 'held']);
  });

  test('does not give way to an older one that arrives after it and is accepted', async () => {
    const lane = new FakeLane();
    await putList(lane, rowsOf(40), '1.1');
    const held = await putList(lane, rowsOf(20), '1.3');
    expect(await putList(lane, rowsOf(41), '1.2')).toMatchObject({ decision: 'accepted' });
    expect(await decisionOn(lane, held)).toMatchObject({ decision: 'held' });
    expect(await approve(lane, held)).toMatchObject({ decision: 'accepted', counts: { disappeared: 21 } });
  });

  test('that is approved when its file is gone is refused and held no longer', async () => {
    const { lane, guarded } = await laneWithHeld();
    lane.inbox.objects.delete(guarded.key);
    expect(await approve(lane, guarded)).toMatchObject({ decision: 'refused' });
    expect(lane.ledger.state.held.map(({ heldBy }) => heldBy)).toEqual(['issue']);
  });

  test('is refused by an operator: nothing of it is applied, it is no longer held, and its sender is notified of the reason', async () => {
    const { lane, jump, guarded } = await laneWithHeld();
    lane.letters = letters(RECIPIENTS);
    expect(await refuse(lane, guarded)).toMatchObject({
      decision: 'refused',
      refusal: { by: 'operator', principal: expect.any(String), reason: 'SECAS sent a draft' },
    });
    expect(lane.ledger.state.held.map(({ uploadId }) => uploadId)).toEqual([jump.uploadId]);
    expect([lane.ledger.state.accepted?.issue, lane.sent.length]).toEqual(['1.1', 40]);
    const mail = [...lane.mails.values()].at(-1);
    expect(mail?.subject).toMatch(/^Action for SECAS: CPL list refused by DCC operations: /);
    expect(mail?.text).toContain('Refused by operator: SECAS sent a draft');
    expect(await putList(lane, rowsOf(40), '1.3')).toMatchObject({ decision: 'accepted' });
  });

  test('is not approved once it was refused, and what is not held cannot be refused', async () => {
    const { lane, guarded } = await laneWithHeld();
    await refuse(lane, guarded);
    const before = lane.ledger.state;
    expect(await approve(lane, guarded)).toMatchObject({ decision: 'refused' });
    await refuse(lane, { uploadId: guarded.uploadId });
    expect(lane.ledger.state).toBe(before);
  });

  test('is approved once: a second approval, or one of another upload, finds nothing to do', async () => {
    const { lane, guarded } = await laneWithHeld();
    await approve(lane, guarded);
    const before = lane.ledger.state;
    await approve(lane, guarded);
    await lane.ask({ command: 'approve', commandId: 'c', uploadId: 'none', reason: 'r', requestedBy: 'operator' });
    expect(lane.ledger.state).toBe(before);
  });
});
