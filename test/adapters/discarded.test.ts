import { expect, test } from 'vitest';
import { s3Discarded } from '../../functions/adapters/s3-discarded.ts';
import { FakeObjects } from '../support/fake-objects.ts';

const QUEUE = 'srv-events-dead';

/** The folder of discarded dead letters, with acts that took so many messages away each, the oldest first. */
async function discarded(...acts: readonly number[]) {
  const kept = s3Discarded(new FakeObjects());
  for (const [act, messages] of acts.entries())
    for (let message = 0; message < messages; message += 1)
      await kept.keep({
        contract: 'discarded-message/1',
        queue: QUEUE,
        messageId: String(message).padStart(4, '0'),
        body: `message ${message}`,
        reason: null,
        sentAt: '2026-11-02T09:00:00.000Z',
        discardedAt: `2026-11-${String(act + 10)}T09:00:00.000Z`,
        discardedBy: 'operator',
        why: 'They are of a test',
      });
  return kept;
}

test('an act that discarded more messages than are counted says that there are at least so many', async () => {
  const acts = await (await discarded(1200, 2)).acts(QUEUE);
  expect(acts.map(({ actId, messages, atLeast }) => ({ actId, messages, atLeast }))).toEqual([
    { actId: '20261111T090000000Z', messages: 2, atLeast: false },
    { actId: '20261110T090000000Z', messages: 1000, atLeast: true },
  ]);
  expect(acts.map(({ first }) => first.messageId)).toEqual(['0000', '0000']);
});
