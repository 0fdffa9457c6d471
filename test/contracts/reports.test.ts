import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { s3Objects } from '../../functions/adapters/s3-objects.ts';
import { s3Reports } from '../../functions/adapters/s3-reports.ts';
import type { ReportStore } from '../../functions/reports/ports.ts';
import { trialReport } from '../../functions/reports/trial-report.ts';
import { fakeReportStore } from '../support/fake-reports.ts';
import { agreedList, agreedRow, reportMaterial, trialDevices } from '../support/trial-material.ts';

let server: FauxqsServer;
let client: S3Client;
beforeAll(async () => {
  server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  client = new S3Client({
    endpoint: `http://127.0.0.1:${server.port}`,
    region: 'eu-west-2',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

let buckets = 0;
async function onEmulator(): Promise<ReportStore> {
  buckets += 1;
  await client.send(new CreateBucketCommand({ Bucket: `reports-${buckets}` }));
  return s3Reports(s3Objects(client, `reports-${buckets}`));
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
  ['the reports bucket', onEmulator],
])('%s', (_, make) => {
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
