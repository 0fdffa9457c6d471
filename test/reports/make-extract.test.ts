import { describe, expect, test } from 'vitest';
import type { InventoryPosition } from '../../functions/contracts/inventory-extract.ts';
import { makeExtract } from '../../functions/reports/make-extract.ts';
import { deviceIdOf, evaluatedRecord, TRIAL_FIRMWARE } from '../support/trial-records.ts';
import { CERTIFIED, extractWorld as world, HOUR, inRuns, LISTS } from '../support/extract-world.ts';

describe('ESI-034', () => {
  test('[R66] has a row for each device in the inventory, with the trial attribute', async () => {
    const here = world();
    await here.add(1);
    await here.add(2, { firmwareVersion: '00020200' });
    const { key, rows } = await inRuns({ report: 'esi-034', scheduledTime: '2026-11-03T03:00:00Z' }, here.ports);
    expect({ key, rows }).toEqual({ key: 'esi-034/ESI-034-20261103-AMBER.csv', rows: 2 });
    expect(here.bucket.textOf(key).split('\r\n')).toEqual([
      'Device ID,Device Type,Device Status,Device Status Since,Device Manufacturer,Device Model,SMETS/CHTS Version,Firmware Version,ESME Variant,Trial,Trial ID,Trial Since,CPL Entry Number,CPL Entry Status,CPL SMETS/CHTS Version,GBCS Version Declared,GBCS Version Uploaded',
      `${deviceIdOf(1)},ESME,Commissioned,2026-11-03T09:00:00.000Z,AB01,010A030B,,${TRIAL_FIRMWARE},,true,T-1,2026-11-03T09:00:00.000Z,,,,,`,
      `${deviceIdOf(2)},ESME,Commissioned,2026-11-03T09:00:00.000Z,AB01,010A030B,,00020200,,,,,,,,,`,
      '',
    ]);
  });

  test('has no cell that a spreadsheet would run, and leaves identifiers as they are', async () => {
    const here = world();
    await here.add(1, { firmwareVersion: '00000100' });
    await here.happen(1, { kind: 'details', details: { smetsChtsVersion: '=HYPERLINK("http://x")' } });
    expect(await here.rows('esi-034')).toEqual([expect.stringContaining(`,"'=HYPERLINK(""http://x"")",00000100,`)]);
  });

  test('[R54] shows no trial attribute while trial flagging is off', async () => {
    const here = world();
    await here.add(1);
    here.state.trialFlagging = 'off';
    expect(await here.rows('esi-034')).toEqual([expect.stringMatching(new RegExp(`,${TRIAL_FIRMWARE},{9}$`))]);
  });

  test('leaves out devices that were deleted or never pre-notified', async () => {
    const here = world();
    await here.add(1);
    await here.happen(1, { kind: 'deleted' });
    await here.devices.put({ ...evaluatedRecord(2, []), base: undefined, events: [], trials: [] }, 0);
    expect(await here.rows('esi-034')).toEqual([]);
  });

  test('of the same day is made once, however often its run comes', async () => {
    const here = world();
    const request = { report: 'esi-034', scheduledTime: '2026-11-03T03:00:00Z' };
    const first = await inRuns(request, here.ports);
    await here.add(1);
    const files = [...here.bucket.objects.keys()];
    expect(await inRuns(request, here.ports)).toEqual(first);
    expect([...here.bucket.objects.keys()]).toEqual(files);
  });

  test('that was known a moment ago, and is not there, is an error', async () => {
    const here = world();
    const made = await inRuns({ report: 'opr', scheduledTime: '2026-11-03T03:00:00Z' }, here.ports);
    here.bucket.facts = async () => undefined;
    await expect(here.ports.extracts.keep(made)).rejects.toThrow('What is known of OPR-20261103 was there, and is not');
  });

  test('of the same day is one, although two runs make it at the same time', async () => {
    const here = world();
    await here.add(1);
    const request = { report: 'esi-034i', scheduledTime: '2026-11-03T03:00:00Z' };
    const { extracts } = here.ports;
    // The other run comes to its end between this one's last look at what there is and its own end.
    const overtaken = {
      ...here.ports,
      extracts: {
        ...extracts,
        async latestOfChanges() {
          await inRuns(request, here.ports);
          return extracts.latestOfChanges();
        },
      },
    };
    await here.happen(1, CERTIFIED);
    const made = await inRuns(request, overtaken);
    expect(made).toEqual(await inRuns(request, here.ports));
    expect(made.previousExtractId).toBeUndefined();
    expect(here.bucket.textOf(made.key)).toContain(deviceIdOf(1));
  });

  test('has the name of its id, and that of a run which follows a dead one its number as well', async () => {
    const here = world();
    const { extracts } = here.ports;
    // The first run took its name, and died.
    expect(await extracts.newKey('opr', 'OPR-20261103')).toBe('opr/OPR-20261103-AMBER.csv');
    const { key } = await inRuns({ report: 'opr', scheduledTime: '2026-11-03T03:00:00Z' }, here.ports);
    expect(key).toBe('opr/OPR-20261103-2-AMBER.csv');
  });

  test('is not there at all when reading the inventory fails in the middle', async () => {
    const here = world();
    await here.add(1);
    const inventory = {
      ...here.ports.inventory,
      async *all() {
        yield* here.ports.inventory.all();
        throw new Error('Throttled');
      },
    };
    await expect(inRuns({ report: 'esi-034' }, { ...here.ports, inventory })).rejects.toThrow('Throttled');
    expect([...here.bucket.objects.keys()]).toEqual([expect.stringMatching(/\.begun$/)]);
    expect(await inRuns({ report: 'esi-034' }, here.ports)).toMatchObject({ rows: 1 });
  });
});

