import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { trialReportMail } from '../../functions/email/trial-report-mail.ts';
import { draftSscReport } from '../../functions/reports/draft-ssc-report.ts';
import { MOST_NAMED } from '../../functions/reports/flagged-devices.ts';
import { trialCertified, withoutFlag } from '../../functions/reports/without-flag.ts';
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

test('[R65] of 25,000 trial devices the report counts each and names 10,000, and holds no more than a few records at once', async () => {
  const { ports, devices } = reportWorld(NOW, LISTS);
  const held = heldItems();
  const trialDevices = () => held.each(recordsLike(TEMPLATE, 25_000));
  const report = await draftSscReport('SSC-1', NOW, { ...ports, devices: { ...devices, trialDevices } });
  expect(report.trials).toMatchObject([
    { devices: 25_000, devicesByStatus: [{ status: 'Commissioned', devices: 25_000 }] },
  ]);
  expect(report.devices).toHaveLength(MOST_NAMED);
  expect(report.devicesLeftOut).toBe(25_000 - MOST_NAMED);
  // Their firmware is on no list here.
  expect(report.withoutFlag.disagreements).toHaveLength(MOST_NAMED);
  expect(report.withoutFlag.leftOut).toEqual({ notFlagged: 0, noTrialCertificate: 25_000 - MOST_NAMED });
  expect(report.summary).toContain('25,000 trial devices run firmware that has no trial certificate on the CPL.');
  expect(report.summary.at(-2)).toBe(
    'The spreadsheet names 10,000 trial devices and counts all 25,000; the list of OPR exclusions names each.',
  );
  expect(trialReportMail(report, new Uint8Array(), []).text).toContain('disagree on 25,000 devices');
  expect(held.counts().given).toBe(25_000);
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

test('[R68] of 12,000 devices without the flag 10,000 are named, and all are counted', async () => {
  const plain = [...recordsLike({ ...TEMPLATE, trials: [] }, 12_000)].map(
    (record) => [record.deviceId, record] as const,
  );
  const { asked: _, ...reading } = readInPieces(new Map(plain));
  const certified = await trialCertified(
    // Two entries of one firmware: their devices are the same.
    [
      cplEntry({ firmwareVersion: TRIAL_FIRMWARE }),
      cplEntry({ entryNumber: '000002', firmwareVersion: TRIAL_FIRMWARE }),
    ],
    certificatesOf({ '000001': { reference: 'CPA-TRIAL-1' }, '000002': { reference: 'CPA-TRIAL-2' } }),
    DEFAULT_SETTINGS,
    { ...fakeDevices(), ...reading },
  );
  const { disagreements, leftOut } = withoutFlag({ ...certified, settings: DEFAULT_SETTINGS }, []);
  expect(disagreements).toHaveLength(MOST_NAMED);
  expect(leftOut).toEqual({ notFlagged: 2000, noTrialCertificate: 0 });
});
