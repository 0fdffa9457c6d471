import { countsInWords } from '../../email/count-words.ts';
import { readFile } from 'node:fs/promises';
import { momentIfAny } from '../../email/words.ts';
import { signatureKeyOf } from '../../intake/cpl/signature.ts';
import { consoleLink } from '../console-link.ts';
import type { Command } from '../command.ts';
import { findingsTable } from '../findings-table.ts';
import { inboxKey } from '../inbox-key.ts';
import { putAndWait, putFile } from '../put-file.ts';
import { facts } from '../table.ts';
import { WrongUse } from '../wrong-use.ts';

/** Puts a file into the inbox, its signature first if one lies beside it, and waits for what the lane decides. */
export const upload: Command = {
  usage: 'upload FILE [--no-wait]',
  does: 'put a list or a governance file (by its name, or by its columns) into the inbox, and wait for the decision',
  words: [1, 1],
  options: ['no-wait'],
  async run({ pipeline, words: [path = ''], options }) {
    const bytes = await readFile(path).catch((cause: unknown) => {
      throw new WrongUse(`${path} cannot be read`, { cause });
    });
    const found = pipeline();
    const { access } = found;
    const signature = await readFile(signatureKeyOf(path)).catch(() => undefined);
    const file = { key: inboxKey(path, bytes), bytes };
    if (signature !== undefined) await putFile(access, { key: signatureKeyOf(file.key), bytes: signature });
    if (options['no-wait'] === true) {
      await putFile(access, file);
      return { json: { key: file.key }, text: `${file.key} is in the inbox` };
    }
    const { upload: line, receipt } = await putAndWait(access, file);
    return {
      json: line,
      text: [
        receipt.outcome,
        facts([
          ['upload', line.uploadId],
          ['state', line.state],
          ['deadline', momentIfAny(line.deadline)],
          ...countsInWords(line.counts),
          ...(line.counts.waiting > 0 ? [['Waiting now', line.counts.waiting] as const] : []),
        ]),
        findingsTable(receipt.findings),
      ]
        .join('\n\n')
        .concat(consoleLink(found, 'lists', line.uploadId)),
      exitCode: line.state === 'refused' || line.state === 'held' ? 1 : 0,
    };
  },
};
