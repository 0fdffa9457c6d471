import { hash } from 'node:crypto';
import type { Item } from '../expressions.ts';
import type { World } from '../world.ts';

const items = new WeakMap<Item, string>();
const objects = new WeakMap<Uint8Array, string>();

/** Who has claimed a mail is drawn at random, and means nothing once nobody sends. */
const withoutClaimant = (name: string, value: unknown): unknown => (name === 'claimant' ? undefined : value);

/**
 * What each service holds, as a text, while no function runs. Times are part of it, names that count attempts too, so that
 * only what is really the same is taken for it; how often a mail or an object came is not.
 */
export function restContent({ tables, buckets, queues, sent, now }: World): [service: string, content: string][] {
  const all: [string, string][] = [];
  for (const [name, table] of Object.entries(tables)) {
    const { items: kept, indexed, behind } = table.content();
    const texts = [...textsOf(kept), '|', ...textsOf(indexed), '|', behind];
    all.push([name, texts.join('\n')]);
  }
  for (const [name, bucket] of Object.entries(buckets)) {
    const texts = bucket.keys().map((key) => `${key} ${objectText(bucket.find(key)?.bytes)}`);
    all.push([name, texts.toSorted().join('\n')]);
  }
  for (const [name, queue] of Object.entries(queues)) all.push([name, JSON.stringify(queue.content(now))]);
  const mails = new Set(sent.map(({ mailId, subject }) => `${mailId} ${subject}`));
  all.push(['ses', [...mails].toSorted().join('\n')]);
  return all;
}

function textsOf(kept: ReadonlyMap<string, Item>): string[] {
  return [...kept]
    .map(([key, item]) => {
      const text = items.get(item) ?? JSON.stringify(item, withoutClaimant);
      items.set(item, text);
      return `${key} ${text}`;
    })
    .toSorted();
}

function objectText(bytes: Uint8Array | undefined): string {
  if (bytes === undefined) return '';
  const text = objects.get(bytes) ?? hash('md5', bytes);
  objects.set(bytes, text);
  return text;
}
