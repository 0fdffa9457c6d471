import type { Settings } from '../settings/settings.ts';

const HOUR = 3_600_000;

/** How a line that arrived stands against its hours: breached counts from receipt, blocked or not (R7, DOMAIN 5). */
export type DeadlineStatus = 'on-time' | 'at-risk' | 'breached';

/** Until when the DSP must hold what arrived at `receivedAt`: elapsed hours, never working time (R7, CPL18 s5 A). */
export function uploadDeadline(
  receivedAt: string,
  { uploadDeadlineHours }: Pick<Settings, 'uploadDeadlineHours'>,
): string {
  return new Date(Date.parse(receivedAt) + uploadDeadlineHours * HOUR).toISOString();
}

/** How something that arrived at `receivedAt`, and is not in the DSP at `now`, stands against its deadline. */
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

/** A stretch of hours as people say it: `45 min`, `3 h 20 min`, `2 d 4 h`. */
export function hoursInWords(hours: number): string {
  const minutes = Math.max(0, Math.floor(Math.abs(hours) * 60));
  if (minutes < 60) return `${minutes} min`;
  const days = Math.floor(minutes / 1440);
  const rest = Math.floor((minutes % 1440) / 60);
  if (days >= 2) return rest === 0 ? `${days} d` : `${days} d ${rest} h`;
  const wholeHours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${wholeHours} h` : `${wholeHours} h ${minutes % 60} min`;
}
