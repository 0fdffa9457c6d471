import { READERS } from '../../contracts/recipients.ts';
import { momentInWords } from '../../email/words.ts';
import type { Command } from '../command.ts';
import { table } from '../table.ts';
import { WrongUse } from '../wrong-use.ts';

/** The letters that are ready to be sent by people, or one of them. */
export const letters: Command = {
  usage: 'letters [ID]',
  does: 'drafted letters to people outside, newest first, or the text of one; people send them, the pipeline does not',
  words: [0, 1],
  options: [],
  async run({ pipeline, words: [letterId] }) {
    const all = await pipeline().access.readyLetters.all();
    if (letterId === undefined) {
      const heads = ['LETTER', 'MADE', 'TO', 'SENT BY', 'SUBJECT'];
      const rows = all.map((letter) => [
        letter.letterId,
        momentInWords(letter.madeAt),
        letter.addressee,
        READERS[letter.sender],
        letter.subject,
      ]);
      return { json: all, text: table(heads, rows) };
    }
    const found = all.find((letter) => letter.letterId === letterId);
    if (found === undefined) throw new WrongUse(`There is no letter ${letterId}: npm run cpl -- letters`);
    const attached = found.attachment === undefined ? '' : `\n${found.attachment.fileName}\n${found.attachment.csv}`;
    return { json: found, text: `${found.text}${attached}` };
  },
};
