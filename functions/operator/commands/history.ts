import { momentIfAny, momentInWords } from '../../email/words.ts';
import { consoleLink } from '../console-link.ts';
import type { Command } from '../command.ts';
import { table } from '../table.ts';
import { historyView } from '../views/history.ts';
import { WrongUse } from '../wrong-use.ts';

/** The full history of one entry of the list. */
export const history: Command = {
  usage: 'history ENTRY',
  does: 'every line the list ever had for an entry, TYPE/MANUFACTURER/MODEL/HARDWARE/FIRMWARE, and what happened to each',
  words: [1, 1],
  options: [],
  async run({ pipeline, words: [word = ''] }) {
    const entryKey = word.toUpperCase();
    if (entryKey.split('/').length !== 5) {
      throw new WrongUse(`${word} is not an entry: use TYPE/MANUFACTURER/MODEL/HARDWARE/FIRMWARE`);
    }
    const reached = pipeline();
    const { isWhole: _, ...found } = await historyView(reached.access.ports, entryKey);
    const lines = table(
      [
        'ISSUE',
        'NUMBER',
        'KIND',
        'STATE',
        'STATUS',
        'DECLARED',
        'UPLOADED',
        'RECEIVED',
        'BLOCKED',
        'SENT',
        'UPLOADED AT',
        'UPLOAD',
        'WHY',
      ],
      found.history.map((line) => [
        line.issue,
        line.entryNumber,
        line.kind,
        line.state,
        line.status,
        line.declaredGbcsVersion,
        line.uploadedGbcsVersion,
        momentInWords(line.publishedAt),
        momentIfAny(line.blockedSince),
        momentIfAny(line.sentAt),
        momentIfAny(line.uploadedAt),
        line.uploadId,
        line.reason,
      ]),
    );
    return found.known
      ? {
          json: found,
          text: `${entryKey}: ${found.state ?? 'never sent'}\n\n${lines}${consoleLink(reached, 'entries', entryKey)}`,
        }
      : { json: found, text: `${entryKey} was never on the list`, exitCode: 1 };
  },
};
