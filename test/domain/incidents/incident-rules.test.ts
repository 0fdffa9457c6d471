import { describe, expect, test } from 'vitest';
import { affectedModels, devicesOfModels } from '../../../functions/domain/incidents/affected-models.ts';
import type { CplEntry } from '../../../functions/domain/cpl/cpl-entry.ts';
import { type CountedDevice, countDevices, NO_DEVICES } from '../../../functions/domain/devices/device-count.ts';
import { hoursInWords } from '../../../functions/domain/incidents/deadline.ts';
import {
  callsForReassessment,
  type IncidentAssessment,
  incidentCategory,
  incidentScale,
  NOT_ASSESSED,
  reassessed,
} from '../../../functions/domain/incidents/incident-category.ts';
import { DEFAULT_SETTINGS } from '../../../functions/domain/settings/settings.ts';
import { cplEntry } from '../../support/cpl-entries.ts';

const nothingHeld = async (): Promise<CplEntry[]> => [];

/** What the DSP holds, and devices of the SMI by their firmware. */
function sources(
  ofModel: (manufacturer: string, model: string) => Promise<readonly CplEntry[]>,
  devicesOf: (firmware: string) => readonly CountedDevice[] = () => [],
) {
  return {
    deviceModels: { ofModel },
    devices: {
      countByFirmware: async (_manufacturer: string, _model: string, firmware: string, atMost: number) =>
        countDevices(
          (async function* () {
            yield* devicesOf(firmware);
          })(),
          atMost,
        ),
    },
  };
}

describe('the Device Models of entries that were blocked', () => {
  const keys = ['ESME/AB01/010A/030B/00000001', 'ESME/AB01/010A/030B/00000002', 'GSME/AB01/010A/030B/00000001'];

  test('[R32] are one each, with their firmware versions and whether earlier firmware of theirs can be installed', async () => {
    const held = async (manufacturer: string, model: string) =>
      `${manufacturer} ${model}` === 'AB01 010A030B'
        ? [cplEntry(), cplEntry({ deviceType: 'GSME', status: 'Removed' })]
        : [];
    const of = { manufacturerIdentifier: 'AB01', modelIdentifier: '010A', hardwareVersion: '030B' };
    expect(await affectedModels(keys, sources(held))).toEqual([
      {
        deviceType: 'ESME',
        ...of,
        firmwareVersions: ['00000001', '00000002'],
        earlierFirmware: true,
        devices: NO_DEVICES,
      },
      { deviceType: 'GSME', ...of, firmwareVersions: ['00000001'], earlierFirmware: false, devices: NO_DEVICES },
    ]);
  });

  test('[R26] are looked up to the fiftieth; of the others it is not known', async () => {
    const many = Array.from({ length: 51 }, (_, model) => `ESME/AB01/${String(model).padStart(4, '0')}/030B/00000001`);
    const models = await affectedModels(many, sources(nothingHeld));
    expect(models.map(({ earlierFirmware }) => earlierFirmware).slice(48)).toEqual([false, false, null]);
  });

  test('have nothing where their key has nothing', async () => {
    const nothing = { manufacturerIdentifier: '', modelIdentifier: '', hardwareVersion: '', firmwareVersions: [''] };
    expect(await affectedModels(['ESME', ''], sources(nothingHeld))).toEqual([
      { deviceType: 'ESME', ...nothing, earlierFirmware: false, devices: NO_DEVICES },
      { deviceType: '', ...nothing, earlierFirmware: false, devices: NO_DEVICES },
    ]);
  });

  test('[R80] are counted in devices by status and supplier, whatever firmware of theirs the devices run', async () => {
    const held = async () => [cplEntry({ firmwareVersion: '00000000' }), cplEntry({ firmwareVersion: '00000001' })];
    const devices: Readonly<Record<string, readonly CountedDevice[]>> = {
      '00000000': [
        { status: 'Commissioned', supplier: 'A' },
        { status: 'Pending', supplier: 'B' },
      ],
      '00000002': [{ status: 'Pending', supplier: 'B' }, {}],
    };
    const models = await affectedModels(
      keys.slice(0, 2),
      sources(held, (firmware) => devices[firmware] ?? []),
    );
    expect(devicesOfModels(models)).toEqual({
      total: 4,
      atLeast: false,
      byStatus: { Commissioned: 1, Pending: 2, Unknown: 1 },
      bySupplier: { A: 1, B: 2, '': 1 },
    });
  });

  test('[R80] are counted up to 100,000 devices and 200 firmware versions in all, and say so', async () => {
    const many = Array.from(
      { length: 300 },
      (_, firmware) => `ESME/AB01/010A/030B/${String(firmware).padStart(8, '0')}`,
    );
    const asked: string[] = [];
    const none = await affectedModels(
      many,
      sources(nothingHeld, (firmware) => {
        asked.push(firmware);
        return [];
      }),
    );
    expect(asked).toHaveLength(200);
    expect(devicesOfModels(none)).toMatchObject({ total: 0, atLeast: true });
    const crowd: readonly CountedDevice[] = Array.from({ length: 60_000 }, () => ({ status: 'Commissioned' }));
    const [first, second] = await affectedModels(
      keys,
      sources(nothingHeld, () => crowd),
    );
    expect(first?.devices).toMatchObject({ total: 100_000, atLeast: true });
    expect(second?.devices).toBeNull();
    expect(devicesOfModels([{ devices: NO_DEVICES }, { devices: null }])).toEqual({ ...NO_DEVICES, atLeast: true });
  });

  test('whose identifiers run together are still two', async () => {
    expect(await affectedModels(['A/B/CD/E/1', 'A/B/C/DE/1'], sources(nothingHeld))).toHaveLength(2);
  });
});

