import { counted, momentInWords } from '../../email/words.ts';
import { consoleLink } from '../console-link.ts';
import type { Command } from '../command.ts';
import { readLetter } from '../dead-letters/letter-fault.ts';
import { type LetterGroup, letterGroups } from '../dead-letters/letter-groups.ts';
import { QUEUE_NAMES, type QueueName } from '../pipeline-access.ts';
import { queueNamed } from '../queue-named.ts';
import { table } from '../table.ts';

/** What a function gave up on, grouped by the reason. */
export const deadLetters: Command = {
  usage: `dead-letters ${QUEUE_NAMES.join('|')}`,
  does: 'the messages of a dead-letter queue by their reason; changes nothing (--json: each complete message)',
  words: [1, 1],
  options: [],
  async run({ pipeline, words: [name] }) {
    const queue = queueNamed(name);
    const found = pipeline();
    const { access } = found;
    const letters = await access.deadLetters(queue);
    const depth = (await access.ports.queueDepths()).find((each) => each.queue === queue);
    const behind = Math.max(0, (depth?.deadLetters ?? 0) - letters.length);
    const groups = letterGroups(letters);
    return {
      json: letters.map((letter) => {
        const { what, where, todo } = readLetter(queue, letter);
        return { ...letter, what, where, todo };
      }),
      text: [
        table(
          ['REASON', 'MESSAGES', 'FIRST', 'LAST', 'WHERE, IN THE FIRST'],
          groups.map((group) => rowOf(queue, group)),
        ),
        ...groups.map(({ reason, first }) => `${reason}:\n  ${readLetter(queue, first).todo}`),
        ...(behind === 0 ? [] : [`${counted(behind, 'more message')} behind them, which SQS does not show yet`]),
      ]
        .join('\n\n')
        .concat(consoleLink(found, 'operations', 'dead-letters', queue)),
    };
  },
};

function rowOf(queue: QueueName, { reason, letters, first, firstAt, lastAt }: LetterGroup): (string | number)[] {
  return [reason, letters.length, momentInWords(firstAt), momentInWords(lastAt), readLetter(queue, first).where];
}
