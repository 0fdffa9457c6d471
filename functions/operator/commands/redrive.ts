import { counted } from '../../email/words.ts';
import type { Command } from '../command.ts';
import { type PipelineAccess, QUEUE_NAMES, type QueueName } from '../pipeline-access.ts';
import { queueNamed } from '../queue-named.ts';

/** Seconds for which the CLI waits until what was moved is worked off, to say how much of it came back. */
const WAIT_SECONDS = 30;
/** Messages after which the CLI says again how many it has moved. */
const REPORTED_EACH = 100;

/** Gives what a function gave up on back to its queue. */
export const redrive: Command = {
  usage: `redrive ${QUEUE_NAMES.join('|')}`,
  does: 'move the messages of a dead-letter queue back to its queue, each once, after you have fixed the cause',
  words: [1, 1],
  options: [],
  async run({ pipeline, words: [name], progress }) {
    const queue = queueNamed(name);
    const { access } = pipeline();
    const { found, moved } = await access.redrive(queue, (so) => {
      if (so.moved % REPORTED_EACH === 0) progress(`${so.moved} of ${so.found} moved back to ${queue}`);
    });
    const { waiting, deadLetters } = await workedOff(access, queue);
    const cameBack = Math.max(0, deadLetters - (found - moved));
    return {
      json: { queue, moved, cameBack, waiting },
      text: [
        `${counted(moved, 'message')} moved back to ${queue}`,
        `${cameBack} came back to its dead-letter queue`,
        ...(waiting === 0 ? [] : [`${waiting} still to be worked off: look again with "cpl -- dead-letters ${queue}"`]),
      ].join(', '),
    };
  },
};

/** What is left of a queue once it was worked off, or after a while. */
async function workedOff(
  { ports }: PipelineAccess,
  queue: QueueName,
): Promise<{ waiting: number; deadLetters: number }> {
  for (let waited = 0; ; waited += 1) {
    const depth = (await ports.queueDepths()).find((each) => each.queue === queue);
    const waiting = (depth?.visible ?? 0) + (depth?.inFlight ?? 0);
    if (waiting === 0 || waited >= WAIT_SECONDS) return { waiting, deadLetters: depth?.deadLetters ?? 0 };
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}
