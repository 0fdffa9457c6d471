import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { factsOf } from '../../functions/contracts/lane-state.ts';
import { arrivalOf } from '../../functions/intake/lane/arrival.ts';
import { carryOut } from '../../functions/intake/lane/apply-effects.ts';
import { sideBySide } from '../../functions/intake/lane/side-by-side.ts';
import { requestReevaluation } from '../../functions/intake/governance/re-evaluation.ts';
import { unzips } from '../../functions/intake/cpl/gunzip.ts';
import { agreedListCsv } from '../support/agreed-list-csv.ts';
import { dspChange } from '../support/cpl-entries.ts';
import { cplCsv, lineOf } from '../support/cpl-csv.ts';
import { rowsOf } from '../support/lane-lists.ts';
import { listCsv } from '../support/list-history/cpl-list-csv.ts';
import { FakeLane } from '../support/fake-lane.ts';
import { registerOf } from '../support/gbcs-register-csv.ts';

const EXTRACT = cplCsv([{ entry: 1 }]);
const created = (key: string) => ({
  id: `event-of-${key}`,
  'detail-type': 'Object Created' as const,
  source: 'aws.s3' as const,
  time: '2026-11-02T09:00:00.000Z',
  detail: { bucket: { name: 'inbox' }, object: { key, size: 1, sequencer: '1' } },
});

describe('what arrives', () => {
  test('is no file when it is the marker of a folder', async () => {
    expect(arrivalOf(created('cpl/'))).toBeUndefined();
    const lane = new FakeLane();
    await lane.drop('cpl/november/', '');
    expect(await lane.ledger.list('uploads')).toEqual([]);
  });

  test.each([
    ['cpl/notes.txt', 'cpl'],
    ['governance/settings-old.json', 'settings'],
    ['governance/new.json', 'settings'],
    ['governance/GBCS.csv', 'gbcs-register'],
    ['governance/the-register.txt', 'gbcs-register'],
    ['governance/combinations.csv', 'version-combinations'],
    ['governance/list.csv', 'agreed-list'],
  ])('under a name that nobody expects, %s, is refused and not read; it is shown as of kind %s', async (key, kind) => {
    const lane = new FakeLane();
    const read = readsOf(lane);
    expect(await lane.drop(key, EXTRACT)).toMatchObject({
      kind,
      decision: 'refused',
      findings: [{ code: 'KEY-NOT-EXPECTED', severity: 'file', value: key }],
    });
    expect(read).toEqual([]);
  });

  test.each([
    ['cpl/cpl-1.1.csv', 'CPL-FILE-GONE'],
    ['governance/settings.json', 'GOV-FILE-GONE'],
  ])('is refused when %s is gone before it is read', async (key, code) => {
    const lane = new FakeLane();
    await lane.deliver(JSON.stringify(created(key)));
    expect(await lane.ledger.list('uploads')).toMatchObject([{ key, decision: 'refused', findings: [{ code }] }]);
  });

  test('[R10] is not decided on when it is another file by the time that the whole of it is to wait', async () => {
    const lane = new FakeLane();
    lane.inbox.pieceBytes = 64 * 1024;
    await lane.drop('governance/settings.json', '{"blockPolicy": "file"}');
    const before = lane.ledger.state;
    const read = readsOf(lane, (reads) => {
      // A large list is read to be held in memory, to be recognised, and twice to be compared: then again for its file,
      // and once more to say what is wrong with its header.
      if (reads === 5) lane.inbox.set('cpl/list.csv', 'another file');
    });
    const large = { extraColumns: { Remarks: () => 'x'.repeat(200_000) } };
    const lines = rowsOf(45).map((row) => lineOf({ ...row, gbcs: '9.9' }));
    const list = listCsv(lines, { issue: '1.1', issuedOn: '2026-11-02' }, large);
    await expect(lane.drop('cpl/list.csv', list)).rejects.toThrow('changed while it was read');
    expect(read).toHaveLength(6);
    expect(lane.ledger.state).toEqual(before);
  });

  test('is refused unread when a list has more bytes than the settings allow', async () => {
    const lane = new FakeLane();
    await lane.drop('governance/settings.json', JSON.stringify({ maxExtractBytes: EXTRACT.length }));
    expect(await lane.drop('cpl/cpl-1.1.csv', EXTRACT)).toMatchObject({ decision: 'accepted' });
    const read = readsOf(lane);
    expect(await lane.drop('cpl/cpl-1.2.csv', `${EXTRACT}\n`)).toMatchObject({
      decision: 'refused',
      findings: [{ code: 'CPL-FILE-TOO-LARGE' }],
    });
    expect(read).toEqual([]);
  });

  test('is ordered by what is in it alone: neither its name nor its metadata is read', async () => {
    const lane = new FakeLane();
    const metadata = { 'cpl-version': 'the newest' };
    const upload = await lane.drop('cpl/issue 9.9 of 2099.csv', EXTRACT, { metadata });
    expect(upload).toMatchObject({ decision: 'accepted', version: '1.1' });
  });

  test('is no signature that is worth reading when it is absurdly large', async () => {
    const lane = new FakeLane();
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    lane.signingKey = publicKey;
    await lane.drop('governance/settings.json', JSON.stringify({ signaturePolicy: 'require' }));
    await lane.drop('cpl/cpl-1.1.csv.sig', Buffer.alloc(20_000));
    const read = readsOf(lane);
    await lane.drop('cpl/cpl-1.1.csv', EXTRACT);
    expect(read).not.toContain('cpl/cpl-1.1.csv.sig');
  });
});

