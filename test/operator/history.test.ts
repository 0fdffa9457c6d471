import { expect, test } from 'vitest';
import { entriesView } from '../../functions/operator/views/entries.ts';
import { historyView } from '../../functions/operator/views/history.ts';
import { entryOf, fakeOperatorPorts, orderOf, waitingOf } from '../support/fake-operator-ports.ts';

test('[R15] the history of an entry has also what was overtaken before it was sent, when nothing else is left', async () => {
  const entry = entryOf('0A010A0C', { gbcsVersion: '4.4' });
  const overtaken = {
    ...waitingOf(entry, orderOf(1), 'u1'),
    overtakenAt: '2026-11-03T10:00:00.000Z',
    overtakenBy: 'u2',
  };
  const ports = fakeOperatorPorts({ overtakenLines: [overtaken] });
  expect(await historyView(ports, entry.entryKey)).toMatchObject({
    known: true,
    state: null,
    history: [{ state: 'overtaken' }],
  });
  expect(await entriesView(ports)).toEqual([]);
});

test('[R15] a page looks for lines of one entry among the first two thousand that wait, and says where there are more', async () => {
  const entry = entryOf('0A010A0C', { gbcsVersion: '4.4' });
  const others = Array.from({ length: 2100 }, (_, index) =>
    waitingOf(entryOf(index.toString(16).toUpperCase().padStart(8, '0')), orderOf(1, index), 'u1'),
  );
  const its = [waitingOf(entry, orderOf(0), 'u0'), waitingOf(entry, orderOf(2), 'u2')];
  const ports = fakeOperatorPorts({ waitingLines: [...others, ...its] });
  const ofPage = {
    ...ports,
    ledger: { ...ports.ledger, page: ports.ledger.page, list: () => expect.fail('All that waits was read') },
    deviceModels: { ...ports.deviceModels, all: () => expect.fail('All that the DSP holds was read') },
  };
  const found = await historyView(ofPage, entry.entryKey, 'first');
  expect([found.history.map(({ uploadId }) => uploadId), found.isWhole]).toEqual([['u0'], false]);
  const all = await historyView(ports, entry.entryKey);
  expect([all.history.map(({ uploadId }) => uploadId), all.isWhole]).toEqual([['u0', 'u2'], true]);
});
