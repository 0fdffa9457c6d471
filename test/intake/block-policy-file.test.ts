import { beforeEach, describe, expect, test } from 'vitest';
import { registerOf } from '../support/gbcs-register-csv.ts';
import { FakeLane } from '../support/fake-lane.ts';
import { putFile, putList, rowsOf } from '../support/lane-lists.ts';

let lane: FakeLane;
beforeEach(async () => {
  lane = new FakeLane();
  await putFile(lane, 'governance/settings.json', '{"blockPolicy": "file"}');
});

const sent = () =>
  lane.sent.map(({ entry, declaredGbcsVersion }) => `${Number(entry.entryNumber)} ${declaredGbcsVersion}`);
const waiting = async () => (await lane.ledger.list('waitingLines')).map(({ entry }) => Number(entry.entryNumber));
const BLOCKED = [...rowsOf(2), { entry: 3, gbcs: '9.9' }];

describe('[R10] under block policy file', () => {
  test('the whole of a file waits with the line that is blocked', async () => {
    expect(await putList(lane, BLOCKED, '1.1')).toMatchObject({
      decision: 'accepted',
      changes: 0,
      counts: { blocked: 3 },
    });
    expect(await waiting()).toEqual([1, 2, 3]);
    expect((await lane.ledger.list('waitingLines')).map(({ blockedBy }) => blockedBy)).toEqual([
      'file',
      'file',
      'gbcs',
    ]);
  });

  test('the rest of the file goes once a newer list corrects the line that blocked it', async () => {
    await putList(lane, BLOCKED, '1.1');
    const upload = await putList(lane, rowsOf(3), '1.2');
    expect(sent()).toEqual(['3 4.1', '1 4.1', '2 4.1']);
    expect(await waiting()).toEqual([]);
    expect(upload).toMatchObject({ changes: 1, counts: { gbcsOnly: 1, unchanged: 2 } });
    expect(await lane.ledger.list('incidents')).toMatchObject([{ state: 'resolved' }]);
    expect(await lane.ledger.list('dispatches')).toHaveLength(1);
  });

  test('and once a newer list removes it, even if that list is itself blocked', async () => {
    await putList(lane, BLOCKED, '1.1');
    await putList(lane, [...rowsOf(2), { entry: 3, gbcs: '9.9', status: 'Removed' }, { entry: 4, gbcs: '9.8' }], '1.2');
    expect(sent()).toEqual(['3 9.9', '1 4.1', '2 4.1']);
    expect(await waiting()).toEqual([4]);
  });

  test('it does not go while another of its lines is blocked', async () => {
    await putList(lane, [...BLOCKED, { entry: 4, gbcs: '9.8' }], '1.1');
    await putList(lane, [...rowsOf(3), { entry: 4, gbcs: '9.8' }], '1.2');
    expect(sent()).toEqual(['3 4.1']);
    expect(await waiting()).toEqual([1, 2, 4]);
  });

  test('it goes when a register releases another file, whose line overtakes the one that blocked it', async () => {
    await putList(lane, BLOCKED, '1.1');
    // The correction waits with its own file, which something else blocks.
    await putList(lane, [...rowsOf(3), { entry: 4, gbcs: '9.8' }], '1.2');
    expect(sent()).toEqual([]);
    await putFile(lane, 'governance/gbcs-register.csv', registerOf('4.1', '9.8'));
    expect(sent()).toEqual(['3 4.1', '4 9.8', '1 4.1', '2 4.1']);
    expect(await waiting()).toEqual([]);
    expect(await lane.ledger.list('overtakenLines')).toHaveLength(1);
  });

  test('it goes when the register knows the version, or the policy becomes entry', async () => {
    await putList(lane, BLOCKED, '1.1');
    await putFile(lane, 'governance/settings.json', '{"blockPolicy": "entry"}');
    expect(sent()).toEqual(['1 4.1', '2 4.1']);
    await putFile(lane, 'governance/gbcs-register.csv', registerOf('4.1', '9.9'));
    expect(sent().at(-1)).toBe('3 9.9');
  });

  test('what was sent under a substitute before is not sent again by it', async () => {
    await putFile(lane, 'governance/settings.json', '{"blockPolicy": "file", "gbcsSubstitution": {"9.8": "4.1"}}');
    await putList(lane, [...BLOCKED, { entry: 4, gbcs: '9.7' }], '1.1');
    await putList(lane, [...rowsOf(3), { entry: 4, gbcs: '9.8' }], '1.2');
    expect(lane.sent.map(({ gbcsVersion }) => gbcsVersion)).toEqual(['4.1', '4.1', '4.1', '4.1']);
    expect(await lane.ledger.list('corrections')).toMatchObject([{ entry: { entryNumber: '000004' } }]);
  });
});

test('[R12] under block policy entry a line whose version has come into force goes when the watch looks, not with the next list', async () => {
  await putFile(lane, 'governance/settings.json', '{"blockPolicy": "entry"}');
  const register = `${registerOf('4.1')}9.9,yes,2026-12-01,,9.9,synthetic,high,\n`;
  await putFile(lane, 'governance/gbcs-register.csv', register);
  await putList(lane, BLOCKED, '1.1');
  await putList(lane, [...BLOCKED, { entry: 4 }], '1.2', { at: '2026-12-02T09:00:00.000Z' });
  expect(sent()).toEqual(['1 4.1', '2 4.1', '4 4.1']);
  await lane.ask({ command: 'reconsider', commandId: 'r-1', requestedBy: 'watch' });
  expect(sent().at(-1)).toBe('3 9.9');
  expect(await waiting()).toEqual([]);
});
