import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from '../command.ts';
import { facts } from '../table.ts';
import { findingsTable } from '../findings-table.ts';
import { uploadsView } from '../views/uploads.ts';
import { waitForFact } from '../wait-for-fact.ts';
import { WrongUse } from '../wrong-use.ts';

const GOVERNANCE_FILES: ReadonlySet<string> = new Set(['agreed-list.csv', 'gbcs-register.csv', 'settings.json']);

/** Where in the inbox a file belongs, by its name. */
export function inboxKey(path: string): string {
  const name = basename(path);
  return GOVERNANCE_FILES.has(name) ? `governance/${name}` : `cpl/${name}`;
}

/** Puts a file into the inbox and waits for what the lane decides about it. */
export const upload: Command = {
  usage: 'upload FILE [--version INSTANT] [--no-wait]',
  does: 'put an extract or a governance file (by its name) into the inbox, and wait for the decision',
  words: [1, 1],
  options: ['version', 'no-wait'],
  async run({ pipeline, words: [path = ''], options }) {
    const bytes = await readFile(path).catch((cause: unknown) => {
      throw new WrongUse(`${path} cannot be read`, { cause });
    });
    const { ports, inbox } = pipeline().access;
    const key = inboxKey(path);
    const before = new Set((await ports.ledger.uploads()).map((known) => known.uploadId));
    await inbox.put(key, bytes, key.endsWith('.json') ? 'application/json' : 'text/csv', {
      ...(options.version === undefined ? {} : { 'cpl-version': options.version }),
    });
    if (options['no-wait'] === true) return { json: { key }, text: `${key} is in the inbox` };
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const line = await waitForFact(`a decision on ${key}`, async () =>
      (await uploadsView(ports)).find((candidate) => candidate.key === key && !before.has(candidate.uploadId)),
    );
    const refused = line.state === 'refused' || line.state === 'held';
    return {
      json: { ...line, sha256 },
      text: [
        facts([
          ['upload', line.uploadId],
          ['state', line.state],
          ['deadline', line.deadline],
          ...Object.entries(line.counts),
        ]),
        findingsTable(line.findings),
      ].join('\n\n'),
      exitCode: refused ? 1 : 0,
    };
  },
};
