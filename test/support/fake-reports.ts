import { TrialReport } from '../../functions/contracts/trial-report.ts';
import type { ReportFiles, ReportStore } from '../../functions/reports/ports.ts';

/** The reports bucket in memory: what is kept passes through JSON, as it does there. */
export function fakeReportStore(): ReportStore & { published: ReportFiles[] } {
  const kept = new Map<string, string>();
  const published: ReportFiles[] = [];
  const read = (reportId: string): TrialReport | undefined => {
    const json = kept.get(reportId);
    return json === undefined ? undefined : TrialReport.parse(JSON.parse(json));
  };
  return {
    published,
    find: async (reportId) => read(reportId),
    latest: async () => {
      const last = published.findLast(({ report }) => report.rebuilt === undefined);
      return last === undefined ? undefined : read(last.report.reportId);
    },
    async keep(report) {
      const before = read(report.reportId);
      if (before === undefined) kept.set(report.reportId, JSON.stringify(report));
      return before ?? report;
    },
    publish: async (files) => void published.push(files),
  };
}
