import { userInfo } from 'node:os';
import { counted } from '../../email/words.ts';
import type { Command } from '../command.ts';
import { chosenLetters, eachFew } from '../dead-letters/chosen-letters.ts';
import { QUEUE_NAMES } from '../pipeline-access.ts';
import { queueNamed } from '../queue-named.ts';
import { WrongUse } from '../wrong-use.ts';

/** Takes dead letters away that can never succeed; each is kept in the archive with who did it and why. */
export const discard: Command = {
  usage: `discard ${QUEUE_NAMES.join('|')} (--reason TEXT | --message ID | --all) --why TEXT`,
  does: 'remove dead letters; the archive bucket keeps each with your name and the reason why',
  words: [1, 1],
  options: ['reason', 'message', 'all', 'why'],
  async run({ pipeline, words: [name], options, progress }) {
    const queue = queueNamed(name);
    const { reason, message, all = false, why = '' } = options;
    if ((reason ?? message) === undefined ? !all : all)
      throw new WrongUse('Say which messages: those with a text in their --reason, one --message, or --all');
    if (why.trim() === '') throw new WrongUse('Discarding needs a reason, which is kept with each message: --why TEXT');
    const by = userInfo().username;
    const which = { ...chosenLetters(options), onProgress: eachFew(progress, 'discarded') };
    const { handled: discarded } = await pipeline().access.discard(queue, { ...which, by, why });
    return {
      json: { queue, discarded, by, why },
      text:
        discarded === 0
          ? `No such message lies in the dead-letter queue of ${queue}`
          : `${counted(discarded, 'message')} of ${queue} discarded; kept in the archive bucket under discarded/${queue}/`,
    };
  },
};
