import { describe, expect, test } from 'vitest';
import { FakeLane } from '../../support/fake-lane.ts';
import { daysLater, decisionOn, putFile, putList, rowsOf } from '../../support/lane-lists.ts';

/** A lane that has accepted one list of this issue. */
async function laneAt(issue: string): Promise<FakeLane> {
  const lane = new FakeLane();
  expect(await putList(lane, rowsOf(1), issue)).toMatchObject({ decision: 'accepted', version: issue, findings: [] });
  return lane;
}

const issues = ({ ledger }: FakeLane) => ledger.state.issues;

describe('lists are ordered by their own issue', () => {
  test('the first list may be of any issue', async () => {
    expect(issues(await laneAt('7.123'))).toEqual({ newest: '7.123', arrived: [], skipped: [] });
  });

  test('1.10 comes after 1.9, whatever the name of its file', async () => {
    const lane = await laneAt('1.9');
    expect(await putList(lane, rowsOf(2), '1.10')).toMatchObject({ decision: 'accepted', changes: 1 });
    expect(await putFile(lane, 'cpl/2099-12-31-v9.csv', cplOf(lane, 'cpl/list-1.9'))).toMatchObject({
      decision: 'superseded',
    });
    expect(lane.ledger.state.accepted?.issue).toBe('1.10');
  });

  test('one that is older than the accepted one is superseded and changes nothing', async () => {
    const lane = await laneAt('1.2');
    const { accepted } = lane.ledger.state;
    expect(await putList(lane, rowsOf(3), '1.1')).toMatchObject({ decision: 'superseded', changes: 0 });
    expect(lane.ledger.state.accepted).toEqual(accepted);
    expect(lane.sent).toHaveLength(1);
  });

  test('[R7] one that was issued after the accepted one arrived is superseded by it too, and known as shut out until a list is accepted', async () => {
    const lane = await laneAt('1.1');
    const { receivedAt } = await putList(lane, rowsOf(2), '1.9');
    const shutOut = () => lane.ledger.state.accepted?.shutOut;
    await putList(lane, rowsOf(3), '1.8');
    expect(shutOut()).toBeUndefined();
    const newer = await putList(lane, rowsOf(3), '1.2', { at: daysLater(receivedAt, 1) });
    expect(newer).toMatchObject({ decision: 'superseded', changes: 0 });
    await putList(lane, rowsOf(3), '1.2');
    await putList(lane, rowsOf(4), '1.3');
    expect(shutOut()).toEqual(['1.2', '1.3']);
    expect(lane.receipt(newer.key).outcome).toContain('one of the two numbers must be wrong');
    expect(await putList(lane, rowsOf(4), '1.9')).toMatchObject({ decision: 'accepted', changes: 2 });
    expect(shutOut()).toBeUndefined();
  });

  test('one that is dated before its predecessor goes on: the number orders it', async () => {
    const lane = await laneAt('1.157');
    expect(await putList(lane, rowsOf(2), '1.158', { issuedOn: '2026-10-30' })).toMatchObject({
      decision: 'accepted',
      findings: [],
    });
  });

  test('the same issue with other bytes is a correction when it arrives later, with a remark', async () => {
    const lane = await laneAt('1.1');
    const corrected = await putList(lane, rowsOf(1, { gbcs: '4.0' }), '1.1');
    expect(corrected).toMatchObject({ decision: 'accepted', counts: { gbcsOnly: 1 } });
    expect(corrected.findings.map(({ code }) => code)).toContain('CPL-ISSUE-CORRECTED');
  });

  test('the same issue with other bytes that arrived before the accepted one is superseded', async () => {
    const lane = await laneAt('1.1');
    expect(await putList(lane, rowsOf(2), '1.1', { at: '2026-11-02T08:00:00.000Z' })).toMatchObject({
      decision: 'superseded',
    });
  });
});