describe('a governance file', () => {
  test('of more than eight mebibytes is refused unread', async () => {
    const lane = new FakeLane();
    const read = readsOf(lane);
    expect(await lane.drop('governance/settings.json', Buffer.alloc(8 * 1024 * 1024 + 1, ' '))).toMatchObject({
      decision: 'refused',
      findings: [{ code: 'GOV-FILE-TOO-LARGE' }],
    });
    expect(read).toEqual([]);
  });

  test('that arrived before the one that is active is superseded, whatever the order of their events', async () => {
    const lane = new FakeLane();
    await lane.drop('governance/gbcs-register.csv', registerOf('4.1'), { at: '2026-11-02T10:00:00.000Z' });
    await lane.drop('governance/gbcs-register.csv', registerOf('9.9'), { at: '2026-11-02T09:30:00.000Z' });
    expect((await lane.ledger.list('uploads')).map(({ receivedAt, decision }) => [receivedAt, decision])).toEqual([
      ['2026-11-02T10:00:00.000Z', 'active'],
      ['2026-11-02T09:30:00.000Z', 'superseded'],
    ]);
  });
});

describe('an invocation that runs out of time', () => {
  test('leaves the rest to the next delivery of its message, and loses nothing', async () => {
    const lane = new FakeLane();
    lane.inbox.pieceBytes = 64 * 1024;
    lane.archive.pieceBytes = 64 * 1024;
    lane.remainingMs = 9_999;
    await lane.drop('cpl/cpl-1.1.csv', cplCsv(rowsOf(10_500)));
    expect(lane.metrics).toHaveLength(3);
    expect(lane.sent).toHaveLength(10_500);
    expect(lane.ledger.state.pending).toBeUndefined();
  });
});

describe('a record that ought to be there', () => {
  /** A lane that holds a list whose record is gone. */
  async function laneWithoutRecord(): Promise<{ lane: FakeLane; uploadId: string }> {
    const lane = new FakeLane();
    await lane.drop('governance/settings.json', JSON.stringify({ removalGuardMinimum: 1, removalGuardPercent: 1 }));
    await lane.drop('cpl/cpl-1.1.csv', cplCsv([{ entry: 1 }, { entry: 2 }]));
    const held = await lane.drop('cpl/cpl-1.2.csv', cplCsv([{ entry: 1 }], '1.2'));
    expect(held).toMatchObject({ decision: 'held' });
    const uploadId = held?.uploadId ?? '';
    await lane.ledger.remove('uploads', { uploadId });
    return { lane, uploadId };
  }

  test('of a held list is missed when it is approved', async () => {
    const { lane, uploadId } = await laneWithoutRecord();
    const approval = { command: 'approve', commandId: 'c-1', requestedBy: 'op', uploadId, reason: 'seen' } as const;
    await expect(lane.ask(approval)).rejects.toThrow(`The held list ${uploadId} has no record in the ledger`);
  });

  test('of a held list is missed when a newer one takes its place', async () => {
    const { lane, uploadId } = await laneWithoutRecord();
    const newer = lane.drop('cpl/cpl-1.3.csv', cplCsv([{ entry: 1 }, { entry: 2 }, { entry: 3 }], '1.3'));
    await expect(newer).rejects.toThrow(`The held list ${uploadId} has no record in the ledger`);
  });

  test('of the dispatch of sent changes is missed when a log of effects ends without one', async () => {
    const lane = new FakeLane();
    lane.archive.set('log', `${JSON.stringify({ effect: 'send', change: dspChange(1) })}\n`);
    const facts = factsOf(lane.ledger.state);
    const pending = { effectsKey: 'log', offset: 0, since: lane.now, sequence: 1, facts };
    const state = { ...lane.ledger.state, revision: 1, pending };
    await expect(carryOut(state, lane.ports(), () => 60_000)).rejects.toThrow(
      'The log of effects log has changes that no dispatch follows',
    );
  });
});

