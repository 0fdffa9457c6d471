import { counted, inFigures } from '../../email/words.ts';
import type { Command } from '../command.ts';
import { chosenLetters, eachFew } from '../dead-letters/chosen-letters.ts';
import { redriveLetters } from '../dead-letters/redrive-letters.ts';
import { QUEUE_NAMES } from '../pipeline-access.ts';
import { queueNamed } from '../queue-named.ts';

/** Gives what a function gave up on back to its queue. */
export const redrive: Command = {
  usage: `redrive ${QUEUE_NAMES.join('|')} [--reason TEXT | --message ID]`,
  does: 'move dead letters back to their queue, each once, after you have fixed the cause: all, those with TEXT in their reason, or one',
  words: [1, 1],
  options: ['reason', 'message'],
  async run({ pipeline, words: [name], options, progress }) {
    const queue = queueNamed(name);
    const which = { ...chosenLetters(options), onProgress: eachFew(progress, `moved back to ${queue}`) };
    const { handled: moved, cameBack, waiting } = await redriveLetters(pipeline().access, queue, which);
    return {
      json: { queue, moved, cameBack, waiting },
      text: [
        `${counted(moved, 'message')} moved back to ${queue}`,
        `${cameBack} came back to its dead-letter queue`,
        ...(waiting === 0
          ? []
          : [`${inFigures(waiting)} still to be worked off: look again with "cpl -- dead-letters ${queue}"`]),
      ].join(', '),
    };
  },
};
