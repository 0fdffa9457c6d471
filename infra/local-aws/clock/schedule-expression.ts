import { type CronFields, cronFields } from './cron-fields.ts';
import { instantOf, type WallTime, wallTimeAt } from './zoned-time.ts';

const DAY_MS = 86_400_000;
const LAST_YEAR = 2199;
const RATE = /^rate\((\d+) (minute|minutes|hour|hours|day|days)\)$/;
const AT = /^at\((\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})\)$/;
const CRON = /^cron\((.+)\)$/;

/** When a schedule is next due, strictly after an instant (both in milliseconds); `undefined` when never again. */
export type NextDue = (after: number) => number | undefined;

/**
 * Reads an expression of EventBridge Scheduler: `rate(…)` counted from `start`, `cron(…)` and `at(…)` on the clocks
 * of the time zone. As the Scheduler does, a wall time that spring skips is skipped, one that autumn repeats runs once.
 *
 * @throws RangeError for an expression it does not understand.
 */
export function scheduleExpression(expression: string, timeZone: string, start: number): NextDue {
  const rate = RATE.exec(expression);
  if (rate !== null) return everySo(Number(rate[1]) * unitMs(rate[2] ?? ''), start);
  const at = AT.exec(expression);
  if (at !== null) return once(at.slice(1).map(Number), timeZone);
  const cron = CRON.exec(expression);
  if (cron !== null) return onCalendar(cronFields(cron[1] ?? ''), timeZone);
  throw new RangeError(`Schedule expression ${JSON.stringify(expression)} is not a rate(), cron() or at()`);
}

function unitMs(unit: string): number {
  if (unit.startsWith('minute')) return 60_000;
  return unit.startsWith('hour') ? 3_600_000 : DAY_MS;
}

function everySo(interval: number, start: number): NextDue {
  if (interval <= 0) throw new RangeError('A rate() of zero would never end');
  return (after) => start + Math.max(1, Math.floor((after - start) / interval) + 1) * interval;
}

function once(fields: readonly number[], timeZone: string): NextDue {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = fields;
  const due = instantOf({ year, month, day, hour, minute, second }, timeZone);
  return (after) => (due !== undefined && due > after ? due : undefined);
}

function onCalendar(fields: CronFields, timeZone: string): NextDue {
  return (after) => {
    const { year, month, day } = wallTimeAt(after, timeZone);
    for (let date = Date.UTC(year, month - 1, day); new Date(date).getUTCFullYear() <= LAST_YEAR; date += DAY_MS) {
      const due = firstDueOn(new Date(date), fields, timeZone, after);
      if (due !== undefined) return due;
    }
    return undefined;
  };
}

function firstDueOn(date: Date, fields: CronFields, timeZone: string, after: number): number | undefined {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  const falls =
    fields.year.has(year) &&
    fields.month.has(month) &&
    fields.dayOfMonth.has(day) &&
    fields.dayOfWeek.has(date.getUTCDay() + 1);
  if (!falls) return undefined;
  for (const hour of fields.hour) {
    for (const minute of fields.minute) {
      const wall: WallTime = { year, month, day, hour, minute, second: 0 };
      const due = instantOf(wall, timeZone);
      if (due !== undefined && due > after) return due;
    }
  }
  return undefined;
}
