import * as z from 'zod/mini';
import { DEVICE_DATA_FILE } from '../contracts/classification.ts';
import { type ExtractKind, InventoryExtract, UnfinishedExtract } from '../contracts/inventory-extract.ts';
import type { ExtractFile, ExtractStore } from '../reports/extract-ports.ts';
import type { S3Objects } from './s3-objects.ts';
import type { ObjectWriter } from './s3-writer.ts';

/** Key of the one object that says which extract of changes was made last. */
const LATEST = 'esi-034i/latest.json';
const Latest = z.object({ extractId: z.string() });

/** Characters gathered before they are handed on: rows are small. */
const CHARACTERS_AT_ONCE = 256 * 1024;

/**
 * The reports bucket, for extracts: a CSV file each, what it reported recently, and what is known of it. Two runs may make the
 * same extract at the same time, each under a name of its own; the first that is known is the extract. The first run has
 * the name of the extract, so that it is seldom another one. One that had no more time leaves its file and how far it came.
 * Each file carries its classification (R83).
 */
export function s3Extracts(
  bucket: Pick<S3Objects, 'facts' | 'text' | 'put' | 'putNew' | 'writer' | 'read'>,
): ExtractStore {
  const knownKey = (kind: ExtractKind, extractId: string): string => `${kind}/${extractId}.json`;
  const unfinishedKey = (kind: ExtractKind, extractId: string): string => `${kind}/${extractId}.unfinished`;
  const recentKey = (key: string): string => key.replace(/\.csv$/, '.recent');

  async function kept<T>(key: string, contract: { readonly parse: (json: unknown) => T }): Promise<T | undefined> {
    return (await bucket.facts(key)) === undefined ? undefined : contract.parse(JSON.parse(await bucket.text(key)));
  }

  const find = (kind: ExtractKind, extractId: string): Promise<InventoryExtract | undefined> =>
    kept(knownKey(kind, extractId), InventoryExtract);

  return {
    find,
    unfinished: (kind, extractId) => kept(unfinishedKey(kind, extractId), UnfinishedExtract),
    async keepUnfinished(extract) {
      const { extract: kind, extractId } = extract;
      const json = JSON.stringify(UnfinishedExtract.parse(extract), null, 2);
      await bucket.put(unfinishedKey(kind, extractId), json, 'application/json');
    },
    async newKey(kind, extractId) {
      for (let run = 1; ; run += 1) {
        const name = run === 1 ? extractId : `${extractId}-${run}`;
        // Not empty: of an object without a byte the SDK warns, in a line of its own in the log.
        if ((await bucket.putNew(`${kind}/${name}.begun`, name, 'text/plain')) === 'put')
          return `${kind}/${name}${DEVICE_DATA_FILE.nameEnd}.csv`;
      }
    },
    async latestOfChanges() {
      const latest = await kept(LATEST, Latest);
      return latest && find('esi-034i', latest.extractId);
    },
    file: (key) => textFile(bucket.writer(key, 'text/csv; charset=utf-8', DEVICE_DATA_FILE.metadata)),
    async recentlyReported({ key, furtherKeys = [] }) {
      const reported = new Map<string, number>();
      for (const each of [key, ...furtherKeys]) {
        for await (const line of lines(bucket.read(recentKey(each)))) {
          const [deviceId = '', revision = ''] = line.split(' ');
          reported.set(deviceId, Number(revision));
        }
      }
      return reported;
    },
    recentlyReportedFile: (key) => textFile(bucket.writer(recentKey(key), 'text/plain; charset=utf-8')),
    async keep(extract) {
      const { extract: kind, extractId } = extract;
      const json = JSON.stringify(InventoryExtract.parse(extract), null, 2);
      const outcome = await bucket.putNew(knownKey(kind, extractId), json, 'application/json');
      const known = outcome === 'put' ? extract : await find(kind, extractId);
      if (known === undefined) throw new Error(`What is known of ${extractId} was there, and is not`);
      if (kind === 'esi-034i') await bucket.put(LATEST, JSON.stringify({ extractId }), 'application/json');
      return known;
    },
  };
}

function textFile(writer: ObjectWriter): ExtractFile {
  const encoder = new TextEncoder();
  let waiting = '';
  const flush = async (): Promise<void> => {
    const bytes = encoder.encode(waiting);
    waiting = '';
    if (bytes.byteLength > 0) await writer.write(bytes);
  };
  return {
    async write(text) {
      waiting += text;
      if (waiting.length >= CHARACTERS_AT_ONCE) await flush();
    },
    async finish() {
      await flush();
      await writer.finish();
    },
    discard: () => writer.discard(),
  };
}

async function* lines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of bytes) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  if (rest !== '') yield rest;
}
