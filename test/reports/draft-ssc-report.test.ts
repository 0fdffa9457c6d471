import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { casesOfEntry } from '../../functions/reports/cases-of-entry.ts';
import { countDevicesOf } from '../../functions/reports/count-devices.ts';
import { draftSscReport } from '../../functions/reports/draft-ssc-report.ts';
import { comparedWithPeers, countPeers } from '../../functions/reports/peers.ts';
import { trialsOf } from '../../functions/domain/trials/trial-status.ts';
import { foldedLists } from '../../functions/domain/trials/agreed-lists.ts';
import { certificatesOf } from '../support/certificates.ts';
import { cplEntry } from '../support/cpl-entries.ts';
import { reportWorld } from '../support/report-world.ts';
import { agreedList } from '../support/srv-messages.ts';
import { deviceIdOf, evaluatedRecord, TRIAL_FIRMWARE } from '../support/trial-records.ts';

const NOW = '2026-11-16T07:00:05.000Z';
const LIST = agreedList(1, '2026-11-01T09:00:00.000Z', [
  { trialId: 'T-1', firmwareVersion: TRIAL_FIRMWARE },
  { trialId: 'T-2', firmwareVersion: '00020130' },
]);
const flagged = (number: number, firmwareVersion: string) => evaluatedRecord(number, [LIST], { firmwareVersion });

describe('the draft of a report', () => {
  test('[R54] reads no device of a trial while trial flagging is off', async () => {
    const { ports } = reportWorld(NOW, [LIST]);
    const governance = {
      ...ports.governance,
      settings: async () => ({ ...DEFAULT_SETTINGS, trialFlagging: 'off' as const }),
    };
    const trialDevices = () => {
      throw new Error('Nobody asked');
    };
    const devices = { ...ports.devices, trialDevices };
    expect((await draftSscReport('SSC', NOW, { ...ports, governance, devices })).trialFlagging).toBe('off');
  });

  test('has no device that the index still has under its trial', async () => {
    const { ports } = reportWorld(NOW, [LIST]);
    const devices = {
      ...ports.devices,
      async *trialDevices(trialId: string) {
        if (trialId === 'T-1') yield* [flagged(1, TRIAL_FIRMWARE), flagged(2, '00020130'), flagged(3, '00020200')];
      },
    };
    const report = await draftSscReport('SSC', NOW, { ...ports, devices });
    expect(report.devices.map(({ deviceId }) => deviceId)).toEqual([deviceIdOf(1)]);
  });

  test('[R71] counts no devices beside a trial that has none in use', async () => {
    const { ports } = reportWorld(NOW, [LIST]);
    const asked: string[] = [];
    const devices = {
      ...ports.devices,
      async *trialDevices(trialId: string) {
        yield evaluatedRecord(1, [LIST], trialId === 'T-1' ? { status: 'Withdrawn' } : { firmwareVersion: '00020130' });
      },
      countByFirmware: async (_: string, __: string, firmware: string) => {
        asked.push(firmware);
        return { total: 0, atLeast: false, byStatus: {}, bySupplier: {} };
      },
    };
    const models = {
      async *all() {
        yield cplEntry({ firmwareVersion: '00000001' });
      },
    };
    const governance = { ...ports.governance, certificates: async () => certificatesOf({ '000001': {} }) };
    await draftSscReport('SSC', NOW, { ...ports, devices, models, governance });
    expect(asked).toEqual(['00000001']);
  });
});

describe('devices that are counted', () => {
  const counting = () => {
    const asked: string[] = [];
    const count = { total: 1, atLeast: false, byStatus: { Commissioned: 1 }, bySupplier: {} };
    const countByFirmware = async (manufacturer: string, model: string, firmware: string) => {
      asked.push(`${manufacturer}/${model}/${firmware}`);
      return count;
    };
    return { asked, count, devices: { countByFirmware } };
  };

  test('of an entry are counted once, however often it stands in a list', async () => {
    const { asked, count, devices } = counting();
    const entry = cplEntry();
    expect(await countDevicesOf([entry, entry], devices)).toEqual(new Map([[entry.entryKey, count]]));
    expect(asked).toHaveLength(1);
  });

  test('[R71] beside a trial are those of the newest certified entries, none of which has a certificate of a trial or none', async () => {
    const { asked, devices } = counting();
    const entry = (number: number, more: Parameters<typeof cplEntry>[0] = {}) =>
      cplEntry({ entryNumber: `00000${number}`, firmwareVersion: `0000000${number}`, ...more });
    const entries = [
      entry(3),
      entry(1),
      entry(2),
      entry(4, { deviceType: 'GSME' }),
      entry(5, { manufacturerIdentifier: 'CD02' }),
      entry(6),
      entry(7),
      entry(8),
    ];
    const certificates = certificatesOf({
      ...Object.fromEntries([1, 2, 3, 4, 5].map((number) => [`00000${number}`, {}])),
      '000006': null,
      '000007': { reference: 'SYN-TRIAL-CPA-0001' },
    });
    const [trial] = trialsOf(foldedLists([LIST]));
    const peers = await countPeers(trial ? [trial] : [], entries, certificates, DEFAULT_SETTINGS, devices);
    expect(peers.get('T-1')).toHaveLength(3);
    expect(asked).toEqual(['3', '2', '1'].map((number) => `AB01/010A030B/0000000${number}`));
  });
});

test('[R71] peers of which not all were counted are said to be at least so many', () => {
  const peer = (atLeast: boolean) => ({ total: 1, atLeast, byStatus: { Commissioned: 1 }, bySupplier: {} });
  const atLeast = (...peers: readonly boolean[]) =>
    comparedWithPeers({ Commissioned: 1 }, peers.map(peer)).compared?.peers.atLeast;
  expect([atLeast(true, false), atLeast(false, false), atLeast(true, true)]).toEqual([true, false, true]);
});

test('[R62] the cases of an entry are those of its number alone, by what is known of it and was decided', async () => {
  const certificates = async () =>
    certificatesOf({ '000001': { date: '2026-12-01' }, '000002': { date: '2026-12-01' } });
  const { ports } = reportWorld(NOW, [LIST]);
  const cases = await casesOfEntry('000001', NOW, {
    governance: { ...ports.governance, certificates },
    models: {
      async *all() {
        yield* [cplEntry(), cplEntry({ entryNumber: '000002', firmwareVersion: '00020130' })];
      },
    },
  });
  const open = cases([]);
  expect(open).toHaveLength(1);
  expect(JSON.stringify(open)).toContain('000001');
});
