import { describe, expect, test } from 'vitest';
import {
  allUndelivered,
  firstChanges,
  undeliveredChanges,
  undeliveredPage,
} from '../../functions/adapters/undelivered-changes.ts';
import type { DspChange } from '../../functions/contracts/dsp-change.ts';
import { EMPTY_LANE } from '../../functions/contracts/lane-state.ts';
import { cplEntry, waitingLine } from '../support/cpl-entries.ts';
import { orderOf, undeliveredChange } from '../support/fake-operator-ports.ts';
import { FakeLedger } from '../support/fake-ledger.ts';
import { FakeObjects } from '../support/fake-objects.ts';

const SENT = '2026-11-02T09:00:05.000Z';
const firmware = (index: number): string => index.toString(16).toUpperCase().padStart(8, '0');
const entryAt = (index: number) => cplEntry({ firmwareVersion: firmware(index) });

/** A pipeline in which decision 1 sent some changes and decision 2 is pending with others; some have arrived. */
function pipeline(sent: number, pending: number, arrived: (index: number) => boolean) {
  const archive = new FakeObjects();
  const changeOf = (sequence: number, index: number): DspChange =>
    undeliveredChange(entryAt(sequence * 10_000 + index), orderOf(sequence, index), `u${sequence}`, null).change;
  const logs = [sent, pending].map((count, at) => Array.from({ length: count }, (_, index) => changeOf(at + 1, index)));
  for (const [at, changes] of logs.entries())
    archive.set(`log-${at + 1}`, changes.map((change) => `${JSON.stringify({ effect: 'send', change })}\n`).join(''));
  const ledger = new FakeLedger({ dispatches: [{ sequence: 1, effectsKey: 'log-1', changes: sent, sentAt: SENT }] });
  const decision = { sequence: 2, effectsKey: 'log-2', offset: 0, since: SENT, facts: EMPTY_LANE };
  if (pending > 0) ledger.state = { ...EMPTY_LANE, pending: decision };
  const orders = new Map(
    (logs[0] ?? []).flatMap(({ entry, order }, index) => (arrived(index) ? [[entry.entryKey, order] as const] : [])),
  );
  const lookedUp: number[] = [];
  const deviceModels = {
    orders: async (keys: readonly string[]) => {
      lookedUp.push(keys.length);
      return orders;
    },
  };
  return { sources: { ledger, archive, deviceModels }, lookedUp, logs, ledger, archive };
}

const all = () => true;

describe('a page of the changes on their way', () => {
  test('goes through the decisions in their order, and on from where the last page ended', async () => {
    const { sources } = pipeline(60, 10, (index) => index < 20);
    const seen: (readonly [string, string | null])[] = [];
    const sizes: number[] = [];
    for (let after: string | undefined, isLast = false; !isLast;) {
      const { items, next } = await undeliveredPage({ of: all, limit: 25, after }, sources);
      seen.push(...items.map(({ change, sentAt }) => [change.order, sentAt] as const));
      sizes.push(items.length);
      after = next;
      isLast = next === undefined;
    }
    expect(sizes).toEqual([25, 25]);
    expect(seen.map(([order]) => order)).toEqual([
      ...Array.from({ length: 40 }, (_, index) => orderOf(1, 20 + index)),
      ...Array.from({ length: 10 }, (_, index) => orderOf(2, index)),
    ]);
    expect([seen[0]?.[1], seen.at(-1)?.[1]]).toEqual([SENT, null]);
  });

  test('is read from the logs that it goes through, not from those of decisions before it', async () => {
    const { sources, archive } = pipeline(3, 5, () => false);
    const read = archive.read.bind(archive);
    const logsRead: string[] = [];
    archive.read = (key, ...of) => (logsRead.push(key), read(key, ...of));
    const { items } = await undeliveredPage({ of: all, limit: 25, after: orderOf(2, 1) }, sources);
    expect(items.map(({ change }) => change.order)).toEqual([orderOf(2, 2), orderOf(2, 3), orderOf(2, 4)]);
    expect(logsRead).toEqual(['log-2']);
  });

  test('looks up five hundred changes at most, of those that are looked for alone', async () => {
    const { sources, lookedUp } = pipeline(1200, 0, () => true);
    const first = await undeliveredPage({ of: all, limit: 25 }, sources);
    expect([first.items, first.next, lookedUp]).toEqual([[], orderOf(1, 499), [100, 100, 100, 100, 100]]);
    lookedUp.length = 0;
    const one = entryAt(10_000 + 700).entryKey;
    expect(await undeliveredPage({ of: ({ entry }) => entry.entryKey === one, limit: 25 }, sources)).toEqual({
      items: [],
    });
    expect(lookedUp).toEqual([1]);
  });

  test('leaves out what the lane took back because the DSP refused it', async () => {
    const { sources, ledger, logs } = pipeline(3, 0, () => false);
    const [refused, overtaken] = logs[0] ?? [];
    if (refused === undefined || overtaken === undefined) throw new Error('Nothing was sent');
    await ledger.put('waitingLines', { ...waitingLine(1, refused.entry), order: refused.order });
    const line = { ...waitingLine(1, overtaken.entry), order: overtaken.order };
    await ledger.put('overtakenLines', { ...line, overtakenAt: SENT, overtakenBy: 'u2' });
    const { items } = await undeliveredPage({ of: all, limit: 25 }, sources);
    expect(items.map(({ change }) => change.order)).toEqual([orderOf(1, 2)]);
  });
});

