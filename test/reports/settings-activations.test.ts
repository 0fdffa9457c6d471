import { expect, test } from 'vitest';
import type { LedgerPager } from '../../functions/contracts/ledger.ts';
import { settingsActivations } from '../../functions/reports/settings-activations.ts';
import { uploadOf } from '../support/fake-operator-ports.ts';
import { FakeLedger } from '../support/fake-ledger.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 2, 0, minute)).toISOString();

/** A ledger of lists, one a minute, with versions of the settings among them; counts the pages that are read. */
function world(lists: number, versions: ReadonlyMap<number, string>) {
  const uploads = Array.from({ length: lists }, (_, minute) => {
    const version = versions.get(minute);
    const fields = { receivedAt: at(minute), decidedAt: at(minute) };
    const uploadId = `u${String(minute).padStart(6, '0')}`;
    return version === undefined
      ? uploadOf(uploadId, 'accepted', fields)
      : uploadOf(uploadId, 'superseded', { ...fields, kind: 'settings', version });
  });
  const ledger = new FakeLedger({ uploads });
  const counts = { pages: 0, items: 0 };
  const page: LedgerPager<'uploads'>['page'] = async (kind, limit, after, ...of) => {
    const read = await ledger.page(kind, limit, after, ...of);
    counts.pages += 1;
    counts.items = Math.max(counts.items, read.items.length);
    return read;
  };
  return { counts, versions: () => settingsActivations({ page }) };
}

test('what settings were active then is read back to then, a page at a time, whatever arrived before', async () => {
  const here = world(
    3000,
    new Map([
      [100, '1'],
      [1500, '2'],
      [2850, '3'],
    ]),
  );
  for await (const { version, decidedAt } of here.versions()) {
    if (decidedAt <= at(2900)) {
      expect(version).toBe(3);
      break;
    }
  }
  expect(here.counts).toEqual({ pages: 2, items: 100 });
});

test('no file is read that came before the first version, and a file that never was active is no version', async () => {
  const here = world(
    1000,
    new Map([
      [710, '1'],
      [750, ''],
      [760, '2'],
    ]),
  );
  const found = await Array.fromAsync(here.versions(), ({ version }) => version);
  expect(found).toEqual([2, 1]);
  expect(here.counts.pages).toBe(3);
});

test('versions of one second are given newest first, the oldest file among them, and nothing that is no settings file', async () => {
  const file = (uploadId: string, minute: number, fields: Parameters<typeof uploadOf>[2]) =>
    uploadOf(uploadId, 'active', { kind: 'settings', receivedAt: at(minute), decidedAt: at(minute), ...fields });
  const uploads = [
    file('u1', 1, { version: '4', decision: 'superseded' }),
    file('u2', 1, { version: '6', decision: 'superseded' }),
    file('u3', 1, { version: '5', decision: 'superseded' }),
    file('u4', 2, { version: '8', decision: 'refused' }),
    file('u5', 3, { version: '9', kind: 'gbcs-register' }),
    file('u6', 4, { version: '7' }),
    file('u7', 4, { version: '3', decision: 'superseded' }),
  ];
  const found = settingsActivations(new FakeLedger({ uploads }));
  expect(await Array.fromAsync(found)).toEqual([
    { version: 7, decidedAt: at(4) },
    { version: 3, decidedAt: at(4) },
    { version: 6, decidedAt: at(1) },
    { version: 5, decidedAt: at(1) },
    { version: 4, decidedAt: at(1) },
  ]);
});
