import { describe, expect, test } from 'vitest';
import type { CplEntry } from '../../functions/domain/cpl/cpl-entry.ts';
import { entryKeyOf } from '../../functions/domain/cpl/cpl-entry.ts';
import type { DeviceRecord } from '../../functions/domain/devices/device-record.ts';
import { smiDevice } from '../../functions/domain/devices/smi-device.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { trialCertified, withoutFlag } from '../../functions/reports/without-flag.ts';
import { certificatesOf } from '../support/certificates.ts';
import { cplEntry } from '../support/cpl-entries.ts';
import { agreedList } from '../support/srv-messages.ts';
import { flaggedDevices } from '../support/trial-material.ts';
import { deviceIdOf, evaluatedRecord, TRIAL_FIRMWARE } from '../support/trial-records.ts';

const LISTS = [agreedList(1, '2026-11-01T00:00:00.000Z', [{ trialId: 'T-1', firmwareVersion: TRIAL_FIRMWARE }])];
const entryOf = (number: number, firmwareVersion: string, more: Partial<CplEntry> = {}): CplEntry => {
  const entry = cplEntry({ entryNumber: `00000${number}`, firmwareVersion, ...more });
  return { ...entry, entryKey: entryKeyOf(entry) };
};
const CERTIFICATES = certificatesOf({
  '000001': { reference: 'CPA-TRIAL-1' },
  '000002': { reference: 'CPA-TRIAL-2' },
  '000003': { reference: 'CPA-TRIAL-3' },
});
const [FIRST, SECOND, THIRD] = [entryOf(1, '00000001'), entryOf(2, '00000002'), entryOf(3, '00000003')];

/** What is found, where the index has so many ids of each firmware version, and the table a record behind each. */
function found(
  entries: readonly CplEntry[],
  records: Readonly<Record<string, readonly DeviceRecord[]>>,
  trialFlagging: 'on' | 'off' = 'on',
) {
  const known = new Map(
    Object.entries(records).flatMap(([key, all]) => all.map((each, at) => [`${key}-${at}`, each] as const)),
  );
  return trialCertified(
    entries,
    CERTIFICATES,
    { ...DEFAULT_SETTINGS, trialFlagging },
    {
      async *idsByFirmware(_, __, firmware) {
        for (const id of known.keys()) if (id.startsWith(firmware)) yield id;
      },
      findMany: async (ids) => {
        const asked = new Set(ids);
        return new Map([...known].filter(([id]) => asked.has(id)));
      },
    },
  );
}
const running = (firmwareVersion: string, number = 1, more: Parameters<typeof evaluatedRecord>[2] = {}) =>
  evaluatedRecord(number, LISTS, { firmwareVersion, ...more });

describe('firmware with a trial certificate', () => {
  test('[R68] is found by the key of its entry, in the order of these keys', async () => {
    const { trialCertified: certified, notKnown } = await found([THIRD, FIRST, SECOND], {});
    expect(certified.map(({ entry, cpaReference }) => [entry.entryNumber, cpaReference])).toEqual([
      ['000001', 'CPA-TRIAL-1'],
      ['000002', 'CPA-TRIAL-2'],
      ['000003', 'CPA-TRIAL-3'],
    ]);
    expect(notKnown).toEqual(new Set());
  });

  test('[R68] counts the devices that the inventory knows, and names those without a flag', async () => {
    const deleted = { id: '9', at: '2026-11-03T09:00:00.000Z', change: { kind: 'deleted' } } as const;
    const records = { '00000001': [running('00000001', 1), running('00000001', 2, { more: [deleted] })] };
    const device = {
      deviceId: deviceIdOf(1),
      manufacturer: 'AB01',
      model: '010A030B',
      firmwareVersion: '00000001',
      status: 'Commissioned',
    };
    expect((await found([FIRST], records)).trialCertified).toEqual([
      { entry: FIRST, cpaReference: 'CPA-TRIAL-1', devices: 1, flagged: 0, notFlagged: [device] },
    ]);
    expect((await found([FIRST], records, 'off')).trialCertified).toMatchObject([{ devices: 1, notFlagged: [] }]);
  });

  test('[R68] is not known of entries that need a CPA certificate, and of no others', async () => {
    const { notKnown } = await found(
      [
        entryOf(6, '00000006'),
        entryOf(7, '00000007', { smetsChtsVersion: 'SMETS V1.2' }),
        entryOf(8, '00000008', { deviceType: 'PPMID' }),
      ],
      {},
    );
    expect([...notKnown]).toEqual(['AB01/010A030B/00000006']);
  });
});

test('[R65] [R68] what the CPL and the flag say differently is named as far as there is room, and counted beyond', () => {
  const [device, flagged] = [running('00000001', 1), running(TRIAL_FIRMWARE, 2)].map((record) =>
    smiDevice(record, { trialFlagging: 'on' }),
  );
  if (device === undefined || flagged === undefined) throw new Error('There is no device');
  const { deviceId, manufacturer, model, firmwareVersion, status } = device;
  const named = { deviceId, manufacturer, model, firmwareVersion, status };
  const certified = [
    { entry: FIRST, cpaReference: 'CPA-TRIAL-1', devices: 5, flagged: 2, notFlagged: [named] },
    { entry: SECOND, cpaReference: 'CPA-TRIAL-2', devices: 4, flagged: 1, notFlagged: [] },
  ];
  const settings = { trialFlagging: 'on' } as const;
  const { leftOut, disagreements } = withoutFlag({ trialCertified: certified, notKnown: new Set(), settings }, [
    flaggedDevices([flagged]),
  ]);
  expect(leftOut).toEqual({ notFlagged: 5, noTrialCertificate: 0 });
  expect(disagreements).toEqual([
    { what: 'not-flagged', entryKey: FIRST.entryKey, trialId: '', ...named },
    {
      what: 'no-trial-certificate',
      entryKey: '',
      trialId: 'T-1',
      ...named,
      deviceId: deviceIdOf(2),
      firmwareVersion: TRIAL_FIRMWARE,
    },
  ]);
});
