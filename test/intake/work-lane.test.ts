import { describe, expect, test } from 'vitest';
import { cplCsv, type CplRow, entryKeyOf } from '../support/cpl-csv.ts';
import { FakeLane } from '../support/fake-lane.ts';
import { registerOf as register } from '../support/gbcs-register-csv.ts';

const rows = (...numbers: number[]): CplRow[] => numbers.map((entry) => ({ entry }));

describe('a list', () => {
  test('[R5] [R1] is accepted, and each of its entries is sent to the DSP once', async () => {
    const lane = new FakeLane();
    const upload = await lane.drop('cpl/cpl-1.1.csv', cplCsv(rows(1, 2, 3)));
    expect(upload).toMatchObject({ decision: 'accepted', counts: { added: 3, blocked: 0 }, changes: 3 });
    expect([...lane.deviceModels().keys()]).toEqual(rows(1, 2, 3).map(entryKeyOf));
    expect(lane.ledger.state.pending).toBeUndefined();
  });

  test('is answered with a receipt in the archive and by mail', async () => {
    const lane = new FakeLane();
    const upload = await lane.drop('cpl/cpl-1.1.csv', cplCsv(rows(1)));
    expect(lane.receipt('cpl/cpl-1.1.csv')).toMatchObject({
      contract: 'receipt/2',
      upload: { uploadId: upload?.uploadId, decision: 'accepted' },
    });
    expect([...lane.mails.keys()]).toEqual([`receipt-${upload?.uploadId}-accepted`]);
  });

  test('that is the accepted one over again is a repeat, whatever its name', async () => {
    const lane = new FakeLane();
    const list = cplCsv([{ entry: 1, gbcs: '4.0', smets: 'SMETS V9.9' }]);
    expect((await lane.drop('cpl/a.csv', list))?.findingsTotal).toBeGreaterThan(0);
    const repeat = { decision: 'repeat', version: '1.1', findings: [], findingsTotal: 0 };
    expect(await lane.drop('cpl/b.csv', list)).toMatchObject(repeat);
    expect(lane.receipt('cpl/b.csv')).toMatchObject({ upload: repeat, findings: [] });
    expect(lane.ledger.state.accepted?.key).toBe('cpl/a.csv');
    expect(lane.sent).toHaveLength(1);
  });

  test('that is older than the accepted one is superseded and not applied', async () => {
    const lane = new FakeLane();
    await lane.drop('cpl/cpl-1.1.csv', cplCsv(rows(1)));
    expect(await lane.drop('cpl/cpl-1.0.csv', cplCsv(rows(1, 2), '1.0'))).toMatchObject({ decision: 'superseded' });
    expect(lane.deviceModels().size).toBe(1);
  });

  test('that is refused changes nothing', async () => {
    const lane = new FakeLane();
    await lane.drop('cpl/cpl-1.1.csv', cplCsv(rows(1)));
    const before = lane.ledger.state.accepted;
    const upload = await lane.drop('cpl/cpl-1.2.csv', `${cplCsv(rows(1, 2), '1.2')}"open`);
    expect(upload).toMatchObject({ decision: 'refused', changes: 0 });
    expect(upload?.findings.length).toBeGreaterThan(0);
    expect(lane.ledger.state.accepted).toEqual(before);
    expect(lane.sent).toHaveLength(1);
  });

  test('whose event is delivered twice is decided once', async () => {
    const lane = new FakeLane();
    await lane.drop('cpl/cpl-1.1.csv', cplCsv(rows(1)));
    const uploads = await lane.ledger.list('uploads');
    Reflect.set(lane, 'events', 0);
    await lane.drop('cpl/cpl-1.1.csv', cplCsv(rows(1)));
    expect(await lane.ledger.list('uploads')).toEqual(uploads);
  });
});

