import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { DspChange } from '../../functions/contracts/dsp-change.ts';
import { Receipt } from '../../functions/contracts/receipt.ts';
import { ROOT } from '../support/source-tree.ts';

/** What others read of ours, each with a sentence on what it is. */
const PUBLISHED = {
  'receipt-2': {
    contract: Receipt,
    title: 'receipt/2',
    description: 'What the sender of a file is sent: receipts/<key>.json in the archive bucket.',
  },
  'dsp-change-2': {
    contract: DspChange,
    title: 'dsp-change/2',
    description: 'One change for the DSP: a message on the dsp-updates queue.',
  },
} as const;

/** The JSON Schemas that are published, by their path: made of the contracts themselves, open to further fields. */
export function publishedSchemas(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(PUBLISHED).map(([name, { contract, title, description }]) => {
      const { $schema, ...schema } = z.toJSONSchema(contract, { io: 'input' });
      return [`docs/schemas/${name}.json`, `${JSON.stringify({ $schema, title, description, ...schema }, null, 2)}\n`];
    }),
  );
}

/** A published schema as it is on disk. */
export function schemaOnDisk(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

if (import.meta.main && process.argv.includes('--write')) {
  for (const [path, text] of publishedSchemas()) writeFileSync(join(ROOT, path), text);
}
