import { describe, expect, test } from 'vitest';
import { extractId, isoWeek, reportId } from '../../functions/reports/report-id.ts';

const NOW = '2026-11-16T07:00:05.000Z';

describe('the id of a report', () => {
  test('is that of the day it was due, however late its run comes', () => {
    const due = { report: 'ssc', scheduledTime: '2026-11-16T07:00:00Z' } as const;
    expect(reportId(due, NOW)).toBe('SSC-2026-W47-20261116');
    expect(reportId(due, '2026-11-17T03:00:00.000Z')).toBe('SSC-2026-W47-20261116');
    expect(reportId({ report: 'ssc' }, NOW)).toBe('SSC-2026-W47-20261116');
  });

  test('is that of the London day, not of the day in UTC', () => {
    const due = { report: 'ssc', scheduledTime: '2026-07-05T23:30:00Z' } as const;
    expect(reportId(due, NOW)).toBe('SSC-2026-W28-20260706');
  });

  test('is one for each request of somebody', () => {
    const first = reportId({ report: 'ssc', requestId: 'request-1' }, NOW);
    expect(first).toMatch(/^SSC-2026-W47-R[0-9a-f]{8}$/);
    expect(reportId({ report: 'ssc', requestId: 'request-1' }, NOW)).toBe(first);
    expect(reportId({ report: 'ssc', requestId: 'request-2' }, NOW)).not.toBe(first);
    const late = { report: 'ssc', requestId: 'request-1', scheduledTime: '2026-10-01T07:00:00Z' } as const;
    expect(reportId(late, NOW)).toBe(first);
  });

  test('is one for each past instant that is asked for, in the week of that instant', () => {
    const past = reportId({ report: 'ssc', at: '2026-10-01T07:00:00Z' }, NOW);
    expect(past).toMatch(/^SSC-2026-W40-R[0-9a-f]{8}$/);
    expect(reportId({ report: 'ssc', at: '2026-10-01T08:00:00Z' }, NOW)).not.toBe(past);
  });
});

describe('the id of an extract', () => {
  test.each([
    ['esi-034', 'ESI-034-20261116'],
    ['esi-034i', 'ESI-034i-20261116'],
    ['opr', 'OPR-20261116'],
  ] as const)('of %s is %s, however late its run comes', (report, id) => {
    expect(extractId({ report }, NOW)).toBe(id);
    expect(extractId({ report, scheduledTime: '2026-11-16T03:00:00Z' }, '2026-11-17T03:00:00.000Z')).toBe(id);
  });

  test('is one for each request of somebody', () => {
    expect(extractId({ report: 'opr', requestId: 'request-1' }, NOW)).toMatch(/^OPR-R[0-9a-f]{8}$/);
  });
});

test.each([
  ['2026-11-16', '2026-W47'],
  ['2026-11-22', '2026-W47'],
  ['2026-12-31', '2026-W53'],
  ['2027-01-01', '2026-W53'],
  ['2027-01-04', '2027-W01'],
  ['2024-12-30', '2025-W01'],
])('%s is in week %s', (day, week) => {
  expect(isoWeek(day)).toBe(week);
});
