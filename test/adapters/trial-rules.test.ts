import { expect, test } from 'vitest';
import { trialRules } from '../../functions/adapters/trial-rules.ts';
import { foldedLists, NO_AGREED_LISTS } from '../../functions/domain/trials/agreed-lists.ts';
import { agreedList } from '../support/srv-messages.ts';
import { FakeLedger } from '../support/fake-ledger.ts';

const ONE = agreedList(1, '2026-01-01T00:00:00.000Z', [{ trialId: 'T1', firmwareVersion: '00000001' }]);
const TWO = agreedList(2, '2026-02-01T00:00:00.000Z', []);
const objects: Readonly<Record<string, unknown>> = {
  'governance/agreed-list/000001.json': ONE,
  'governance/agreed-list/000002.json': TWO,
  'governance/agreed-list/000001.history.json': foldedLists([ONE]),
  'governance/agreed-list/000002.history.json': foldedLists([ONE, TWO]),
  'governance/settings/000001.json': { trialFlagging: 'off' },
  'governance/settings/000002.json': { eventClockAheadHours: 2 },
};
const file = (kind: string, version: number) => ({
  version,
  key: `governance/${kind}/${String(version).padStart(6, '0')}.json`,
  activatedAt: '2026-01-01T00:00:00.000Z',
  receivedAt: '2026-01-01T00:00:00.000Z',
  uploadId: 'upload',
});

function world() {
  const ledger = new FakeLedger();
  const state: { reads: string[]; away: boolean } = { reads: [], away: false };
  const rules = trialRules(ledger, {
    text: async (key) => {
      state.reads.push(key);
      if (state.away) throw new Error('archive away');
      return JSON.stringify(objects[key]);
    },
  });
  return { ledger, state, rules };
}

test('before anything was activated, flagging is on and the list is empty', async () => {
  expect(await world().rules.current()).toEqual({
    trialFlagging: 'on',
    eventClockAheadHours: 24,
    lists: NO_AGREED_LISTS,
  });
});

test('every version of the agreed list there has been is known by one object, which is read once while it is active', async () => {
  const { ledger, state, rules } = world();
  const withHistory = (version: number) => ({
    ...file('agreed-list', version),
    historyKey: `governance/agreed-list/00000${version}.history.json`,
  });
  await ledger.put('activeGovernance', { revision: 1, agreedList: withHistory(1) });
  expect((await rules.current()).lists).toEqual(foldedLists([ONE]));
  await rules.current();
  await ledger.put('activeGovernance', { revision: 2, agreedList: withHistory(2) });
  expect((await rules.current()).lists).toEqual(foldedLists([ONE, TWO]));
  expect(state.reads).toEqual([
    'governance/agreed-list/000001.history.json',
    'governance/agreed-list/000002.history.json',
  ]);
});

test('of lists that were activated before their history was kept, each version is read', async () => {
  const { ledger, state, rules } = world();
  await ledger.put('activeGovernance', { revision: 2, agreedList: file('agreed-list', 2) });
  expect((await rules.current()).lists).toEqual(foldedLists([ONE, TWO]));
  expect(state.reads).toEqual(['governance/agreed-list/000001.json', 'governance/agreed-list/000002.json']);
});

test('[R54] the switch is that of the active settings', async () => {
  const { ledger, rules } = world();
  await ledger.put('activeGovernance', { revision: 1, settings: file('settings', 1) });
  expect((await rules.current()).trialFlagging).toBe('off');
});

test('how far an event may be dated ahead is that of the active settings, too', async () => {
  const { ledger, rules } = world();
  await ledger.put('activeGovernance', { revision: 1, settings: file('settings', 2) });
  expect(await rules.current()).toMatchObject({ trialFlagging: 'on', eventClockAheadHours: 2 });
});

test('a read that failed is tried again', async () => {
  const { ledger, state, rules } = world();
  await ledger.put('activeGovernance', { revision: 1, agreedList: file('agreed-list', 1) });
  state.away = true;
  await expect(rules.current()).rejects.toThrow('archive away');
  state.away = false;
  expect((await rules.current()).lists).toEqual(foldedLists([ONE]));
});

test('a read that fails late takes nothing back of what is active by then, and is no fault that nobody handles', async () => {
  const ledger = new FakeLedger();
  const pending = new Map<string, { readonly fail: (error: Error) => void; readonly end: () => void }>();
  const reads: string[] = [];
  const rules = trialRules(ledger, {
    text: (key) =>
      new Promise((resolve, reject) => {
        reads.push(key);
        pending.set(key, { fail: reject, end: () => resolve(JSON.stringify(objects[key])) });
      }),
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const activate = async (version: number) => {
    await ledger.put('activeGovernance', { revision: version, settings: file('settings', version) });
    return rules.current();
  };
  const unhandled: unknown[] = [];
  const note = (error: unknown) => void unhandled.push(error);
  process.on('unhandledRejection', note);
  try {
    const first = expect(activate(1)).rejects.toThrow('late');
    await settle();
    const second = activate(2);
    await settle();
    pending.get('governance/settings/000002.json')?.end();
    expect(await second).toMatchObject({ eventClockAheadHours: 2 });
    pending.get('governance/settings/000001.json')?.fail(new Error('late'));
    await first;
    expect(await rules.current()).toMatchObject({ eventClockAheadHours: 2 });
    expect(reads).toHaveLength(2);

    const third = expect(activate(1)).rejects.toThrow('late');
    await settle();
    const fourth = expect(activate(2)).rejects.toThrow('away');
    await settle();
    pending.get('governance/settings/000002.json')?.fail(new Error('away'));
    await fourth;
    pending.get('governance/settings/000001.json')?.fail(new Error('late'));
    await third;
    await settle();
    expect(unhandled).toEqual([]);
  } finally {
    process.off('unhandledRejection', note);
  }
});
