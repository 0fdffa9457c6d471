import { describe, expect, test } from 'vitest';
import type { CplEntry } from '../../functions/domain/cpl/cpl-entry.ts';
import { entriesView } from '../../functions/operator/views/entries.ts';
import {
  entryOf,
  fakeOperatorPorts,
  undeliveredChange,
  held,
  orderOf,
  waitingOf,
} from '../support/fake-operator-ports.ts';

const UNKNOWN_GBCS = entryOf('0B010A0C', { gbcsVersion: '4.4' });

describe('an entry', () => {
  test('[R9] that is published and blocked stands apart from what the DSP holds of it', async () => {
    const before = entryOf('0A010A0C');
    const after = entryOf('0A010A0C', { gbcsVersion: '4.4' });
    const ports = fakeOperatorPorts({
      deviceModels: [held(before, orderOf(1), 'u1')],
      waitingLines: [waitingOf(after, orderOf(2), 'u2')],
    });
    const [line] = await entriesView(ports);
    expect(line).toMatchObject({
      state: 'blocked',
      declaredGbcsVersion: '4.4',
      uploadedGbcsVersion: '4.1',
      publishedAt: '2026-11-02T10:00:00.000Z',
      sentAt: null,
      uploadedAt: null,
      blockedSince: '2026-11-02T10:00:01.000Z',
      reason: 'GBCS 4.4 not recognised',
    });
    expect(line?.history.map(({ state, declaredGbcsVersion }) => [state, declaredGbcsVersion])).toEqual([
      ['uploaded', '4.1'],
      ['blocked', '4.4'],
    ]);
  });

  test('is sent until the DSP holds it, uploaded then, removed when what it holds is not active', async () => {
    const gone = entryOf('0C010A0C', { status: 'Removed' });
    const ports = fakeOperatorPorts({
      undelivered: [undeliveredChange(entryOf('0A010A0C'), orderOf(2), 'u2', '2026-11-02T11:00:02.000Z')],
      deviceModels: [held(entryOf('0B010A0C'), orderOf(1), 'u1'), held(gone, orderOf(1, 1), 'u1')],
    });
    const lines = await entriesView(ports);
    expect(lines.map(({ state, sentAt }) => [state, sentAt])).toEqual([
      ['sent', '2026-11-02T11:00:02.000Z'],
      ['uploaded', '2026-11-02T09:00:05.000Z'],
      ['removed', '2026-11-02T09:00:05.000Z'],
    ]);
  });

  test('says since when its row is quarantined or its line is missing, and keeps what was overtaken', async () => {
    const entry = entryOf('0A010A0C');
    const mark = { entryKey: entry.entryKey, since: '2026-11-02T10:00:00.000Z', uploadId: 'u2' };
    const overtaken = {
      ...waitingOf(UNKNOWN_GBCS, orderOf(2), 'u2'),
      entry,
      overtakenAt: '2026-11-02T11:00:00.000Z',
      overtakenBy: 'u3',
    };
    const ports = fakeOperatorPorts({
      deviceModels: [held(entry, orderOf(3), 'u3')],
      overtakenLines: [overtaken],
      marks: [
        { ...mark, mark: 'quarantined' },
        { ...mark, mark: 'disappeared' },
      ],
    });
    const [line] = await entriesView(ports);
    expect(line).toMatchObject({ state: 'uploaded', quarantinedSince: mark.since, disappearedAt: mark.since });
    expect(line?.history.map(({ state }) => state)).toEqual(['overtaken', 'uploaded']);
    expect(line?.history[0]?.reason).toBe('overtaken on Mon 2 Nov 2026, 11:00 GMT by upload u3');
  });

  test('[R14] [R15] has every line of the accepted list, and the number of the one that holds', async () => {
    const line = (entryNumber: string, change: Partial<CplEntry>, issue: string) => ({
      entry: entryOf('0A010A0C', { entryNumber, ...change }),
      issue,
      isMissing: false,
    });
    const listed = [
      line('000096', { smetsChtsVersion: 'SMETS V2.0', gbcsVersion: '1.0' }, '1.56'),
      { entry: entryOf('0B010A0C', { entryNumber: '000100' }), issue: '1.57', isMissing: false },
      line('000116', { smetsChtsVersion: 'SMETS V2.0', gbcsVersion: '1.1' }, '1.60'),
      line('000120', { status: 'Removed' }, '1.61'),
    ];
    const change = { smetsChtsVersion: 'SMETS V2.0', gbcsVersion: '1.1' };
    const entry = entryOf('0A010A0C', { entryNumber: '000116', ...change });
    const removed = entryOf('0C010A0C', { entryNumber: '000007', status: 'Removed' });
    const deviceModels = [held(entry, orderOf(1), 'u1'), held(removed, orderOf(1, 1), 'u1')];
    const lines = await entriesView(fakeOperatorPorts({ deviceModels, listed }));
    expect(lines[0]).toMatchObject({
      entryNumber: '000116',
      lines: [
        { number: '000096', status: 'Current', smetsChtsVersion: 'SMETS V2.0', gbcsVersion: '1.0', issue: '1.56' },
        { number: '000116', status: 'Current', smetsChtsVersion: 'SMETS V2.0', gbcsVersion: '1.1', issue: '1.60' },
        { number: '000120', status: 'Removed', smetsChtsVersion: 'SMETS V5.1', gbcsVersion: '4.1', issue: '1.61' },
      ],
      history: [{ entryNumber: '000116', issue: '2.301' }],
    });
    expect(lines[1]).toMatchObject({ entryNumber: '000007', lines: [], state: 'removed' });
  });

  test('of which all lines are removed has the highest number; the list is read only for entries that are shown', async () => {
    const removed = (entryNumber: string) => ({
      entry: entryOf('0A010A0C', { entryNumber, status: 'Removed' }),
      issue: '1.1',
      isMissing: false,
    });
    const deviceModels = [held(entryOf('0A010A0C', { status: 'Removed' }), orderOf(1), 'u1')];
    const ports = fakeOperatorPorts({ deviceModels, listed: [removed('000001'), removed('000004')] });
    expect(await entriesView(ports)).toMatchObject([{ entryNumber: '000004', lines: { length: 2 } }]);
    const unread = { ...ports, acceptedLines: () => expect.fail('The list was read') };
    expect(await entriesView(unread, { blocked: true })).toEqual([]);
  });

  test('[R15] says of each line of its history its issue and its number, however far it came', async () => {
    const entry = (entryNumber: string) => entryOf('0A010A0C', { entryNumber });
    const overtaken = {
      ...waitingOf(entry('000002'), orderOf(2), 'u2'),
      overtakenAt: '2026-11-02T11:00:00.000Z',
      overtakenBy: 'u3',
    };
    const ports = fakeOperatorPorts({
      deviceModels: [held(entry('000001'), orderOf(1), 'u1')],
      overtakenLines: [overtaken],
      undelivered: [undeliveredChange(entry('000003'), orderOf(3), 'u3', null)],
      waitingLines: [waitingOf(entry('000004'), orderOf(4), 'u4')],
    });
    const [line] = await entriesView(ports);
    expect(line?.history.map(({ state, entryNumber, issue }) => [state, entryNumber, issue])).toEqual([
      ['uploaded', '000001', '2.301'],
      ['overtaken', '000002', '2.303'],
      ['sent', '000003', '2.302'],
      ['blocked', '000004', '2.303'],
    ]);
  });

  test('[R7] is overdue when it is not uploaded after its 24 hours, blocked or not', async () => {
    const seen = { waitingLines: [waitingOf(UNKNOWN_GBCS, orderOf(1), 'u1')] };
    const overdueAt = async (now: string) =>
      (await entriesView(fakeOperatorPorts({ ...seen, now }), { overdue: true })).length;
    expect(await overdueAt('2026-11-03T09:59:59.000Z')).toBe(0);
    expect(await overdueAt('2026-11-03T10:00:00.000Z')).toBe(1);
  });

  test('is found by its state and by a part of its key in either case', async () => {
    const ports = fakeOperatorPorts({
      waitingLines: [waitingOf(UNKNOWN_GBCS, orderOf(1), 'u1')],
      deviceModels: [held(entryOf('0A010A0C'), orderOf(1), 'u1')],
    });
    expect(await entriesView(ports, { blocked: true })).toHaveLength(1);
    expect(await entriesView(ports, { model: 'b00d/010a' })).toHaveLength(2);
    expect(await entriesView(ports, { model: 'NOWHERE' })).toHaveLength(0);
  });
});
