import { createHash } from 'node:crypto';
import type { ExtractRequest } from '../contracts/inventory-extract.ts';
import type { ReportRequest } from '../contracts/trial-report.ts';
import { londonDay } from '../domain/calendar/london-time.ts';

/**
 * The id of a report: `SSC-2026-W47-20261116` for the scheduled one of that day, however often or late its run
 * comes; `SSC-2026-W47-R1a2b3c4d` for one that someone asked for, always the same for the same request. The week is
 * that of which the report speaks.
 */
export function reportId(request: ReportRequest, now: string): string {
  const { requestId, scheduledTime, at } = request;
  const asked = requestId ?? at;
  const day = londonDay(at ?? (requestId === undefined ? (scheduledTime ?? now) : now));
  return `SSC-${isoWeek(day)}-${asked === undefined ? day.replaceAll('-', '') : `R${digestOf(asked)}`}`;
}

/**
 * The id of an extract: `ESI-034-20261116` for the one of that London day, however often or late its run comes;
 * `ESI-034-R1a2b3c4d` for one that someone asked for, always the same for the same request.
 */
export function extractId({ report, requestId, scheduledTime }: ExtractRequest, now: string): string {
  const name = report === 'esi-034i' ? 'ESI-034i' : report.toUpperCase();
  if (requestId === undefined) return `${name}-${londonDay(scheduledTime ?? now).replaceAll('-', '')}`;
  return `${name}-R${digestOf(requestId)}`;
}

/** The ISO 8601 week of a day, as `2026-W47`: it belongs to the year its Thursday is in. */
export function isoWeek(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * 86_400_000);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * 86_400_000)) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

function digestOf(requestId: string): string {
  return createHash('sha256').update(requestId).digest('hex').slice(0, 8);
}