describe('the GBCS gate', () => {
  test('[R8] [R10] [R9] blocks the entry the register does not know and lets the others go on', async () => {
    const lane = new FakeLane();
    const upload = await lane.drop('cpl/cpl-1.1.csv', cplCsv([{ entry: 1 }, { entry: 2, gbcs: '9.9' }]));
    expect(upload).toMatchObject({ decision: 'accepted', counts: { added: 2, blocked: 1 }, changes: 1 });
    expect([...lane.deviceModels().keys()]).toEqual([entryKeyOf({ entry: 1 })]);
    expect(await lane.ledger.list('waitingLines')).toMatchObject([
      { reason: 'GBCS 9.9 not recognised', blockedBy: 'gbcs' },
    ]);
  });

  test('[R29] [R32] opens one incident for a cause, with one alert, however many lines it blocks', async () => {
    const lane = new FakeLane();
    await lane.drop(
      'cpl/cpl-1.1.csv',
      cplCsv([
        { entry: 1, gbcs: '9.9' },
        { entry: 2, gbcs: 'v9.9' },
      ]),
    );
    await lane.drop(
      'cpl/cpl-1.2.csv',
      cplCsv(
        [1, 2, 3].map((entry) => ({ entry, gbcs: '9.9' })),
        '1.2',
      ),
    );
    const incidents = await lane.ledger.list('incidents');
    expect(incidents).toMatchObject([{ cause: 'GBCS 9.9 not recognised', state: 'open' }]);
    expect(incidents[0]?.entries).toHaveLength(3);
    expect([...lane.mails.keys()].filter((id) => id.startsWith('INC-'))).toHaveLength(1);
  });

  test('[R11] [R12] [R23] a register that knows the version releases what waits, in its original order', async () => {
    const lane = new FakeLane();
    const blocked = [1, 2, 3].map((entry) => ({ entry, gbcs: '9.9' }));
    await lane.drop('cpl/cpl-1.1.csv', cplCsv(blocked.toReversed()));
    expect(lane.sent).toHaveLength(0);
    const upload = await lane.drop('governance/gbcs-register.csv', register('9.9'));
    expect(upload).toMatchObject({ decision: 'active', version: '1', changes: 3 });
    expect(lane.sent.map(({ entry }) => entry.entryKey)).toEqual(blocked.map(entryKeyOf));
    expect(await lane.ledger.list('waitingLines')).toEqual([]);
    expect(await lane.ledger.list('incidents')).toMatchObject([{ state: 'resolved' }]);
  });

  test('[R12] a removal overtakes the line that waits for its entry', async () => {
    const lane = new FakeLane();
    await lane.drop('cpl/cpl-1.1.csv', cplCsv([{ entry: 1, gbcs: '9.9' }, { entry: 2 }]));
    await lane.drop('cpl/cpl-1.2.csv', cplCsv([{ entry: 1, gbcs: '9.9', status: 'Removed' }, { entry: 2 }], '1.2'));
    expect(lane.deviceModels().get(entryKeyOf({ entry: 1 }))).toMatchObject({ status: 'Removed' });
    expect(await lane.ledger.list('waitingLines')).toEqual([]);
    expect(await lane.ledger.list('overtakenLines')).toHaveLength(1);
    await lane.drop('governance/gbcs-register.csv', register('9.9', '4.1'));
    expect(lane.deviceModels().get(entryKeyOf({ entry: 1 }))).toMatchObject({ status: 'Removed' });
  });

  test('[R10] under block policy file the whole file waits, a later clean one goes on', async () => {
    const lane = new FakeLane();
    await lane.drop('governance/settings.json', '{"blockPolicy": "file"}');
    const first = [{ entry: 1 }, { entry: 2, gbcs: '9.9' }];
    const upload = await lane.drop('cpl/cpl-1.1.csv', cplCsv(first));
    expect(upload).toMatchObject({ decision: 'accepted', changes: 0, counts: { blocked: 2 } });
    await lane.drop('cpl/cpl-1.2.csv', cplCsv([...first, { entry: 3 }], '1.2'));
    expect([...lane.deviceModels().keys()]).toEqual([entryKeyOf({ entry: 3 })]);
    await lane.drop('governance/gbcs-register.csv', register('9.9', '4.1'));
    expect(lane.sent.map(({ entry }) => entry.entryKey)).toEqual([3, 1, 2].map((entry) => entryKeyOf({ entry })));
  });

  test('[R17] [R18] Option B sends a substitute, keeps the declared version, and corrects it on release', async () => {
    const lane = new FakeLane();
    await lane.drop('cpl/cpl-1.1.csv', cplCsv([{ entry: 1, gbcs: '9.9' }]));
    await lane.drop('governance/settings.json', '{"gbcsSubstitution": {"9.9": "4.1"}}');
    const key = entryKeyOf({ entry: 1 });
    expect(lane.deviceModels().get(key)).toMatchObject({ gbcsVersion: '4.1', declaredGbcsVersion: '9.9' });
    expect(await lane.ledger.list('corrections')).toMatchObject([{ entryKey: key, substitutedGbcsVersion: '4.1' }]);
    await lane.drop('governance/gbcs-register.csv', register('9.9', '4.1'));
    expect(lane.deviceModels().get(key)).toMatchObject({ gbcsVersion: '9.9', declaredGbcsVersion: '9.9' });
    expect(await lane.ledger.list('corrections')).toEqual([]);
  });
});