describe('nothing to do', () => {
  test('is not decided: a reconsideration that finds nothing leaves the lane as it is', async () => {
    const lane = new FakeLane();
    await lane.drop('cpl/cpl-1.1.csv', EXTRACT);
    const before = lane.ledger.state;
    await lane.ask({ command: 'reconsider', commandId: 'r-1', requestedBy: 'watch' });
    expect(lane.ledger.state).toBe(before);
  });

  test('is decided of a trial that has no device left to suspend', async () => {
    const lane = new FakeLane();
    const list = agreedListCsv({ trial_id: 'T-1', end_date: '2027-03-31', end_decision: 'suspend' });
    await lane.drop('governance/agreed-list.csv', list);
    const before = lane.ledger.state;
    lane.now = '2027-04-01T09:00:00.000Z';
    await lane.ask({ command: 'suspend-trial', commandId: 'c-1', requestedBy: 'watch', trialId: 'T-1' });
    expect(lane.ledger.state).toBe(before);
  });

  test('is decided of a change that was taken back already', async () => {
    const lane = new FakeLane();
    await lane.drop('cpl/cpl-1.1.csv', EXTRACT);
    const [change = dspChange(1)] = lane.sent;
    const refusal = { command: 'dsp-refused', commandId: 'd-1', change, reason: 'no mapping' } as const;
    await lane.ask(refusal);
    const before = lane.ledger.state;
    expect(await lane.ledger.list('waitingLines')).toHaveLength(1);
    await lane.ask(refusal);
    expect(lane.ledger.state).toBe(before);
  });

  test('is taken back from a lane that has no accepted list: the change is overtaken', async () => {
    const lane = new FakeLane();
    await lane.ask({ command: 'dsp-refused', commandId: 'd-1', change: dspChange(1), reason: 'no mapping' });
    expect(await lane.ledger.list('waitingLines')).toEqual([]);
    expect(await lane.ledger.list('overtakenLines')).toHaveLength(1);
  });

  test('is asked of devices when a list evaluates none of them otherwise', async () => {
    const lane = new FakeLane();
    await lane.drop('governance/agreed-list.csv', agreedListCsv({}));
    for (const reevaluation of await lane.ledger.list('reevaluationsDue'))
      await lane.ledger.remove('reevaluationsDue', reevaluation);
    const justified = agreedListCsv({ justification: 'SSC minute 9' });
    await lane.drop('governance/agreed-list.csv', justified, { at: '2026-11-02T09:01:00.000Z' });
    expect(await lane.ledger.list('reevaluationsDue')).toEqual([]);
  });

  test('[R54] is asked of devices when settings change and trials were flagged before', async () => {
    const lane = new FakeLane();
    await lane.drop('governance/agreed-list.csv', agreedListCsv({}));
    for (const reevaluation of await lane.ledger.list('reevaluationsDue'))
      await lane.ledger.remove('reevaluationsDue', reevaluation);
    await lane.drop('governance/settings.json', '{"removalGuardPercent": 7}', { at: '2026-11-02T09:01:00.000Z' });
    expect(await lane.ledger.list('reevaluationsDue')).toEqual([]);
  });

  test('makes no request: a re-evaluation that finds no device asks for none', async () => {
    const asked: (readonly string[])[] = [];
    const ports = {
      ...new FakeLane().ports(),
      reevaluation: { request: async (ids: readonly string[]) => void asked.push(ids) },
    };
    const reevaluation = { requestId: 'r', firmwareKeys: ['AB01/010A030B/00000001'], trialIds: ['T-1'] };
    expect(await requestReevaluation(reevaluation, undefined, ports, async () => true)).toBe('done');
    expect(asked).toEqual([]);
  });
});

describe('a fault', () => {
  test('of the store is not taken for a damaged archive', async () => {
    const broken = new Error('S3 closed the connection');
    // oxlint-disable-next-line require-yield -- it ends before its first piece
    async function* failing(): AsyncGenerator<Uint8Array> {
      throw broken;
    }
    await expect(unzips(failing(), 1000)).rejects.toBe(broken);
  });

  test('of one of many writes stops those that were not begun, and is reported at the end', async () => {
    const begun: string[] = [];
    const throttled = new Error('The ledger is throttled');
    const writes = sideBySide(1);
    await writes.start('a', async () => Promise.reject(throttled));
    await expect(writes.start('b', async () => void begun.push('b'))).rejects.toBe(throttled);
    await expect(writes.end()).rejects.toBe(throttled);
    expect(begun).toEqual([]);
  });
});

/** Notes which files of the inbox are read. */
function readsOf({ inbox }: FakeLane, beforeRead: (reads: number) => void = () => undefined): readonly string[] {
  const read: string[] = [];
  const real = inbox.read.bind(inbox);
  inbox.read = (key, ...more) => {
    read.push(key);
    beforeRead(read.length);
    return real(key, ...more);
  };
  return read;
}
