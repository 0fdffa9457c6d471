import { createHash, type Hash } from 'node:crypto';
import type { DecisionLink, DecisionRecord } from '../../contracts/decision-record.ts';
import { readEffects } from '../../contracts/effects-log.ts';
import type { LedgerReader } from '../../contracts/ledger.ts';

/** What an audit reads. */
export type AuditPorts = {
  readonly ledger: LedgerReader<'lane'>;
  readonly archive: {
    readonly read: (key: string) => AsyncIterable<Uint8Array>;
    readonly facts: (key: string) => Promise<object | undefined>;
    readonly text: (key: string) => Promise<string>;
  };
};

/** One decision that was found as it was taken. */
export type AuditedDecision = Pick<DecisionRecord, 'decidedAt' | 'cause'> & DecisionLink;

/** What an audit found: every decision back to the first one, or where the chain of their hashes breaks. */
export type Audit = {
  readonly verdict: 'intact' | 'broken';
  /** The newest first. */
  readonly decisions: readonly AuditedDecision[];
  /** What is not as it was written; whatever was decided before a broken log cannot be proved. */
  readonly troubles: readonly { readonly sequence: number; readonly key: string; readonly problem: string }[];
};

/**
 * Follows the lane's decisions from the last one back to the first, by the hash that each carries of the one before, and
 * compares every document that a decision stored (receipts, governance files) with what the archive holds now.
 */
export async function auditView({ ledger, archive }: AuditPorts): Promise<Audit> {
  const decisions: AuditedDecision[] = [];
  const troubles: { sequence: number; key: string; problem: string }[] = [];
  for (let link = (await ledger.get('lane')).last; link !== undefined;) {
    const read = await readDecision(link, archive);
    if (typeof read === 'string') {
      troubles.push({ sequence: link.sequence, key: link.effectsKey, problem: read });
      break;
    }
    const { record, changed } = read;
    for (const key of changed) {
      troubles.push({ sequence: link.sequence, key, problem: 'is not what the decision stored' });
    }
    decisions.push({ ...link, decidedAt: record.decidedAt, cause: record.cause });
    link = record.before;
  }
  return { verdict: troubles.length === 0 ? 'intact' : 'broken', decisions, troubles };
}

/** The record of a decision, and the documents it stored that are others now; or why its log is not the one that was written. */
async function readDecision(
  { sequence, effectsKey, sha256 }: DecisionLink,
  archive: AuditPorts['archive'],
): Promise<{ readonly record: DecisionRecord; readonly changed: readonly string[] } | string> {
  if ((await archive.facts(effectsKey)) === undefined) return 'is gone';
  const hash = createHash('sha256');
  const stored: { readonly key: string; readonly text: string }[] = [];
  let record: DecisionRecord | undefined;
  try {
    for await (const { effect } of readEffects(hashed(archive.read(effectsKey), hash))) {
      if (effect.effect === 'store') stored.push(effect);
      if (effect.effect === 'decided') record = effect.decision;
    }
  } catch (error) {
    return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (hash.digest('hex') !== sha256) return 'has been changed: it does not have the hash that the next decision names';
  if (record?.sequence !== sequence) return 'is not the log of this decision';
  const changed: string[] = [];
  for (const { key, text } of stored) {
    if ((await archive.facts(key)) === undefined || (await archive.text(key)) !== text) changed.push(key);
  }
  return { record, changed };
}

async function* hashed(bytes: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
}