describe('a correction that is outstanding', () => {
  test('[R18] is not sent behind a newer line of its entry that was released under a substitute', async () => {
    const lane = new FakeLane();
    await lane.drop('governance/settings.json', '{"gbcsSubstitution": {"9.9": "4.1"}}');
    await lane.drop('cpl/cpl-1.1.csv', cplCsv([{ entry: 1, gbcs: '9.9' }]));
    await lane.drop('cpl/cpl-1.2.csv', cplCsv([{ entry: 1, gbcs: '9.8' }], '1.2'));
    await lane.drop('governance/settings.json', '{"gbcsSubstitution": {"9.8": "9.9"}}');
    await lane.drop('governance/gbcs-register.csv', register('9.9', '4.1'));
    const key = entryKeyOf({ entry: 1, gbcs: '9.8' });
    expect(lane.sent.map(({ declaredGbcsVersion }) => declaredGbcsVersion)).toEqual(['9.9', '9.8']);
    expect(lane.deviceModels().get(key)).toMatchObject({ gbcsVersion: '9.9', declaredGbcsVersion: '9.8' });
    expect(await lane.ledger.list('corrections')).toMatchObject([{ entryKey: key, substitutedGbcsVersion: '9.9' }]);
    await lane.drop('governance/gbcs-register.csv', register('9.8', '9.9', '4.1'));
    expect(lane.deviceModels().get(key)).toMatchObject({ gbcsVersion: '9.8' });
    expect(await lane.ledger.list('corrections')).toEqual([]);
  });
});

describe('a change that the DSP itself refuses', () => {
  const refused = (lane: FakeLane, index: number) => {
    const change = lane.sent[index];
    if (change === undefined) throw new Error('No such change was sent');
    const reason = 'DSP refused GBCS 4.1';
    return lane.ask({ command: 'dsp-refused', commandId: `dsp-refused-${change.order}`, change, reason });
  };

  test('[R8] [R11] blocks its entry with the reason of the DSP, opens an incident, and is sent again on release', async () => {
    const lane = new FakeLane();
    await lane.drop('cpl/cpl-1.1.csv', cplCsv(rows(1)));
    await refused(lane, 0);
    await refused(lane, 0);
    expect(await lane.ledger.list('waitingLines')).toMatchObject([
      { reason: 'DSP refused GBCS 4.1', blockedBy: 'dsp' },
    ]);
    expect(await lane.ledger.list('incidents')).toMatchObject([{ cause: 'DSP refused GBCS 4.1', state: 'open' }]);
    await lane.ask({ command: 'reconsider', commandId: 'daily', requestedBy: 'watch' });
    expect(lane.sent).toHaveLength(1);
    await lane.drop('governance/gbcs-register.csv', register('4.1'));
    expect(lane.sent).toHaveLength(2);
    expect(await lane.ledger.list('waitingLines')).toEqual([]);
    expect(await lane.ledger.list('incidents')).toMatchObject([{ state: 'resolved' }]);
  });

  test('[R12] is not sent again when a newer line of its entry has overtaken it', async () => {
    const lane = new FakeLane();
    await lane.drop('cpl/cpl-1.1.csv', cplCsv(rows(1)));
    await lane.drop('cpl/cpl-1.2.csv', cplCsv([{ entry: 1, status: 'Removed' }], '1.2'));
    await refused(lane, 0);
    expect(await lane.ledger.list('waitingLines')).toEqual([]);
    expect(await lane.ledger.list('overtakenLines')).toHaveLength(1);
    await lane.drop('governance/gbcs-register.csv', register('4.1'));
    expect(lane.deviceModels().get(entryKeyOf({ entry: 1 }))).toMatchObject({ status: 'Removed' });
  });
});

test('what is no command of the lane goes to the dead-letter queue at once, with the reason', async () => {
  const lane = new FakeLane();
  await Reflect.get(lane, 'deliver').call(lane, '{"hello": true}');
  expect(lane.deadLetters).toMatchObject([{ body: '{"hello": true}' }]);
});
