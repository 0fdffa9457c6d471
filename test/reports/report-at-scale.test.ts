import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { draftSscReport } from '../../functions/reports/draft-ssc-report.ts';
import { trialCertified } from '../../functions/reports/without-flag.ts';
import { certificatesOf } from '../support/certificates.ts';
import { cplEntry } from '../support/cpl-entries.ts';
import { readInPieces, recordsLike } from '../support/devices-at-scale.ts';
import { fakeDevices } from '../support/fake-devices.ts';
import { heldItems } from '../support/held-items.ts';
import { reportWorld } from '../support/report-world.ts';
import { agreedList } from '../support/srv-messages.ts';
import { evaluatedRecord, TRIAL_FIRMWARE } from '../support/trial-records.ts';

const LISTS = [agreedList(1, '2026-11-01T00:00:00.000Z', [{ trialId: 'T-1', firmwareVersion: TRIAL_FIRMWARE }])];
const NOW = '2026-11-09T07:00:00.000Z';
const TEMPLATE = evaluatedRecord(1, LISTS);

test('[R65] of 10,000 trial devices the report keeps a line each, and no more than a few of their records at once', async () => {
  const { ports, devices } = reportWorld(NOW, LISTS);
  const held = heldItems();
  const trialDevices = () => held.each(recordsLike(TEMPLATE, 10_000));
  const report = await draftSscReport('SSC-1', NOW, { ...ports, devices: { ...devices, trialDevices } });
  expect(report.devices).toHaveLength(10_000);
  expect(held.counts().given).toBe(10_000);
  expect(held.counts().most).toBeLessThan(20);
});

test('[R68] devices with trial firmware are read a thousand at a time and counted; those without the flag are named', async () => {
  const known = new Map([...recordsLike(TEMPLATE, 2500)].map((record) => [record.deviceId, record]));
  const [plain] = known.values();
  if (plain === undefined) throw new Error('There is no device');
  known.set(plain.deviceId, { ...plain, trials: [] });
  const { asked, ...reading } = readInPieces(known);
  const certified = await trialCertified(
    [cplEntry({ firmwareVersion: TRIAL_FIRMWARE })],
    certificatesOf({ '000001': { reference: 'CPA-TRIAL-1' } }),
    DEFAULT_SETTINGS,
    { ...fakeDevices(), ...reading },
  );
  expect(asked).toEqual([1000, 1000, 500]);
  expect(certified.trialCertified).toMatchObject([
    { devices: 2500, flagged: 2499, notFlagged: [{ deviceId: plain.deviceId }] },
  ]);
});
