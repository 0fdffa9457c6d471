import type { Settings } from '../settings/settings.ts';

const HOUR = 3_600_000;

/** Whether a line is within its hours: breached counts from receipt, blocked or not (R7, DOMAIN 5). */
export type DeadlineStatus = 'on-time' | 'at-risk' | 'breached';

/** Until when the DSP must hold what arrived at `receivedAt`: elapsed hours, never working time (R7, CPL18 s5 A). */
export function uploadDeadline(
  receivedAt: string,
  { uploadDeadlineHours }: Pick<Settings, 'uploadDeadlineHours'>,
): string {
  return new Date(Date.parse(receivedAt) + uploadDeadlineHours * HOUR).toISOString();
}

/** How something that arrived at `receivedAt`, and is not in the DSP at `now`, compares with its deadline. */
export function deadlineStatus(
  receivedAt: string,
  now: string,
  settings: Pick<Settings, 'uploadDeadlineHours' | 'uploadAtRiskHours'>,
): DeadlineStatus {
  const hours = elapsedHours(receivedAt, now);
  if (hours >= settings.uploadDeadlineHours) return 'breached';
  return hours >= settings.uploadAtRiskHours ? 'at-risk' : 'on-time';
}

/** Hours of the clock between two instants; negative when `to` is the earlier one. */
export function elapsedHours(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / HOUR;
}

/** A stretch of hours as people say it: `less than 1 min`, `45 min`, `3 h 20 min`, `2 d 4 h`. */
export function hoursInWords(hours: number): string {
  const minutes = Math.floor(Math.round(Math.abs(hours) * HOUR) / 60_000);
  if (minutes < 1) return 'less than 1 min';
  if (minutes < 60) return `${minutes} min`;
  const days = Math.floor(minutes / 1440);
  const rest = Math.floor((minutes % 1440) / 60);
  if (days >= 2) return rest === 0 ? `${days} d` : `${days} d ${rest} h`;
  const wholeHours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${wholeHours} h` : `${wholeHours} h ${minutes % 60} min`;
}

/**
 * Hours against their limit: `9 min of 20 min`. Once the limit is reached the two differ, however little it is by, so
 * that one sees why it is missed: `20 min 1 s of 20 min`, `5 d 40 min of 5 d`.
 */
export function hoursOfLimit(hours: number, limitHours: number): string {
  const [elapsed, limit] = [hoursInWords(hours), hoursInWords(limitHours)];
  if (hours < limitHours || elapsed !== limit) return `${elapsed} of ${limit}`;
  const seconds = Math.max(1, Math.round((hours - limitHours) * 3600));
  const more = seconds < 60 ? `${seconds} s` : hoursInWords(seconds / 3600);
  return `${limit} ${more} of ${limit}`;
}
