import { basename } from 'node:path';
import { isExpected } from '../intake/lane/arrival.ts';

/** A column that only one kind of governance file has. */
const IDENTIFYING_COLUMNS: Readonly<Record<string, string>> = {
  trial_id: 'agreed-list.csv',
  recognised: 'gbcs-register.csv',
  smets_chts_version: 'version-combinations.csv',
};

/** Bytes of a file by which its kind is recognised: more than any header row has. */
export const HEADER_BYTES = 4096;

/**
 * Where in the inbox a file belongs: by its name, or, under any other name, by the columns that its first row names.
 *
 * @param begins the first bytes of the file, as far as they are at hand
 */
export function inboxKey(path: string, begins: Uint8Array = new Uint8Array()): string {
  const name = basename(path);
  const governed = `governance/${name}`;
  if (isExpected({ key: governed })) return governed;
  const [header = ''] = new TextDecoder().decode(begins.subarray(0, HEADER_BYTES)).split(/[\r\n]/, 1);
  const columns = header.split(',').map((column) => column.replaceAll('"', '').trim().toLowerCase());
  const governance = columns.flatMap((column) => IDENTIFYING_COLUMNS[column] ?? []).at(0);
  return governance === undefined ? `cpl/${name}` : `governance/${governance}`;
}