test('a page ends with as many changes as are asked for, and nothing behind it is looked up', async () => {
  const { sources, lookedUp } = pipeline(150, 0, () => false);
  const first = await undeliveredPage({ of: all, limit: 25 }, sources);
  expect([first.items.map(({ change }) => change.order), first.next]).toEqual([
    Array.from({ length: 25 }, (_, index) => orderOf(1, index)),
    orderOf(1, 24),
  ]);
  expect((await undeliveredPage({ of: all, limit: 100 }, sources)).next).toBe(orderOf(1, 99));
  expect(lookedUp).toEqual([100, 100]);
});

describe('the changes on their way', () => {
  const other = `${JSON.stringify({ effect: 'correction-done', entryKey: 'e' })}\n`;

  /** A decision that sent four changes beside other effects: one has arrived, two were taken back. */
  async function decided() {
    const { sources, archive, ledger, logs } = pipeline(4, 1, (index) => index === 0);
    for (const log of ['log-1', 'log-2']) archive.set(log, `${other}${archive.textOf(log)}${other}`);
    const [, waiting, overtaken] = logs[0] ?? [];
    if (waiting === undefined || overtaken === undefined) throw new Error('Nothing was sent');
    await ledger.put('waitingLines', { ...waitingLine(1, waiting.entry), order: waiting.order });
    const line = { ...waitingLine(1, overtaken.entry), order: overtaken.order };
    await ledger.put('overtakenLines', { ...line, overtakenAt: SENT, overtakenBy: 'u2' });
    return { sources, archive };
  }

  test('of one decision are those that have not arrived and were not taken back', async () => {
    const { sources } = await decided();
    const changes = await Array.fromAsync(undeliveredChanges({ effectsKey: 'log-1' }, sources));
    expect(changes.map(({ order }) => order)).toEqual([orderOf(1, 3)]);
  });

  test('of all decisions are known with when they were sent, if they were', async () => {
    const { sources } = await decided();
    const changes = await Array.fromAsync(allUndelivered(sources));
    expect(changes.map(({ change, sentAt }) => [change.order, sentAt])).toEqual([
      [orderOf(1, 3), SENT],
      [orderOf(2, 0), null],
    ]);
    const { items } = await undeliveredPage({ of: all, limit: 25 }, sources);
    expect(items.map(({ change }) => change.order)).toEqual([orderOf(1, 3), orderOf(2, 0)]);
  });

  test('begin with the first of them, whatever else the decision does', async () => {
    const { archive } = await decided();
    const changes = await firstChanges({ effectsKey: 'log-1' }, 2, archive);
    expect(changes.map(({ order }) => order)).toEqual([orderOf(1, 0), orderOf(1, 1)]);
  });
});

test('the first changes of a decision are read, and no more', async () => {
  const { archive, logs } = pipeline(30, 0, () => false);
  expect(await firstChanges({ effectsKey: 'log-1' }, 7, archive)).toEqual((logs[0] ?? []).slice(0, 7));
  expect(await firstChanges({ effectsKey: 'log-1' }, 70, archive)).toHaveLength(30);
});
