import * as z from 'zod/mini';
import { TrialReport } from '../contracts/trial-report.ts';
import type { ReportStore } from '../reports/ports.ts';
import type { S3Objects } from './s3-objects.ts';

/** Key of the one object that says which report was made last. */
const LATEST = 'ssc/latest.json';

const Latest = z.object({ reportId: z.string() });

const keyOf = (reportId: string, file: 'report.json' | 'report.html' | 'report.xlsx') => `ssc/${reportId}/${file}`;

/** The reports bucket: a folder a report, with its figures as JSON and as they were laid out. */
export function s3Reports(bucket: Pick<S3Objects, 'facts' | 'text' | 'put' | 'putNew'>): ReportStore {
  async function find(reportId: string): Promise<TrialReport | undefined> {
    const key = keyOf(reportId, 'report.json');
    return (await bucket.facts(key)) === undefined ? undefined : TrialReport.parse(JSON.parse(await bucket.text(key)));
  }

  return {
    find,
    async latest() {
      if ((await bucket.facts(LATEST)) === undefined) return undefined;
      return find(Latest.parse(JSON.parse(await bucket.text(LATEST))).reportId);
    },
    async keep(report) {
      const { reportId } = report;
      const json = JSON.stringify(TrialReport.parse(report), null, 2);
      if ((await bucket.putNew(keyOf(reportId, 'report.json'), json, 'application/json')) === 'put') return report;
      const kept = await find(reportId);
      if (kept === undefined) throw new Error(`The report ${reportId} was kept before, and is not there`);
      return kept;
    },
    async publish({ report: { reportId, rebuilt }, html, workbook }) {
      await bucket.put(keyOf(reportId, 'report.html'), html, 'text/html; charset=utf-8');
      await bucket.put(
        keyOf(reportId, 'report.xlsx'),
        workbook,
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      );
      if (rebuilt === undefined) await bucket.put(LATEST, JSON.stringify({ reportId }), 'application/json');
    },
  };
}
