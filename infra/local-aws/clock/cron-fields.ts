/** The six fields of an AWS cron expression, each as the sorted set of values at which it fires. */
export type CronFields = {
  readonly minute: ReadonlySet<number>;
  readonly hour: ReadonlySet<number>;
  readonly dayOfMonth: ReadonlySet<number>;
  readonly month: ReadonlySet<number>;
  /** 1 is Sunday, as AWS counts. */
  readonly dayOfWeek: ReadonlySet<number>;
  readonly year: ReadonlySet<number>;
};

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

type FieldRange = { readonly from: number; readonly to: number; readonly names?: readonly string[] };

/**
 * Parses `minutes hours day-of-month month day-of-week year`.
 *
 * @throws RangeError for a wrong number of fields, a value out of range, and for `L`, `W` and `#`, which are refused.
 */
export function cronFields(text: string): CronFields {
  const [minute, hour, dayOfMonth, month, dayOfWeek, year, ...rest] = text.trim().split(/\s+/);
  if (year === undefined || rest.length > 0)
    throw new RangeError(`cron(${text}) has not the six fields minutes, hours, day of month, month, day of week, year`);
  return {
    minute: values(minute, { from: 0, to: 59 }),
    hour: values(hour, { from: 0, to: 23 }),
    dayOfMonth: values(dayOfMonth, { from: 1, to: 31 }),
    month: values(month, { from: 1, to: 12, names: MONTHS }),
    dayOfWeek: values(dayOfWeek, { from: 1, to: 7, names: DAYS }),
    year: values(year, { from: 1970, to: 2199 }),
  };
}

function values(field: string | undefined, range: FieldRange): ReadonlySet<number> {
  const all = (field ?? '').split(',').flatMap((part) => partValues(part, range));
  return new Set(all.sort((a, b) => a - b));
}

function partValues(part: string, range: FieldRange): number[] {
  const [span = '', stepText] = part.split('/');
  const step = stepText === undefined ? 1 : Number(stepText);
  const [first, last] = spanOf(span, stepText !== undefined, range);
  const sound = Number.isInteger(step) && step > 0 && first >= range.from && last <= range.to && first <= last;
  if (!sound)
    throw new RangeError(`Cron field ${JSON.stringify(part)} is not understood (${range.from} to ${range.to})`);
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step);
}

function spanOf(span: string, stepped: boolean, range: FieldRange): readonly [number, number] {
  if (span === '*' || span === '?') return [range.from, range.to];
  const [firstText = '', lastText] = span.split('-');
  const first = valueOf(firstText, range);
  if (lastText !== undefined) return [first, valueOf(lastText, range)];
  return [first, stepped ? range.to : first];
}

function valueOf(text: string, range: FieldRange): number {
  const named = range.names?.indexOf(text.toUpperCase()) ?? -1;
  if (named >= 0) return range.from + named;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}
