import { describe, expect, test } from 'vitest';
import { emptyRecord } from '../../functions/domain/devices/device-record.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { smiDevice } from '../../functions/domain/devices/smi-device.ts';
import { trialReportMail } from '../../functions/email/trial-report-mail.ts';
import { trialCertified, withoutFlag } from '../../functions/reports/without-flag.ts';
import { trialReport } from '../../functions/reports/trial-report.ts';
import { type Certificates, NO_CERTIFICATES } from '../../functions/domain/cpl/certificates.ts';
import { certificatesOf } from '../support/certificates.ts';
import { cplEntry } from '../support/cpl-entries.ts';
import { fakeDevices } from '../support/fake-devices.ts';
import { agreedList } from '../support/srv-messages.ts';
import { flaggedDevices, reportMaterial, trialDevices, trialEntry } from '../support/trial-material.ts';
import { deviceIdOf, evaluatedRecord, TRIAL_FIRMWARE } from '../support/trial-records.ts';

const LISTS = [agreedList(1, '2026-11-01T00:00:00.000Z', [{ trialId: 'T-1', firmwareVersion: TRIAL_FIRMWARE }])];
const ENTRIES = [
  cplEntry({ entryNumber: '000001', firmwareVersion: TRIAL_FIRMWARE }),
  cplEntry({ entryNumber: '000002', firmwareVersion: '00020130', status: 'Removed' }),
  cplEntry({ entryNumber: '000003', firmwareVersion: '00020200' }),
];
const CERTIFICATES = certificatesOf({
  '000001': { reference: 'CPA-TRIAL-1' },
  '000002': { reference: 'CPA-TRIAL-2' },
  '000003': { reference: 'CPA-7' },
});

async function found(trialFlagging: 'on' | 'off' = 'on', certificates: Certificates = CERTIFICATES) {
  const devices = fakeDevices();
  const records = [
    evaluatedRecord(1, LISTS),
    evaluatedRecord(2, LISTS, { firmwareVersion: '00020130' }),
    evaluatedRecord(3, LISTS, { firmwareVersion: '00020200' }),
    // Flagged, and its entry is not on the CPL (yet).
    evaluatedRecord(4, [agreedList(1, '2026-11-01T00:00:00.000Z', [{ trialId: 'T-2', firmwareVersion: '0000FFFF' }])], {
      firmwareVersion: '0000FFFF',
    }),
  ];
  for (const record of [...records, { ...emptyRecord(deviceIdOf(5)), revision: 1 }]) await devices.put(record, 0);
  const settings = { ...DEFAULT_SETTINGS, trialFlagging };
  const certified = await trialCertified(ENTRIES, certificates, settings, devices);
  const flagged = records.map((record) => smiDevice(record, settings)).filter(({ trial }) => trial !== null);
  return withoutFlag({ ...certified, settings }, [flaggedDevices(flagged)]);
}

describe('the report without the flag', () => {
  test('[R68] finds the devices of every CPL entry with a trial certificate, whatever became of the entry', async () => {
    expect((await found()).entries).toEqual([
      {
        entryKey: `ESME/AB01/010A/030B/${TRIAL_FIRMWARE}`,
        certificateId: 'CPA-TRIAL-1',
        status: 'Current',
        devices: 1,
        flagged: 1,
      },
      {
        entryKey: 'ESME/AB01/010A/030B/00020130',
        certificateId: 'CPA-TRIAL-2',
        status: 'Removed',
        devices: 1,
        flagged: 0,
      },
    ]);
  });

  test('[R68] a device that the index still has under firmware that it has left is not counted', async () => {
    const devices = fakeDevices();
    await devices.put(evaluatedRecord(1, LISTS, { firmwareVersion: '00020200' }), 0);
    const { trialCertified: counted } = await trialCertified(ENTRIES, CERTIFICATES, DEFAULT_SETTINGS, {
      ...devices,
      idsByFirmware: async function* () {
        yield deviceIdOf(1);
      },
    });
    expect(counted).toMatchObject([
      { entry: { entryNumber: '000001' }, devices: 0, flagged: 0, notFlagged: [] },
      { entry: { entryNumber: '000002' }, devices: 0, flagged: 0, notFlagged: [] },
    ]);
  });

  test('[R65] names the devices for which the CPL and the flag disagree', async () => {
    expect((await found()).disagreements).toMatchObject([
      { what: 'not-flagged', deviceId: deviceIdOf(2), entryKey: 'ESME/AB01/010A/030B/00020130' },
      { what: 'no-trial-certificate', deviceId: deviceIdOf(4), trialId: 'T-2', firmwareVersion: '0000FFFF' },
    ]);
  });

  test('[R68] says nothing of entries whose certificate is not known: that is no disagreement', async () => {
    const { entries, disagreements } = await found('on', NO_CERTIFICATES);
    expect(entries).toEqual([]);
    // The other flagged device runs firmware that is on no list.
    expect(disagreements.map(({ deviceId }) => deviceId)).toEqual([deviceIdOf(4)]);
  });

  test('[R68] asks about a flagged device whose entry is known to have no certificate', async () => {
    const { disagreements } = await found('on', certificatesOf({ '000001': null }));
    expect(disagreements.map(({ what, deviceId }) => [what, deviceId])).toEqual([
      ['no-trial-certificate', deviceIdOf(1)],
      ['no-trial-certificate', deviceIdOf(4)],
    ]);
  });

  test('[R54] [R68] still finds them with the feature switch off, and has nothing to compare', async () => {
    const { entries, disagreements, leftOut } = await found('off');
    expect(entries.map(({ devices }) => devices)).toEqual([1, 1]);
    expect([disagreements, leftOut]).toEqual([[], { notFlagged: 0, noTrialCertificate: 0 }]);
  });

  test('[R76] is in the mail without a device id, and in the summary only where there is something to ask', () => {
    const devices = new Map([['SYN-TRIAL-1', trialDevices('SYN-TRIAL-1', 2)]]);
    const agreeing = trialReport(reportMaterial({ agreedLists: LISTS, devices }));
    expect(agreeing.summary.join(' ')).not.toContain('By the CPL');
    const [device] = trialDevices('SYN-TRIAL-9', 1);
    const notFlagged = device === undefined ? [] : [device];
    const report = trialReport(
      reportMaterial({
        agreedLists: LISTS,
        trialCertified: [
          { entry: trialEntry(), cpaReference: 'SYN-TRIAL-CPA-0001', devices: 1, flagged: 0, notFlagged },
        ],
      }),
    );
    expect(report.summary.join(' ')).toContain(
      'By the CPL, 1 device runs firmware with a trial certificate, without being in a trial.',
    );
    const { text } = trialReportMail(report, new Uint8Array([1]), ['ssc@example.org']);
    expect(text).toContain('The CPL and the flag disagree on 1 device');
    expect(text).not.toContain(device?.deviceId);
  });
});