test.each(['esi-034', 'esi-034i', 'opr'])(
  '[R83] each file of %s carries its classification in its name and its metadata, and the same rows',
  async (report) => {
    const here = world();
    await here.add(1);
    const { key, rows, withoutEntry } = await inRuns({ report, requestId: 'once' }, here.ports);
    for (const name of [key, ...(withoutEntry === undefined ? [] : [withoutEntry.key])]) {
      expect(name).toMatch(/-AMBER(?:\.without-entry)?\.csv$/);
      expect(await here.bucket.facts(name)).toMatchObject({
        metadata: { classification: expect.stringMatching(/^Amber \/ DCC Controlled/) },
      });
    }
    expect(here.bucket.textOf(key).split('\r\n')).toHaveLength(rows + 2);
    expect(here.bucket.textOf(key)).not.toMatch(/Amber/i);
  },
);

describe('ESI-034i', () => {
  test('[R66] has what changed since the last one, each device as it is now, and nothing twice', async () => {
    const here = world();
    for (const number of [1, 2, 3]) await here.add(number);
    expect(await here.rows('esi-034i')).toHaveLength(3);
    expect(await here.rows('esi-034i')).toEqual([]);
    here.clock.advance(60);
    await here.happen(2, CERTIFIED);
    await here.happen(2, { kind: 'status', status: 'Suspended' });
    expect(await here.rows('esi-034i')).toEqual([
      expect.stringMatching(new RegExp(`^${deviceIdOf(2)},ESME,Suspended,.*,,,,$`)),
    ]);
    here.clock.advance(HOUR);
    expect(await here.rows('esi-034i')).toEqual([]);
  });

  test('reports that a device was deleted', async () => {
    const here = world();
    await here.add(1);
    await here.rows('esi-034i');
    await here.happen(1, { kind: 'deleted' });
    expect(await here.rows('esi-034i')).toEqual([expect.stringContaining(',Deleted,')]);
  });

  test('finds a write that was stamped before the last extract began and made after it ended', async () => {
    const here = world();
    await here.add(1);
    await here.rows('esi-034i');
    const late = evaluatedRecord(2, LISTS);
    await here.devices.put(late, 0);
    expect(here.devices.items.get(late.deviceId)?.changedAt).toBeLessThanOrEqual(Date.parse(here.clock.now()));
    here.clock.advance(24 * HOUR);
    expect(await here.rows('esi-034i')).toEqual([expect.stringContaining(deviceIdOf(2))]);
  });

  test('[R54] reports every flagged device when trial flagging was switched off or on, and no other', async () => {
    const here = world();
    await here.add(1);
    await here.add(2, { firmwareVersion: '00020200' });
    await here.rows('esi-034i');
    here.clock.advance(HOUR);
    here.state.trialFlagging = 'off';
    expect(await here.rows('esi-034i')).toEqual([expect.stringMatching(new RegExp(`^${deviceIdOf(1)},.*,,,,$`))]);
    here.clock.advance(HOUR);
    here.state.trialFlagging = 'on';
    expect(await here.rows('esi-034i')).toEqual([expect.stringContaining('true,T-1')]);
  });

  test('goes on from the last one that was finished', async () => {
    const here = world();
    await here.add(1);
    await here.rows('esi-034i');
    here.clock.advance(HOUR);
    await here.add(2);
    const extracts = { ...here.ports.extracts, keep: () => Promise.reject(new Error('Crashed')) };
    await expect(inRuns({ report: 'esi-034i' }, { ...here.ports, extracts })).rejects.toThrow('Crashed');
    here.clock.advance(HOUR);
    expect(await here.rows('esi-034i')).toEqual([expect.stringContaining(deviceIdOf(2))]);
  });
});

