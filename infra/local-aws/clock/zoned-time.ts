/** A time on the wall of some place: no offset, so it may happen twice or never on the days the clocks change. */
export type WallTime = {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
};

const DAY_MS = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}

/** What the clocks of a time zone show at an instant (milliseconds since 1970). */
export function wallTimeAt(instant: number, timeZone: string): WallTime {
  const shown = new Map(
    formatFor(timeZone)
      .formatToParts(instant)
      .map((part) => [part.type, Number(part.value)]),
  );
  const field = (name: Intl.DateTimeFormatPartTypes): number => shown.get(name) ?? Number.NaN;
  return {
    year: field('year'),
    month: field('month'),
    day: field('day'),
    hour: field('hour'),
    minute: field('minute'),
    second: field('second'),
  };
}

/**
 * The first instant at which the clocks of a time zone show a wall time; `undefined` when they skip it in spring.
 * A time shown twice in autumn is the first of the two.
 */
export function instantOf(wall: WallTime, timeZone: string): number | undefined {
  const asUtc = utcOf(wall);
  const offsets = [asUtc - DAY_MS, asUtc + DAY_MS].map((near) => utcOf(wallTimeAt(near, timeZone)) - near);
  return offsets
    .map((offset) => asUtc - offset)
    .filter((candidate) => utcOf(wallTimeAt(candidate, timeZone)) === asUtc)
    .sort((a, b) => a - b)[0];
}

function utcOf(wall: WallTime): number {
  return Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
}
