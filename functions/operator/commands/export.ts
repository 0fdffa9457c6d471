import { createWriteStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline as flow } from 'node:stream/promises';
import { listToCsv } from '../../domain/list/list-csv.ts';
import { acceptedList } from '../../intake/cpl/compare.ts';
import type { Command } from '../command.ts';
import { facts } from '../table.ts';
import { WrongUse } from '../wrong-use.ts';

/** The accepted list as a CSV file, in the very format in which it came (R27). */
export const exportList: Command = {
  usage: 'export [FILE]',
  does: 'write the accepted list as CSV, unchanged rows byte for byte as received',
  words: [0, 1],
  options: [],
  async run({ pipeline, words: [path] }) {
    const { ports, archive } = pipeline().access;
    const { accepted } = await ports.ledger.get('lane');
    if (accepted === undefined) {
      return { json: { file: null }, text: 'No list was accepted yet', exitCode: 1 };
    }
    const file = path ?? basename(accepted.key).replace(/\.(?:gz|xlsx|xlsm)$/i, '');
    if (path === undefined && (await exists(file))) throw new WrongUse(`${file} is there already: name another file`);
    await flow(listToCsv(acceptedList(accepted, archive)), createWriteStream(file));
    const { key, issue, uploadId } = accepted;
    return {
      json: { file, key, issue, uploadId },
      text: facts([
        ['file', file],
        ['accepted list', key],
        ['issue', issue],
      ]),
    };
  },
};

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
