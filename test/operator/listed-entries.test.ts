import { describe, expect, test } from 'vitest';
import { type EntryState, listedEntries } from '../../functions/operator/views/listed-entries.ts';
import type { OperatorPorts } from '../../functions/operator/views/ports.ts';
import {
  entryOf,
  fakeOperatorPorts,
  held,
  orderOf,
  undeliveredChange,
  type SeenByOperators,
  waitingOf,
} from '../support/fake-operator-ports.ts';

const firmware = (index: number): string => index.toString(16).toUpperCase().padStart(8, '0');
const lineOf = (index: number, change: Parameters<typeof entryOf>[1] = {}) =>
  entryOf(firmware(index), { entryNumber: String(index).padStart(6, '0'), ...change });
const listed = (...entries: ReturnType<typeof entryOf>[]) =>
  entries.map((entry) => ({ entry, issue: '2.301', isMissing: false }));

const page = (ports: OperatorPorts, state: EntryState = 'any', text = '', after?: string) =>
  listedEntries(ports, { state, text }, 25, after);
const look = (seen: SeenByOperators, state?: EntryState, text?: string) => page(fakeOperatorPorts(seen), state, text);

describe('the entries of the list', () => {
  test('are read as many as are shown, however many the DSP and the list have', async () => {
    const entries = Array.from({ length: 3000 }, (_, index) => lineOf(index + 1));
    const ports = fakeOperatorPorts({ listed: listed(...entries) });
    const asked: number[] = [];
    let passed = 0;
    const counting: OperatorPorts = {
      ...ports,
      async *acceptedLines() {
        for await (const line of ports.acceptedLines()) {
          passed += 1;
          yield line;
        }
      },
      deviceModels: {
        all: () => expect.fail('All that the DSP holds was read'),
        ofModel: () => expect.fail('Models were read'),
        async ofEntries(keys) {
          asked.push(keys.length);
          return new Map(
            entries
              .filter(({ entryKey }) => keys.includes(entryKey))
              .map((entry) => [entry.entryKey, held(entry, orderOf(1), 'u1')]),
          );
        },
      },
      undeliveredChanges: () => expect.fail('All changes on their way were read'),
    };
    const first = await page(counting);
    expect([first.entries.length, first.next, asked, passed]).toEqual([25, '000025', [25], 26]);
    const second = await page(counting, 'any', '', first.next);
    expect(second.entries[0]).toMatchObject({ entryNumber: '000026', state: 'uploaded' });
    const found = await page(counting, 'any', '002999');
    expect([found.entries.map(({ entryNumber }) => entryNumber), found.next]).toEqual([['002999'], undefined]);
  });

  test('[R9] stand apart from what the DSP holds: in it, removed, blocked with its reason, on its way, or replaced', async () => {
    const blocked = lineOf(3, { gbcsVersion: '4.4' });
    const later = { ...lineOf(1), entryNumber: '000009' };
    const { entries } = await look({
      listed: listed(lineOf(1), lineOf(2, { status: 'Removed' }), blocked, lineOf(4), later),
      deviceModels: [
        held(later, orderOf(1), 'u1'),
        held(lineOf(2, { status: 'Removed' }), orderOf(1, 1), 'u1'),
        held(lineOf(3), orderOf(1, 2), 'u1'),
      ],
      waitingLines: [waitingOf(blocked, orderOf(2), 'u2')],
    });
    expect(entries.map(({ entryNumber, state }) => [entryNumber, state])).toEqual([
      ['000001', 'replaced'],
      ['000002', 'removed'],
      ['000003', 'blocked'],
      ['000004', 'on-the-way'],
      ['000009', 'uploaded'],
    ]);
    expect(entries[2]).toMatchObject({
      declaredGbcsVersion: '4.4',
      uploadedGbcsVersion: '4.1',
      note: { what: 'GBCS 4.4 not recognised', since: '2026-11-02T10:00:01.000Z' },
    });
  });

  test('are not called on their way where more lines wait than are looked through', async () => {
    const waiting = Array.from({ length: 2100 }, (_, index) => waitingOf(lineOf(index + 1), orderOf(1, index), 'u1'));
    const { entries } = await look({ listed: listed(lineOf(2090), lineOf(5)), waitingLines: waiting });
    expect(entries.map(({ state }) => state)).toEqual(['unknown', 'blocked']);
    const ports = fakeOperatorPorts({ waitingLines: waiting });
    const first = await page(ports, 'waiting', '002090');
    expect(first.entries).toEqual([]);
    const last = await page(ports, 'waiting', '002090', first.next);
    expect(last.entries.map(({ state }) => state)).toEqual(['blocked']);
  });

  test('[R7] are found on their way to the DSP, and overdue: first those that wait, then those on their way', async () => {
    const blocked = (index: number, publishedAt: string) => ({
      ...waitingOf(lineOf(index, { gbcsVersion: '4.4' }), orderOf(2, index), 'u2'),
      publishedAt,
    });
    const sent = (index: number, publishedAt: string) => {
      const { change, sentAt } = undeliveredChange(lineOf(index), orderOf(3, index), 'u3', '2026-11-02T11:00:05.000Z');
      return { change: { ...change, publishedAt }, sentAt };
    };
    const [late, inTime] = ['2026-11-01T09:00:00.000Z', '2026-11-02T11:00:00.000Z'];
    const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
    const ports = fakeOperatorPorts({
      now: '2026-11-02T12:00:00.000Z',
      waitingLines: [...numbers(1, 21).map((index) => blocked(index, late)), blocked(30, inTime)],
      undelivered: [...numbers(40, 50).map((index) => sent(index, late)), sent(60, inTime)],
    });
    const all = async (state: EntryState) => {
      const first = await page(ports, state);
      const second = first.next === undefined ? undefined : await page(ports, state, '', first.next);
      return [first, second].map((each) =>
        (each?.entries ?? []).map((entry) => [Number(entry.entryNumber), entry.state]),
      );
    };
    expect(await all('overdue')).toEqual([
      [...numbers(1, 21).map((index) => [index, 'blocked']), ...numbers(40, 45).map((index) => [index, 'on-the-way'])],
      numbers(45, 50).map((index) => [index, 'on-the-way']),
    ]);
    expect(await all('on-the-way')).toEqual([[...numbers(40, 50), 60].map((index) => [index, 'on-the-way']), []]);
    expect((await page(ports, 'on-the-way', '000060')).entries.map(({ note }) => note)).toEqual([
      { what: 'sent', since: '2026-11-02T11:00:05.000Z' },
    ]);
  });

  test('[R7] are overdue page by page: what is on its way comes when no more wait', async () => {
    const publishedAt = '2026-11-01T09:00:00.000Z';
    const waiting = Array.from({ length: 30 }, (_, index) => waitingOf(lineOf(index + 1), orderOf(2, index), 'u2'));
    const { change } = undeliveredChange(lineOf(40), orderOf(3), 'u3', null);
    const ports = fakeOperatorPorts({
      waitingLines: waiting.map((line) => ({ ...line, publishedAt })),
      undelivered: [{ change: { ...change, publishedAt }, sentAt: null }],
    });
    const first = await page(ports, 'overdue');
    const second = await page(ports, 'overdue', '', first.next);
    expect([first, second].map(({ entries }) => entries.map(({ state }) => state))).toEqual([
      Array.from({ length: 25 }, () => 'blocked'),
      [...Array.from({ length: 5 }, () => 'blocked'), 'on-the-way'],
    ]);
  });

  test('are found by what is known of them: waiting, a mark, an expired GBCS version', async () => {
    const mark = { entryKey: lineOf(1).entryKey, since: '2026-11-02T10:00:00.000Z', uploadId: 'u2' };
    const expired = { entryNumber: '000002', gbcsVersion: '1.0', expiredOn: '2026-10-01', noticedOn: '2026-10-05' };
    const seen: SeenByOperators = {
      deviceModels: [held(lineOf(1), orderOf(1), 'u1')],
      waitingLines: [waitingOf(lineOf(3), orderOf(2), 'u2')],
      marks: [
        { ...mark, mark: 'disappeared' },
        { ...mark, mark: 'quarantined' },
      ],
      expiredEntries: [{ ...expired, entryKey: lineOf(2).entryKey }],
    };
    const notes = async (state: EntryState) =>
      (await look(seen, state)).entries.map((entry) => [entry.entryKey, entry.state, entry.note]);
    expect(await notes('waiting')).toEqual([
      [lineOf(3).entryKey, 'blocked', expect.objectContaining({ since: expect.any(String) })],
    ]);
    expect(await notes('quarantined')).toEqual([
      [mark.entryKey, 'uploaded', { what: 'row quarantined', since: mark.since }],
    ]);
    expect(await notes('disappeared')).toEqual([
      [mark.entryKey, 'uploaded', { what: 'missing from the list', since: mark.since }],
    ]);
    expect(await notes('expired-gbcs')).toEqual([
      [lineOf(2).entryKey, 'unknown', { what: 'GBCS version expired, noticed', since: '2026-10-05' }],
    ]);
    expect(await notes('removed')).toEqual([]);
  });
});
