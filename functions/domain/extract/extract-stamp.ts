import type { Finding } from '../findings/finding.ts';

/** What an extract is ordered by: its own list version, and the time of its upload where two versions are equal. */
export type ExtractStamp = {
  /** ISO instant. */
  readonly version: string;
  /** ISO instant at which the object was written. */
  readonly lastModified: string;
  readonly source: 'metadata' | 'name' | 'last-modified';
};

/** What is known of an extract before its first byte is read. */
export type ExtractObject = {
  readonly key: string;
  /** The object metadata `cpl-version`, if there is one. */
  readonly cplVersion?: string | undefined;
  /** ISO instant. */
  readonly lastModified: string;
};

const INSTANT =
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})T(?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;
const DAY_IN_NAME =
  /(?<!\d)(?<year>20\d{2})(?<dash>-?)(?<month>\d{2})\k<dash>(?<day>\d{2})(?:[T _-]?(?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2})?)?(?!\d)/g;

const LONDON = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/**
 * Finds the stamp of an extract: its metadata `cpl-version`, else a date with an optional time in its name, read as
 * London time, else when it was uploaded (DESIGN 6). Metadata that is no instant refuses the extract, because a wrong
 * order would undo newer changes.
 */
export function extractStamp(
  object: ExtractObject,
):
  | { readonly outcome: 'stamped'; readonly stamp: ExtractStamp }
  | { readonly outcome: 'refused'; readonly finding: Finding } {
  const lastModified = new Date(object.lastModified).toISOString();
  const declared = object.cplVersion?.trim() ?? '';
  if (declared !== '') {
    const version = instantOf(declared);
    if (version === undefined) return { outcome: 'refused', finding: notAnInstant(declared) };
    return { outcome: 'stamped', stamp: { version, lastModified, source: 'metadata' } };
  }
  const named = instantInName(object.key);
  return named === undefined
    ? { outcome: 'stamped', stamp: { version: lastModified, lastModified, source: 'last-modified' } }
    : { outcome: 'stamped', stamp: { version: named, lastModified, source: 'name' } };
}

/** Says whether an extract is newer than the accepted one: by version, and by the time of its upload where they tie. */
export function isNewer(
  stamp: Pick<ExtractStamp, 'version' | 'lastModified'>,
  accepted: Pick<ExtractStamp, 'version' | 'lastModified'>,
): boolean {
  if (stamp.version !== accepted.version) return Date.parse(stamp.version) > Date.parse(accepted.version);
  return Date.parse(stamp.lastModified) > Date.parse(accepted.lastModified);
}

type ClockReading = Readonly<Partial<Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', string>>>;

function instantOf(text: string): string | undefined {
  const reading = INSTANT.exec(text)?.groups;
  const instant = Date.parse(text);
  return reading === undefined || utcOf(reading) === undefined || Number.isNaN(instant)
    ? undefined
    : new Date(instant).toISOString();
}

function instantInName(key: string): string | undefined {
  const name = key.slice(key.lastIndexOf('/') + 1);
  for (const { groups = {} } of name.matchAll(DAY_IN_NAME)) {
    const { year, month, day } = groups;
    const local = utcOf(groups) ?? utcOf({ year, month, day });
    if (local !== undefined) return inLondon(local);
  }
  return undefined;
}

/** The reading of a clock as if it were in UTC, in milliseconds; undefined when no clock shows it. */
function utcOf({ year, month, day, hour = '00', minute = '00', second = '00' }: ClockReading): number | undefined {
  const [hours, minutes, seconds] = [Number(hour), Number(minute), Number(second)];
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const instant = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day), hours, minutes, seconds));
  const isReal = instant.getUTCMonth() === Number(month) - 1 && instant.getUTCDate() === Number(day);
  return isReal ? instant.getTime() : undefined;
}

/** The instant at which a London clock shows a reading; the first one when it shows it twice. */
function inLondon(local: number): string {
  const wanted = shownAs(local, 'UTC');
  const summer = local - 60 * 60 * 1000;
  const isSummer = LONDON.format(summer) === wanted;
  return new Date(isSummer ? summer : local).toISOString();
}

function shownAs(instant: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(instant);
}

function notAnInstant(value: string): Finding {
  return {
    code: 'CPL-VERSION-INVALID',
    severity: 'file',
    line: 0,
    field: 'cpl-version',
    value,
    message:
      'The object metadata cpl-version is no ISO 8601 instant, such as 2018-05-09T14:30:00Z, so the order of the extract is not known. Correct it and upload again.',
  };
}
