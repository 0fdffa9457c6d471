import { describe, expect, test } from 'vitest';
import type { OperatorCommand } from '../../functions/contracts/lane-command.ts';
import { FakeLane } from '../support/fake-lane.ts';
import { senderOf } from '../support/lane-senders.ts';

const APPROVE: OperatorCommand = {
  command: 'approve',
  commandId: 'c-1',
  uploadId: 'upload-1',
  reason: 'agreed',
  requestedBy: 'The Chief Executive',
};
const RECONSIDER: OperatorCommand = { command: 'reconsider', commandId: 'c-2', requestedBy: 'watch' };
const SUSPEND: OperatorCommand = { command: 'suspend-trial', commandId: 'c-3', trialId: 'T-1', requestedBy: 'watch' };

const SETTINGS = 'governance/settings.json';

/** The event of a file of the inbox, and what is said of it. */
function eventOf(key: string, said: { time?: string; bucket?: string; sequencer?: string } = {}): string {
  return JSON.stringify({
    id: 'event',
    'detail-type': 'Object Created',
    source: 'aws.s3',
    time: said.time ?? '2026-11-02T09:00:00Z',
    detail: {
      bucket: { name: said.bucket ?? 'inbox' },
      object: { key, size: 1, sequencer: said.sequencer ?? 'forged' },
    },
  });
}

describe('a command from a function that may not send it', () => {
  test.each([
    ['dsp-ingestion', APPROVE],
    ['dsp-ingestion', RECONSIDER],
    ['dsp-ingestion', SUSPEND],
    ['watch', APPROVE],
  ])('is a dead letter with its reason: from %s, %o', async (name, command) => {
    const lane = new FakeLane();
    await lane.ask(command, senderOf(name));
    expect(lane.deadLetters).toEqual([
      {
        body: JSON.stringify(command),
        reason: `Not taken from ${name}: it may not send the command ${command.command}`,
      },
    ]);
  });

  test.each(['dsp-ingestion', 'watch'])('is one too if it is the event of a file, from %s', async (name) => {
    const lane = new FakeLane();
    lane.inbox.set(SETTINGS, '{"trialFlagging":"off"}', lane.now, {});
    await lane.deliver(eventOf(SETTINGS), senderOf(name));
    expect(lane.deadLetters).toMatchObject([{ reason: `Not taken from ${name}: it may not send the event of a file` }]);
    expect(await lane.ports().governance.settings()).toMatchObject({ trialFlagging: 'on' });
  });
});

test.each([
  ['watch', RECONSIDER],
  ['watch', SUSPEND],
])('a command of its own is taken from %s: %o', async (name, command) => {
  const lane = new FakeLane();
  await lane.ask(command, senderOf(name));
  expect(lane.deadLetters).toEqual([]);
});

test('any command is taken from a person, who moves dead letters back', async () => {
  const lane = new FakeLane();
  for (const command of [APPROVE, RECONSIDER, SUSPEND]) await lane.ask(command);
  expect(lane.deadLetters).toEqual([]);
});

describe('the event of a file', () => {
  test('of another bucket is a dead letter', async () => {
    const lane = new FakeLane();
    lane.inbox.set(SETTINGS, '{}', lane.now, {});
    await lane.deliver(eventOf(SETTINGS, { bucket: 'another-bucket' }));
    expect(lane.deadLetters).toMatchObject([
      { reason: 'Not a file of the inbox: the event is about the bucket another-bucket' },
    ]);
    expect(await lane.ledger.list('uploads')).toEqual([]);
  });

  test('of the future is a dead letter, so that the next true file is activated', async () => {
    const lane = new FakeLane();
    lane.inbox.set(SETTINGS, '{"removalGuardPercent":4}', lane.now, {});
    await lane.deliver(eventOf(SETTINGS, { time: '2099-01-01T00:00:00Z' }));
    expect(lane.deadLetters).toMatchObject([
      { reason: 'The event is dated 2099-01-01T00:00:00Z, after the queue took it at 2026-11-02T09:00:00.000Z' },
    ]);
    const upload = await lane.drop(SETTINGS, '{"removalGuardPercent":3}', { at: '2026-11-02T10:00:00.000Z' });
    expect(upload?.decision).toBe('active');
  });

  test('that makes an old file pass for a new one is a dead letter', async () => {
    const lane = new FakeLane();
    await lane.drop(SETTINGS, '{"removalGuardPercent":4}');
    lane.now = '2026-11-09T09:00:00.000Z';
    await lane.deliver(eventOf(SETTINGS, { time: lane.now }));
    expect(lane.deadLetters).toMatchObject([
      { reason: `The event is dated ${lane.now}, but the file came at 2026-11-02T09:00:00.000Z` },
    ]);
    expect(await lane.ledger.list('uploads')).toHaveLength(1);
  });
});
