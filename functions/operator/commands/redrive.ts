import type { Command } from '../command.ts';
import { QUEUE_NAMES } from '../pipeline-access.ts';
import { WrongUse } from '../wrong-use.ts';

/** Gives what a function gave up on back to its queue. */
export const redrive: Command = {
  usage: `redrive ${QUEUE_NAMES.join('|')}`,
  does: 'move the messages of a dead-letter queue back to its queue, once their cause is mended',
  words: [1, 1],
  options: [],
  async run({ pipeline, words: [name] }) {
    const queue = QUEUE_NAMES.find((candidate) => candidate === name);
    if (queue === undefined) throw new WrongUse(`There is no queue ${name}: say ${QUEUE_NAMES.join(', ')}`);
    const moved = await pipeline().access.redrive(queue);
    return { json: { queue, moved }, text: `${moved} ${moved === 1 ? 'message' : 'messages'} moved back to ${queue}` };
  },
};
