import { describe, expect, test } from 'vitest';
import type { CplRow } from '../../support/cpl-csv.ts';
import { FakeLane } from '../../support/fake-lane.ts';
import { approve, daysLater, putFile, putList, rowsOf } from '../../support/lane-lists.ts';

const MORNING = '2026-11-02T09:00:00.000Z';

/** A lane that has accepted so many Device Models, under settings if any are given. */
async function laneWith(count: number, settings?: Readonly<Record<string, unknown>>): Promise<FakeLane> {
  const lane = new FakeLane();
  if (settings !== undefined) await putFile(lane, 'governance/settings.json', JSON.stringify(settings));
  expect(await putList(lane, rowsOf(count), '1.1')).toMatchObject({ decision: 'accepted' });
  return lane;
}

/** Rows of which these many, after the first `from`, are marked Removed. */
const withRemoved = (rows: readonly CplRow[], count: number, from = 0): CplRow[] =>
  rows.map((row, index) => (index >= from && index < from + count ? { ...row, status: 'Removed' } : row));

describe('the guard against a removal too many', () => {
  test.each([
    ['ten of two hundred, which are 5 %', 200, 10, 'accepted'],
    ['eleven of two hundred', 200, 11, 'held'],
    ['nine of nine: fewer than the minimum', 9, 9, 'accepted'],
    ['ten of ten', 10, 10, 'held'],
  ])('%s', async (_, before, removed, decision) => {
    const lane = await laneWith(before);
    const upload = await putList(lane, withRemoved(rowsOf(before), removed), '1.2');
    expect(upload).toMatchObject({ decision, counts: { removed } });
    if (decision === 'held') {
      expect(upload.heldReason).toBe(
        `${removed} of ${before} Device Models would lose their entry, more than the limit of 5%.`,
      );
    }
  });

  test('counts models that are removed and models that are gone alike', async () => {
    const lane = await laneWith(200);
    const rows = withRemoved(rowsOf(200), 6).slice(0, 195);
    expect(await putList(lane, rows, '1.2')).toMatchObject({
      decision: 'held',
      counts: { removed: 6, disappeared: 5 },
    });
  });

  test('asks for the devices of the SMI: more than a thousand hold a list that removes one model', async () => {
    const lane = await laneWith(200);
    lane.devicesOf.set('AB01/00010101/00000100', { Commissioned: 900, Pending: 101 });
    const upload = await putList(lane, withRemoved(rowsOf(200), 1), '1.2');
    expect(upload).toMatchObject({ decision: 'held', heldReason: expect.stringContaining('1,001 devices') });
    lane.devicesOf.set('AB01/00010101/00000100', { Commissioned: 900, Pending: 100 });
    expect(await putList(lane, withRemoved(rowsOf(200), 1), '1.3')).toMatchObject({ decision: 'accepted' });
  });

  test('goes by the settings: percent, minimum and devices', async () => {
    const strict = await laneWith(200, { removalGuardPercent: 0, removalGuardMinimum: 1 });
    expect(await putList(strict, withRemoved(rowsOf(200), 1), '1.2')).toMatchObject({ decision: 'held' });
    const devices = await laneWith(200, { removalGuardDevices: 0 });
    expect(await putList(devices, withRemoved(rowsOf(200), 1), '1.2')).toMatchObject({ decision: 'accepted' });
    devices.devicesOf.set('AB01/00020101/00000100', { Commissioned: 1 });
    expect(await putList(devices, withRemoved(rowsOf(200), 2), '1.3')).toMatchObject({ decision: 'held' });
  });

  test('remembers what went unapproved: of 25 lists that each remove 4.9 % one is held', async () => {
    const lane = await laneWith(1000);
    let rows = rowsOf(1000);
    const decisions: string[] = [];
    for (let number = 0; number < 25; number += 1) {
      const active = rows.filter(({ status }) => status !== 'Removed').length;
      rows = withRemoved(rows, Math.floor(active * 0.049), rows.length - active);
      const upload = await putList(lane, rows, `1.${number + 2}`, { at: daysLater(MORNING, number + 1) });
      decisions.push(upload.decision);
      if (upload.decision === 'held') break;
    }
    expect(decisions).toEqual(['accepted', 'held']);
  });

  test('remembers it for thirty days, and devices too', async () => {
    const lane = await laneWith(200);
    lane.devicesOf.set('AB01/00010101/00000100', { Commissioned: 600 });
    lane.devicesOf.set('AB01/00020101/00000100', { Commissioned: 600 });
    const one = withRemoved(rowsOf(200), 1);
    expect(await putList(lane, one, '1.2', { at: daysLater(MORNING, 1) })).toMatchObject({ decision: 'accepted' });
    const two = withRemoved(rowsOf(200), 2);
    expect(await putList(lane, two, '1.3', { at: daysLater(MORNING, 30) })).toMatchObject({
      decision: 'held',
      heldReason: expect.stringContaining('1,200 with those of the last 30 days'),
    });
    expect(await putList(lane, two, '1.4', { at: daysLater(MORNING, 32) })).toMatchObject({ decision: 'accepted' });
  });

  test('forgets nothing that an operator has not seen, and does not count what one approved', async () => {
    const lane = await laneWith(200);
    const held = await putList(lane, withRemoved(rowsOf(200), 20), '1.2');
    expect(await approve(lane, held)).toMatchObject({ decision: 'accepted', counts: { removed: 20 } });
    expect(lane.ledger.state.losses).toEqual([]);
    expect(await putList(lane, withRemoved(rowsOf(200), 28), '1.3')).toMatchObject({ decision: 'accepted' });
    expect(lane.ledger.state.losses).toMatchObject([{ models: 8 }]);
    expect(await putList(lane, withRemoved(rowsOf(200), 30), '1.4')).toMatchObject({ decision: 'held' });
  });
});