describe('an issue that never came', () => {
  test('is reported with the list that shows it, and known until it arrives', async () => {
    const lane = await laneAt('1.1');
    const upload = await putList(lane, rowsOf(2), '1.4');
    expect(upload).toMatchObject({ decision: 'accepted' });
    expect(upload.findings).toMatchObject([
      {
        code: 'CPL-ISSUE-SKIPPED',
        severity: 'warning',
        value: '1.4',
        message: expect.stringContaining('Issues 1.2, 1.3 have never arrived'),
      },
    ]);
    const since = lane.now;
    expect(issues(lane)?.skipped).toEqual([
      { issue: '1.2', since },
      { issue: '1.3', since },
    ]);
    expect(await putList(lane, rowsOf(1, { gbcs: '4.0' }), '1.2')).toMatchObject({ decision: 'superseded' });
    expect(issues(lane)?.skipped).toEqual([{ issue: '1.3', since }]);
    expect((await putList(lane, rowsOf(3), '1.5')).findings).toEqual([]);
  });

  test('is not one that arrived and was refused, or was held: the next list skips nothing', async () => {
    const lane = await laneAt('1.1');
    const broken = (await lane.inbox.text([...lane.inbox.objects.keys()][0] ?? '')).replaceAll('1.1 Iss', '1.2 Iss');
    expect(await putFile(lane, 'cpl/broken.csv', `${broken}"open`)).toMatchObject({
      decision: 'refused',
      version: '1.2',
    });
    expect(await putList(lane, rowsOf(1), '1.3', { issuedOn: '2027-11-03' })).toMatchObject({ decision: 'held' });
    expect(issues(lane)).toEqual({ newest: '1.1', arrived: ['1.2', '1.3'], skipped: [] });
    expect(await putList(lane, rowsOf(2), '1.4')).toMatchObject({ decision: 'accepted', findings: [] });
    expect(issues(lane)).toEqual({ newest: '1.4', arrived: [], skipped: [] });
  });

  test('arrives late and is refused all the same: it is not lost any more', async () => {
    const lane = await laneAt('1.1');
    await putList(lane, rowsOf(2), '1.3');
    const broken = (await lane.inbox.text([...lane.inbox.objects.keys()][0] ?? '')).replaceAll('1.1 Iss', '1.2 Iss');
    await putFile(lane, 'cpl/broken.csv', `${broken}"open`);
    expect(issues(lane)?.skipped).toEqual([]);
  });
});

describe('an issue that no real list has', () => {
  test.each([
    ['1.1', '1.11', 'accepted'],
    ['1.1', '1.12', 'held'],
    ['1.293', '2.000', 'accepted'],
    ['1.293', '2.001', 'held'],
    ['1.293', '3.000', 'held'],
    ['1.293', '9.294', 'held'],
  ])('after %s, %s is %s', async (before, issue, decision) => {
    const lane = await laneAt(before);
    const upload = await putList(lane, rowsOf(2), issue);
    expect(upload).toMatchObject({ decision });
    expect(lane.sent).toHaveLength(decision === 'held' ? 1 : 2);
    if (decision === 'held') {
      expect(upload.heldReason).toContain(`Its issue ${issue} lies too far beyond ${before}`);
      expect(lane.ledger.state.held).toMatchObject([{ uploadId: upload.uploadId, issue, heldBy: 'issue' }]);
      expect(lane.ledger.state.issues?.newest).toBe(before);
    }
  });

  test('2.000 after the last of major 1 skips nothing', async () => {
    const lane = await laneAt('1.293');
    expect((await putList(lane, rowsOf(2), '2.000')).findings).toEqual([]);
    expect(issues(lane)?.skipped).toEqual([]);
  });

  test('is held by its date of issue too, when that lies more than a day ahead in London', async () => {
    const lane = await laneAt('1.1');
    const at = '2026-11-03T09:00:00.000Z';
    const ahead = await putList(lane, rowsOf(2), '1.2', { at, issuedOn: '2026-11-05' });
    expect(ahead).toMatchObject({ decision: 'held', heldReason: expect.stringContaining('still to come') });
    const tomorrow = await putList(lane, rowsOf(2), '1.3', { issuedOn: '2026-11-04' });
    expect(tomorrow).toMatchObject({ decision: 'accepted', findings: [] });
    expect(await decisionOn(lane, ahead)).toMatchObject({ decision: 'superseded' });
  });

  test('is held also when it is the first of all, and the true first one then goes on', async () => {
    const lane = new FakeLane();
    expect(await putList(lane, rowsOf(1), '2.1', { issuedOn: daysLater(lane.now, 365).slice(0, 10) })).toMatchObject({
      decision: 'held',
    });
    expect(await putList(lane, rowsOf(1), '1.1')).toMatchObject({ decision: 'accepted' });
    expect(lane.ledger.state.held).toEqual([]);
  });
});

/** The bytes of the first file under a prefix. */
function cplOf({ inbox }: FakeLane, prefix: string): string {
  return inbox.textOf([...inbox.objects.keys()].find((key) => key.startsWith(prefix)) ?? prefix);
}
