import type { Chart } from './chart-list.ts';
import { type PeriodValue, periodsOf, type TimeRange } from './time-range.ts';

/** A chart with the values of its range. */
export type DrawnChart = {
  readonly chart: Chart;
  readonly range: TimeRange;
  /** For each series a value for each period, in the unit of the chart; undefined where nothing was reported. */
  readonly values: readonly (readonly (number | undefined)[])[];
  /** The top of the axis. */
  readonly top: number;
  /** Stretches in which no series has a value: from a period, and how many. */
  readonly gaps: readonly { readonly from: number; readonly periods: number }[];
};

/** Puts the values of a chart in their periods. */
export function drawnChart(chart: Chart, points: readonly (readonly PeriodValue[])[], range: TimeRange): DrawnChart {
  const periods = periodsOf(range);
  const values = chart.series.map((_, index) => {
    const row: (number | undefined)[] = Array.from({ length: periods }, () => undefined);
    for (const { at, value } of points[index] ?? []) {
      const period = Math.round((at - range.from) / range.periodMs);
      if (period >= 0 && period < periods) row[period] = value / chart.divisor;
    }
    return row;
  });
  const heights = Array.from({ length: periods }, (_, period) => {
    const there = values.map((row) => row[period] ?? 0);
    return chart.kind === 'bars' ? there.reduce((sum, value) => sum + value, 0) : Math.max(0, ...there);
  });
  const isEmpty = (period: number): boolean => values.every((row) => row[period] === undefined);
  return {
    chart,
    range,
    values,
    top: topOf(Math.max(chart.limit?.value ?? 0, ...heights)),
    gaps: stretches(periods, isEmpty),
  };
}

/** The lowest round number that is not below a value: half of it is round too. */
export function topOf(highest: number): number {
  if (highest <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(highest));
  return ([1, 2, 3, 4, 5, 6, 8].find((factor) => factor * power >= highest) ?? 10) * power;
}

/** Whether nothing was reported of a chart in its whole range. */
export function isSilent({ values }: DrawnChart): boolean {
  return values.every((row) => row.every((value) => value === undefined));
}

function stretches(periods: number, holds: (period: number) => boolean): DrawnChart['gaps'] {
  const found: { from: number; periods: number }[] = [];
  for (let period = 0; period < periods; period += 1) {
    if (!holds(period)) continue;
    const last = found.at(-1);
    if (last !== undefined && last.from + last.periods === period) last.periods += 1;
    else found.push({ from: period, periods: 1 });
  }
  return found;
}

/** The parts of a line between its gaps: the period in which each begins, and its values. */
export function lineParts(
  row: readonly (number | undefined)[],
): readonly { readonly from: number; readonly values: readonly number[] }[] {
  const parts: { from: number; values: number[] }[] = [];
  for (const [period, value] of row.entries()) {
    if (value === undefined) continue;
    const last = parts.at(-1);
    if (last !== undefined && last.from + last.values.length === period) last.values.push(value);
    else parts.push({ from: period, values: [value] });
  }
  return parts;
}

/** A value as people read it: no more digits than matter. */
export function valueInWords(value: number): string {
  const size = Math.abs(value);
  return value.toLocaleString(
    'en-GB',
    size < 1 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: size < 100 ? 1 : 0 },
  );
}

/** What a chart shows, as a sentence for each series: `accepted 3; refused 1, most in one period 1 (…)`. */
export function chartInWords(drawn: DrawnChart, inWords: (instant: string) => string): string {
  const { chart, range, values, gaps } = drawn;
  const at = (period: number): string => inWords(new Date(range.from + period * range.periodMs).toISOString());
  const sentences = chart.series.map(({ label }, index) => {
    const row = values[index] ?? [];
    const there = [...row.entries()].filter((entry): entry is [number, number] => entry[1] !== undefined);
    const last = there.at(-1);
    if (last === undefined) return `${label}: no value`;
    const [period, most] = there.reduce((best, each) => (each[1] > best[1] ? each : best));
    if (most === 0) return `${label}: 0 throughout`;
    if (chart.kind === 'bars') {
      const all = there.reduce((sum, [, value]) => sum + value, 0);
      const peak = all === most ? at(period) : `most in one period ${valueInWords(most)}, ${at(period)}`;
      return `${label}: ${valueInWords(all)} in all (${peak})`;
    }
    return `${label}: last ${valueInWords(last[1])}, highest ${valueInWords(most)} (${at(period)})`;
  });
  const missing = gaps.reduce((sum, { periods }) => sum + periods, 0);
  const all = periodsOf(range);
  const gap = missing === 0 ? '' : `. Nothing was reported in ${missing} of ${all} periods`;
  return isSilent(drawn) ? 'Nothing was reported in this range' : `${sentences.join('; ')}${gap}`;
}
