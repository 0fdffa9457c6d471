import { counted, momentInWords } from '../../email/words.ts';
import type { DeadLetter } from '../../adapters/sqs-queue-look.ts';
import type { Command } from '../command.ts';
import { QUEUE_NAMES } from '../pipeline-access.ts';
import { queueNamed } from '../queue-named.ts';
import { table } from '../table.ts';

/** Characters of a message that are shown of it. */
const SHOWN = 60;

/** What a function gave up on, grouped by the reason. */
export const deadLetters: Command = {
  usage: `dead-letters ${QUEUE_NAMES.join('|')}`,
  does: 'the messages of a dead-letter queue by their reason, which stay there (--json: each of them whole)',
  words: [1, 1],
  options: [],
  async run({ pipeline, words: [name] }) {
    const queue = queueNamed(name);
    const { access } = pipeline();
    const letters = await access.allDeadLetters(queue);
    const depth = (await access.ports.queueDepths()).find((each) => each.queue === queue);
    const behind = Math.max(0, (depth?.deadLetters ?? 0) - letters.length);
    const text = table(['REASON', 'MESSAGES', 'OLDEST', 'NEWEST', 'ONE OF THEM BEGINS'], rowsOf(letters));
    return {
      json: letters,
      text:
        behind === 0 ? text : `${text}\n\n${counted(behind, 'more message')} behind them, which SQS does not show yet`,
    };
  },
};

function rowsOf(letters: readonly DeadLetter[]): (string | number)[][] {
  const groups = Map.groupBy(letters, ({ reason }) => reason ?? 'given up after its last attempt');
  return [...groups]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([reason, those]) => {
      const times = those.map(({ sentAt }) => sentAt).sort();
      return [
        reason,
        those.length,
        momentInWords(times[0] ?? ''),
        momentInWords(times.at(-1) ?? ''),
        those[0]?.body.slice(0, SHOWN) ?? '',
      ];
    });
}
