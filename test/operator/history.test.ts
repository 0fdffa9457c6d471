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
