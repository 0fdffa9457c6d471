import { expect, test } from 'vitest';
import type { DeadLetter } from '../../../functions/adapters/sqs-queue-look.ts';
import { deadLetterDesk, type DeskOrder } from '../../../functions/operator/dead-letters/desk.ts';
import { fakeOperatorPorts } from '../../support/fake-operator-ports.ts';
import { PATIENCE_MS } from '../../support/patience.ts';

/** For how long one waits for the end of an act here, before the page follows it. */
const END_MS = 10;

const ALL: DeskOrder = { act: 'discard', which: 'all', of: 2, by: 'An Operator', why: 'A test' };

/** A desk over a queue of two messages, whose discarding ends when the test says so. */
function desk() {
  const letters: DeadLetter[] = ['a', 'b'].map((messageId) => ({ messageId, body: '', reason: null, sentAt: '' }));
  const ended = Promise.withResolvers<void>();
  let reads = 0;
  let looks = 0;
  const made = deadLetterDesk(
    {
      ports: { ...fakeOperatorPorts({}), queueDepths: async () => ((looks += 1), []) },
      async deadLetters() {
        reads += 1;
        return [...letters];
      },
      redrive: async () => ({ found: 2, handled: 1 }),
      async discard(_queue, { onProgress }) {
        letters.shift();
        onProgress?.({ found: 2, handled: 1 });
        await ended.promise;
        letters.shift();
        return { found: 2, handled: 2 };
      },
      patience: { ms: PATIENCE_MS, everyMs: 20 },
    },
    END_MS,
  );
  return { ...made, ended, reads: () => reads, looks: () => looks };
}

test('messages are read once for several pages, and again when something was done with them', async () => {
  const { letters, begin, ended, reads } = desk();
  await letters('lane');
  expect(await letters('lane')).toHaveLength(2);
  expect(reads()).toBe(1);
  ended.resolve();
  await begin('lane', ALL);
  expect(await letters('lane')).toEqual([]);
  expect(reads()).toBe(2);
});

test('one act at a time goes on for a queue; pages follow it, and nobody reads meanwhile', async () => {
  const { letters, begin, job, ended, reads, revision } = desk();
  await letters('lane');
  const before = revision();
  const first = await begin('lane', ALL);
  expect(first).toMatchObject({ state: 'running', handled: 1, of: 2, by: 'An Operator' });
  expect(revision()).not.toBe(before);
  await expect(begin('lane', ALL)).rejects.toThrow('Another act on the dead letters of lane');
  await letters('lane');
  expect(reads()).toBe(1);
  ended.resolve();
  await expect.poll(() => job('lane')).toMatchObject({ state: 'done', handled: 2 });
});

test('messages that nobody has read yet are not read while something is done with them', async () => {
  const { letters, begin, ended, reads } = desk();
  await begin('lane', ALL);
  expect([await letters('lane'), reads()]).toEqual([[], 0]);
  ended.resolve();
});

test('what comes back of messages says nothing more once something else was begun', async () => {
  const { begin, job, ended, revision, looks } = desk();
  expect(await begin('lane', { ...ALL, act: 'redrive' })).toMatchObject({ act: 'redrive', state: 'settling' });
  ended.resolve();
  expect(await begin('lane', ALL)).toMatchObject({ act: 'discard', state: 'done', handled: 2 });
  const after = revision();
  await expect.poll(looks).toBe(2);
  await new Promise((resolve) => setImmediate(resolve));
  expect([job('lane')?.act, revision()]).toEqual(['discard', after]);
});

test('an act that breaks off says so, with how far it came', async () => {
  const { begin, job, ended } = desk();
  ended.promise.catch(() => undefined);
  ended.reject(new Error('S3 is away'));
  await expect(begin('lane', ALL)).rejects.toThrow('S3 is away');
  expect(job('lane')).toMatchObject({ state: 'failed', handled: 1 });
});
