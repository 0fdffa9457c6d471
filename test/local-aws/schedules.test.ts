import { describe, expect, test } from 'vitest';
import { milliseconds } from '../../infra/local-aws/clock/duration.ts';
import { scheduleExpression } from '../../infra/local-aws/clock/schedule-expression.ts';

function duesAfter(expression: string, timeZone: string, from: string, count: number): readonly string[] {
  const nextDue = scheduleExpression(expression, timeZone, Date.parse(from));
  const dues: string[] = [];
  for (let due = nextDue(Date.parse(from)); due !== undefined && dues.length < count; due = nextDue(due)) {
    dues.push(new Date(due).toISOString());
  }
  return dues;
}

describe('schedules in London', () => {
  test('keep their hour on the wall when the clocks go forward', () => {
    // 29 March 2026, 01:00 GMT becomes 02:00 BST.
    expect(duesAfter('cron(0 7 * * ? *)', 'Europe/London', '2026-03-27T12:00:00Z', 4)).toEqual([
      '2026-03-28T07:00:00.000Z',
      '2026-03-29T06:00:00.000Z',
      '2026-03-30T06:00:00.000Z',
      '2026-03-31T06:00:00.000Z',
    ]);
  });

  test('keep their hour on the wall when the clocks go back', () => {
    // 25 October 2026, 02:00 BST becomes 01:00 GMT.
    expect(duesAfter('cron(0 7 * * ? *)', 'Europe/London', '2026-10-23T12:00:00Z', 3)).toEqual([
      '2026-10-24T06:00:00.000Z',
      '2026-10-25T07:00:00.000Z',
      '2026-10-26T07:00:00.000Z',
    ]);
  });

  test('skip a wall time that spring leaves out', () => {
    expect(duesAfter('cron(30 1 * * ? *)', 'Europe/London', '2026-03-28T00:00:00Z', 2)).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
  });

  test('run once at a wall time that autumn repeats', () => {
    expect(duesAfter('cron(30 1 * * ? *)', 'Europe/London', '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });
});

describe('schedule expressions', () => {
  test('a weekly report is due on its weekday only', () => {
    expect(duesAfter('cron(0 7 ? * MON *)', 'Europe/London', '2026-11-21T00:00:00Z', 2)).toEqual([
      '2026-11-23T07:00:00.000Z',
      '2026-11-30T07:00:00.000Z',
    ]);
  });

  test('minutes can come in steps, ranges and lists', () => {
    expect(duesAfter('cron(0/20 9,17 ? * 2-6 *)', 'UTC', '2026-11-20T09:10:00Z', 7)).toEqual([
      '2026-11-20T09:20:00.000Z',
      '2026-11-20T09:40:00.000Z',
      '2026-11-20T17:00:00.000Z',
      '2026-11-20T17:20:00.000Z',
      '2026-11-20T17:40:00.000Z',
      '2026-11-23T09:00:00.000Z',
      '2026-11-23T09:20:00.000Z',
    ]);
  });

  test('a rate counts from the creation of its schedule', () => {
    expect(duesAfter('rate(15 minutes)', 'UTC', '2026-11-21T00:04:00Z', 2)).toEqual([
      '2026-11-21T00:19:00.000Z',
      '2026-11-21T00:34:00.000Z',
    ]);
  });

  test('at() is due once, on the clocks of its zone', () => {
    expect(duesAfter('at(2026-07-01T09:00:00)', 'Europe/London', '2026-06-01T00:00:00Z', 3)).toEqual([
      '2026-07-01T08:00:00.000Z',
    ]);
  });

  test('a day that never comes is never due', () => {
    expect(duesAfter('cron(0 0 31 2 ? *)', 'UTC', '2190-01-01T00:00:00Z', 1)).toEqual([]);
  });

  test.each([
    'cron(0 7 * * ?)',
    'cron(61 7 * * ? *)',
    'cron(0 7 L * ? *)',
    'cron(0 7 ? * 6#1 *)',
    'rate(0 minutes)',
    'daily',
  ])('%s is refused', (expression) => {
    expect(() => scheduleExpression(expression, 'UTC', 0)).toThrow(RangeError);
  });
});

describe('durations', () => {
  test.each([
    ['PT15M', 900_000],
    ['PT24H', 86_400_000],
    ['P90D', 90 * 86_400_000],
    ['P1W', 7 * 86_400_000],
    ['P1DT0.5S', 86_400_500],
  ])('%s is %i ms', (duration, expected) => {
    expect(milliseconds(duration)).toBe(expected);
  });

  test.each(['P1M', 'P1Y', 'P', 'PT', '24h', '-PT1H', 'P1DT'])('%s is refused', (duration) => {
    expect(() => milliseconds(duration)).toThrow(RangeError);
  });
});