describe('the devices of a removal', () => {
  const settings = { removalGuardPercent: 50 };
  async function removing(count: number, devicesOfEach: number) {
    // No more than half of the list, which the settings let go.
    const all = 2 * count;
    const lane = await laneWith(all);
    await lane.drop('governance/settings.json', JSON.stringify(settings));
    for (const { entry } of rowsOf(count)) {
      const model = entry.toString(16).toUpperCase().padStart(4, '0');
      lane.devicesOf.set(`AB01/${model}0101/00000100`, { Commissioned: devicesOfEach });
    }
    return { lane, upload: await putList(lane, withRemoved(rowsOf(all), count), '1.2') };
  }

  test('count also for models that the receipt no longer names, until there are too many in any case', async () => {
    const { lane, upload } = await removing(250, 5);
    expect(upload.decision).toBe('held');
    expect(upload.heldReason).toMatch(/At least 1,0\d\d devices of the Smart Metering Inventory/);
    expect(lane.receipt(upload.key).removed).toHaveLength(200);
  });

  test('hold a list of which not every model was counted', async () => {
    expect((await removing(2000, 0)).upload).toMatchObject({ decision: 'accepted' });
    expect((await removing(2001, 0)).upload.heldReason).toMatch(/At least 0 devices/);
  });
});

describe('the guard against a mass change', () => {
  test.each([
    ['41 of 200 reinstated', 41, 'held'],
    ['40 of 200 reinstated, which are 20 %', 40, 'accepted'],
  ])('%s', async (_, count, decision) => {
    const lane = new FakeLane();
    await putList(lane, withRemoved(rowsOf(200), 50), '1.1');
    const upload = await putList(lane, withRemoved(rowsOf(200), 50 - count), '1.2');
    expect(upload).toMatchObject({ decision, counts: { reinstated: count } });
    if (decision === 'held') expect(upload.heldReason).toContain('41 of 200 Device Models would be reinstated');
  });

  test('changed under the same number counts; listed again under a new number does not', async () => {
    const changed = (rows: CplRow[], count: number, values: Partial<CplRow>) =>
      rows.map((row, index) => (index < count ? { ...row, ...values } : row));
    const lane = await laneWith(100);
    expect(await putList(lane, changed(rowsOf(100), 21, { hash: 'BB'.repeat(32) }), '1.2')).toMatchObject({
      decision: 'held',
      counts: { changed: 21 },
    });
    const again = rowsOf(21, { gbcs: '4.0' }).map((row) => ({ ...row, number: 1000 + row.entry }));
    expect(await putList(lane, [...rowsOf(100), ...again], '1.3')).toMatchObject({
      decision: 'accepted',
      counts: { gbcsOnly: 21 },
    });
  });

  test('nineteen are never too many', async () => {
    const lane = await laneWith(20);
    const rows = rowsOf(20).map((row, index) => (index < 19 ? { ...row, gbcs: '4.0' } : row));
    expect(await putList(lane, rows, '1.2')).toMatchObject({ decision: 'accepted', counts: { gbcsOnly: 19 } });
  });
});

describe('the receipt', () => {
  test('names each model that loses its entry, with its number and its devices by status', async () => {
    const lane = await laneWith(20);
    lane.devicesOf.set('AB01/00020101/00000100', { Commissioned: 3, Suspended: 1 });
    const rows = withRemoved(rowsOf(20), 2).slice(0, 19);
    const upload = await putList(lane, rows, '1.2');
    expect(lane.receipt(upload.key)).toMatchObject({
      contract: 'receipt/2',
      removed: [
        { entryKey: 'ESME/AB01/0001/0101/00000100', entryNumber: '000001', devices: {} },
        { entryNumber: '000002', devices: { Commissioned: 3, Suspended: 1 } },
        { entryNumber: '000020', devices: {} },
      ],
    });
  });

  test('of a held list names them too', async () => {
    const lane = await laneWith(20);
    const upload = await putList(lane, withRemoved(rowsOf(20), 15), '1.2');
    const { removed, outcome } = lane.receipt(upload.key);
    expect(removed).toHaveLength(15);
    expect(outcome).toBe(
      'Held: 15 of 20 Device Models would lose their entry, more than the limit of 5%. An operator must approve it with a reason, or a newer list replaces it.',
    );
  });

  test('names blocked lines with their entry numbers', async () => {
    const lane = new FakeLane();
    const upload = await putList(lane, [...rowsOf(1), { entry: 2, number: 77, gbcs: '9.9' }], '1.1');
    expect(lane.receipt(upload.key).blocked).toMatchObject([
      { entryNumber: '000077', entryKey: 'ESME/AB01/0002/0101/00000100', declaredGbcsVersion: '9.9', kind: 'added' },
    ]);
  });
});
