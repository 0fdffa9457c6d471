import { expect, test } from 'vitest';
import { startedEmulators } from '../support/started-emulators.ts';

/** What SQS waits at most for a message, in seconds. */
const LONG_POLL = 20;

test.each([0, 1, 2, 3])('a long poll ends with its queue, also one that began %i turns before', async (turns) => {
  const { emulators } = await startedEmulators();
  const { queues } = emulators;
  await queues.call('CreateQueue', { QueueName: 'quiet' }, 'local-run');
  const begun = performance.now();
  const receiving = queues
    .call('ReceiveMessage', { QueueUrl: queues.queueUrl('quiet'), WaitTimeSeconds: LONG_POLL }, 'local-run')
    .catch(() => ({}));
  for (let turn = 0; turn < turns; turn += 1) await new Promise((done) => setImmediate(done));
  await emulators.close();
  expect(await receiving).toEqual({});
  expect(performance.now() - begun).toBeLessThan((LONG_POLL * 1000) / 2);
});
