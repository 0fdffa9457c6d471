import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { DEFAULT_SETTINGS } from '../../../functions/domain/settings/settings.ts';
import { LIST_COLUMNS, listCsv, listLine } from '../../support/list-history/cpl-list-csv.ts';

const SOUND = listCsv([listLine({})], { issue: '2.052', issuedOn: '2022-09-22' });
const [, soundRow = '', version = ''] = /\n(([^,]*),.*)\r\n$/.exec(SOUND) ?? [];
const unreadableRow = [version, ...LIST_COLUMNS.slice(1).map(() => 'x')].join(',');

/** What each kind of worst file has again and again behind its header and one sound row. */
const REPEATED: Readonly<Record<string, string>> = {
  'blank lines': '\r\n',
  'rows of commas': `${','.repeat(LIST_COLUMNS.length - 1)}\r\n`,
  'ragged rows': 'x\n',
  'unreadable rows': `${unreadableRow}\n`,
  'one entry number': `${soundRow}\n`,
  'rows of another issue': `${soundRow.replace(version, 'x')}\n`,
  'control characters': `\u0001${','.repeat(LIST_COLUMNS.length - 1)}\n`,
  'line breaks in quotes': `${version}${','.repeat(LIST_COLUMNS.length - 1)}"${'\n'.repeat(200_000)}"\n`,
};

/** The kinds of worst file. */
export const WORST_FILES: readonly string[] = Object.keys(REPEATED);

const CHUNK_BYTES = 1024 * 1024;

/** Writes a file that unpacks to the largest that is read. @returns its path */
export async function writeWorstFile(folder: string, kind: string): Promise<string> {
  const path = join(folder, `${WORST_FILES.indexOf(kind)}.csv.gz`);
  const repeated = REPEATED[kind] ?? '';
  const chunk = Buffer.from(repeated.repeat(Math.max(1, Math.floor(CHUNK_BYTES / repeated.length))));
  const chunks = function* () {
    yield Buffer.from(SOUND);
    let left = DEFAULT_SETTINGS.maxExtractBytes - SOUND.length;
    for (; left >= chunk.byteLength; left -= chunk.byteLength) yield chunk;
  };
  await pipeline(Readable.from(chunks()), createGzip({ level: 1 }), createWriteStream(path));
  return path;
}