describe('the size of an incident', () => {
  const line = (manufacturerIdentifier: string, modelIdentifier: string, hardwareVersion: string) => ({
    entry: { entryKey: manufacturerIdentifier, manufacturerIdentifier, modelIdentifier, hardwareVersion },
  });
  const NOTHING_ELSE = { suppliers: 0, severity1Fixes: 0 };
  const AT = '2026-11-02T09:00:00.000Z';

  test('[R31] counts distinct Device Models and manufacturers, and its age is never negative', () => {
    const lines = [line('A', 'BC', 'D'), line('A', 'B', 'CD'), line('X', 'B', 'CD'), line('X', 'B', 'CD')];
    expect(incidentScale(lines, { openedAt: AT }, AT)).toEqual({
      pendingModels: 3,
      manufacturers: 2,
      ageHours: 0,
      ...NOTHING_ELSE,
    });
    expect(incidentScale(lines, { openedAt: AT }, '2026-11-02T08:00:00.000Z').ageHours).toBe(0);
  });

  test('[R80] counts suppliers while anything waits, and the fixes of Severity 1 incidents among what waits', () => {
    const incident = { openedAt: AT, impact: { suppliers: ['S1', 'S2'] }, severity1Fixes: [{ entryKey: 'A' }] };
    const scale = (...lines: ReturnType<typeof line>[]) => incidentScale(lines, incident, AT);
    expect(scale(line('A', 'B', 'C'))).toMatchObject({ suppliers: 2, severity1Fixes: 1 });
    expect(scale(line('X', 'B', 'C'))).toMatchObject({ suppliers: 2, severity1Fixes: 0 });
    expect(scale()).toMatchObject({ suppliers: 0, severity1Fixes: 0 });
  });

  test('[R31] is category 1 only when Device Models and manufacturers both reach their threshold', () => {
    const { incidentThresholds } = DEFAULT_SETTINGS;
    const of = (pendingModels: number, manufacturers: number) =>
      incidentCategory({ pendingModels, manufacturers, ageHours: 72.9, ...NOTHING_ELSE }, incidentThresholds);
    expect([of(10, 2).category, of(9, 3).category, of(10, 3).category]).toEqual([2, 2, 1]);
    expect(of(1, 1).because).toEqual(['open for 72 hours (threshold 72)']);
  });
});

describe('an assessment', () => {
  const SMALL = { pendingModels: 1, manufacturers: 1, suppliers: 0, severity1Fixes: 0, ageHours: 1 };
  const LARGE = { ...SMALL, pendingModels: 10, manufacturers: 3 };
  const OLDEST = '2026-11-02T09:00:00.000Z';
  const after = (before: IncidentAssessment, scale: typeof SMALL, now: string) =>
    reassessed(before, scale, OLDEST, DEFAULT_SETTINGS, now);

  test('[R31] begins as category 2, on time, and becomes worse, never better', () => {
    expect(NOT_ASSESSED).toEqual({ category: 2, reached: [], status: 'on-time' });
    const worse = after(NOT_ASSESSED, LARGE, '2026-11-03T09:00:00.000Z');
    expect(worse).toEqual({ category: 1, reached: ['pendingModels', 'manufacturers'], status: 'breached' });
    expect(after(worse, SMALL, OLDEST)).toEqual(worse);
    expect(after(NOT_ASSESSED, SMALL, OLDEST)).toEqual(NOT_ASSESSED);
    expect(after(NOT_ASSESSED, SMALL, '2026-11-03T03:00:00.000Z').status).toBe('at-risk');
  });

  test('[R31] calls for a reassessment by its category or by one more threshold, and by nothing else', () => {
    const other = (over: Partial<IncidentAssessment>) =>
      callsForReassessment({ ...NOT_ASSESSED, ...over }, NOT_ASSESSED);
    expect([other({ category: 1 }), other({ reached: ['ageHours'] }), other({ status: 'breached' })]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

test.each([
  [48, '2 d'],
  [47.5, '47 h 30 min'],
  [1, '1 h'],
  [72.5, '3 d'],
  [73.99, '3 d 1 h'],
])('%d hours are said as %s', (hours, words) => {
  expect(hoursInWords(hours)).toBe(words);
});