describe('an extract that one run has no time for', () => {
  /** Seven devices: four pages of the inventory in memory, so four runs that each have time for one. */
  async function seven() {
    const here = world();
    for (const number of [1, 2, 3, 4, 5, 6, 7]) await here.add(number);
    await here.happen(3, CERTIFIED);
    return here;
  }

  test.each(['esi-034', 'esi-034i', 'opr'] as const)(
    '[R66] [R69] %s is made by several, each with a file of its own, and says the same as if one had made it',
    async (report) => {
      const here = await seven();
      const whole = await inRuns({ report, requestId: 'whole' }, here.ports);
      const other = await seven();
      const { key, furtherKeys = [], rows, ...parts } = await inRuns({ report, requestId: 'parts' }, other.ports, true);
      expect(furtherKeys).toHaveLength(3);
      const rowsOf = (each: string): string[] => other.bucket.textOf(each).split('\r\n').slice(1, -1);
      expect([key, ...furtherKeys].flatMap(rowsOf)).toEqual(here.bucket.textOf(whole.key).split('\r\n').slice(1, -1));
      expect(rows).toBe(whole.rows);
      const { key: list = '', furtherKeys: lists = [], ...without } = parts.withoutEntry ?? {};
      expect([list, ...lists].flatMap((each) => (each === '' ? [] : rowsOf(each)))).toHaveLength(
        whole.withoutEntry?.devices ?? 0,
      );
      const { key: _, ...wholeWithout } = whole.withoutEntry ?? {};
      expect(without).toEqual(wholeWithout);
    },
  );

  test('goes on after a run that died, from where the one before it came to', async () => {
    const here = await seven();
    const request = { report: 'esi-034', requestId: 'r' };
    const { inventory, extracts } = here.ports;
    const left = [900_000, 100_000];
    const first = await makeExtract(request, here.ports, { remainingMs: () => left.shift() ?? 0 });
    expect(first).toMatchObject({ contract: 'unfinished-extract/1', rows: 2 });
    const dying = { ...extracts, keepUnfinished: () => Promise.reject(new Error('Killed')) };
    await expect(inRuns(request, { ...here.ports, extracts: dying }, true)).rejects.toThrow('Killed');
    const from: unknown[] = [];
    const counting = {
      ...inventory,
      all: (position?: InventoryPosition) => (from.push(position), inventory.all(position)),
    };
    expect(await inRuns(request, { ...here.ports, inventory: counting })).toMatchObject({ rows: 7 });
    expect(from).toEqual([[deviceIdOf(2)]]);
  });

  test('[R66] is gone on from as one: what any of its runs reported is not reported again', async () => {
    const here = await seven();
    expect(await inRuns({ report: 'esi-034i', requestId: 'parts' }, here.ports, true)).toMatchObject({ rows: 7 });
    expect(await here.rows('esi-034i')).toEqual([]);
  });

  test('is as of its first run, also when trial flagging is turned off meanwhile', async () => {
    const here = await seven();
    const left = [900_000, 100_000];
    const request = { report: 'esi-034', requestId: 'r' };
    await makeExtract(request, here.ports, { remainingMs: () => left.shift() ?? 0 });
    const began = here.clock.now();
    here.clock.advance(HOUR);
    here.state.trialFlagging = 'off';
    const { asOf, trialFlagging, furtherKeys = [] } = await inRuns(request, here.ports);
    expect({ asOf, trialFlagging }).toEqual({ asOf: began, trialFlagging: 'on' });
    expect(here.bucket.textOf(furtherKeys[0] ?? '')).toContain('true,T-1');
  });
});
