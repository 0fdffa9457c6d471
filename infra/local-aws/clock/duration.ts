const ISO_DURATION = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/**
 * Milliseconds of an ISO 8601 duration in weeks, days, hours, minutes and seconds, such as `PT24H` or `P90D`.
 *
 * @throws RangeError for anything else, months and years among it: they have no fixed length.
 */
export function milliseconds(duration: string): number {
  const parts = ISO_DURATION.exec(duration);
  if (parts === null || parts.slice(1).every((part) => part === undefined) || duration.endsWith('T'))
    throw new RangeError(
      `${JSON.stringify(duration)} is not an ISO 8601 duration of weeks, days, hours, minutes and seconds such as PT24H or P90D`,
    );
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  return Math.round(weeks * WEEK + days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND);
}
