import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NO_AGREED_LISTS } from '../../functions/domain/trials/agreed-lists.ts';
import { backfill } from '../../functions/operator/backfill/backfill.ts';
import { fakeDevices } from '../support/fake-devices.ts';
import { fakePipeline } from '../support/fake-pipeline.ts';
import { temporaryFolder } from '../support/small-assembly.ts';

const AS_OF = '2026-10-01T00:00:00.000Z';
const LABELS = 'Device ID,Device Type,Device Status,Device Manufacturer,Device Model,Firmware Version';
const ROWS = [1, 2].map((id) => `00-00-5E-EF-7F-00-00-0${id},ESME,Commissioned,AB01,010A030B,0000000E`);
const EXTRACT = [LABELS, ...ROWS].join('\r\n');

/** The command on an extract, with devices in memory behind it. */
function command(extract = EXTRACT, devices = fakeDevices()) {
  const file = join(temporaryFolder(), 'inventory.csv');
  writeFileSync(file, extract);
  const trialRules = {
    current: async () => ({ trialFlagging: 'on', eventClockAheadHours: 24, lists: NO_AGREED_LISTS }),
  };
  const { access } = fakePipeline({}, { reached: { backfill: { devices, trialRules } } });
  const printed: string[] = [];
  const load = (words: readonly string[] = [file, '--as-of', AS_OF]) =>
    backfill(
      words,
      (text) => void printed.push(text),
      () => ({ access }),
    );
  return { file, devices, printed, load };
}

describe('npm run backfill', () => {
  test('[R66] loads an extract, says how far it is, and keeps that beside the file', async () => {
    const { file, devices, printed, load } = command();
    expect(await load()).toBe(0);
    expect(printed.at(-1)).toBe('done: 2 rows: 2 written, 0 unchanged, 0 refused');
    expect([devices.items.size, existsSync(`${file}.progress.json`)]).toEqual([2, true]);
    expect(await load()).toBe(0);
    expect(printed).toContain('goes on after 2 of 2 rows');
    expect(devices.writes).toHaveLength(2);
  });

  test('begins again with an extract of another instant', async () => {
    const { file, printed, load } = command();
    await load();
    expect(await load([file, '--as-of', '2026-10-02'])).toBe(0);
    expect(printed.at(-1)).toMatch(/^done: 2 rows: 2 written/);
  });

  test.each([
    ['that is damaged further on', `${EXTRACT}\r\n"00-00`, /cannot be read: line 4: /],
    ['without a column that is needed', 'Device ID\r\n00-00-5E-EF-7F-00-00-01', /has no column Device Type, /],
  ])('loads nothing of an extract %s, and says what is wrong with it', async (_, extract, trouble) => {
    const { devices, printed, load } = command(extract);
    expect([await load(), printed]).toEqual([1, [expect.stringMatching(trouble)]]);
    expect(devices.writes).toEqual([]);
  });

  test('ends with 1 where rows were refused, each of which it names by its line', async () => {
    const { printed, load } = command(`${EXTRACT}\r\n12,ESME,Commissioned,AB01,010A030B,0000000E`);
    expect(await load()).toBe(1);
    expect(printed).toContain('line 4: 12 is not an EUI-64');
  });

  test.each([
    [[]],
    [['one.csv', 'two.csv', '--as-of', AS_OF]],
    [['one.csv']],
    [['one.csv', '--as-of', 'yesterday']],
    [['one.csv', '--as-of', AS_OF, '--rate', '0']],
    [['one.csv', '--as-of', AS_OF, '--rate', 'fast']],
  ])('says how it is used when it is called as %j', async (words) => {
    const { printed, load } = command();
    expect([await load(words), printed]).toEqual([2, [expect.stringMatching(/^Usage: npm run backfill -- FILE/)]]);
  });

  test('needs a pipeline', async () => {
    const printed: string[] = [];
    const load = backfill(
      ['one.csv', '--as-of', AS_OF],
      (text) => void printed.push(text),
      () => undefined,
    );
    expect([await load, printed]).toEqual([2, [expect.stringContaining('No pipeline runs on this machine')]]);
  });

  test('does not take a fault of its own for one of AWS', async () => {
    const devices = fakeDevices();
    devices.onPut(() => {
      throw new TypeError('x is not a function');
    });
    const { load } = command(EXTRACT, devices);
    await expect(load()).rejects.toThrow('x is not a function');
  });
});
