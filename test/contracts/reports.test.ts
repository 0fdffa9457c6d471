import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { s3Objects } from '../../functions/adapters/s3-objects.ts';
import { s3Reports } from '../../functions/adapters/s3-reports.ts';
import type { ReportStore } from '../../functions/reports/ports.ts';
import { trialReport } from '../../functions/reports/trial-report.ts';
import { fakeReportStore } from '../support/fake-reports.ts';
import { agreedList, agreedRow, reportMaterial, trialDevices } from '../support/trial-material.ts';
import { type ContractBuckets, contractBuckets, SERVICES } from '../support/contract-services.ts';
import { steadyServices } from '../simulation/steady.ts';

let buckets: ContractBuckets;
beforeAll(async () => {
  buckets = await contractBuckets();
});
afterAll(() => buckets.stop());

async function onService(): Promise<ReportStore> {
  return s3Reports(s3Objects(buckets.client, await buckets.createBucket()));
}

const numbered = (reportId: string) =>
  trialReport(
    reportMaterial({
      reportId,
      agreedLists: [agreedList([agreedRow()])],
      devices: new Map([['SYN-TRIAL-1', trialDevices('SYN-TRIAL-1', 3)]]),
    }),
  );
const laidOut = (reportId: string) => ({
  report: numbered(reportId),
  html: '<p>é</p>',
  workbook: new Uint8Array([0, 1, 255]),
});

describe.each([
  ['the reports in memory', async (): Promise<ReportStore> => fakeReportStore()],
  ['the simulated reports', async (): Promise<ReportStore> => s3Reports(s3Objects(steadyServices().s3, 'reports'))],
  [`the reports bucket on ${SERVICES}`, onService],
])('%s', (kind, make) => {
  test('have none to begin with', async () => {
    const reports = await make();
    expect(await reports.find('SSC-2026-W47-20261116')).toBeUndefined();
    expect(await reports.latest()).toBeUndefined();
  });

  test('give a report back as it was kept', async () => {
    const reports = await make();
    await reports.keep(numbered('SSC-2026-W47-20261116'));
    expect(await reports.find('SSC-2026-W47-20261116')).toEqual(numbered('SSC-2026-W47-20261116'));
  });

  // The emulator takes no condition on a put.
  test.skipIf(kind.includes('the emulator'))('keep the figures of a number as they were kept first', async () => {
    const reports = await make();
    const first = numbered('SSC-2026-W47-20261116');
    expect(await reports.keep(first)).toEqual(first);
    expect(await reports.keep({ ...first, summary: ['another run'] })).toEqual(first);
    expect(await reports.find('SSC-2026-W47-20261116')).toEqual(first);
  });

  test('know as the latest the one that was published last, not one that was only kept', async () => {
    const reports = await make();
    for (const id of ['SSC-2026-W46-20261109', 'SSC-2026-W47-20261116']) {
      await reports.keep(numbered(id));
      await reports.publish(laidOut(id));
    }
    await reports.keep(numbered('SSC-2026-W48-20261123'));
    expect((await reports.latest())?.reportId).toBe('SSC-2026-W47-20261116');
  });
});
