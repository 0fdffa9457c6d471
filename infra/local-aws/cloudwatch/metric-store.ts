/** Which metric: its namespace, name and dimensions. */
export type MetricId = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
};

/** One value of a metric, and when it was measured (milliseconds). */
export type MetricPoint = { readonly at: number; readonly value: number };

/** A metric with the points that are kept of it, oldest first. */
export type MetricSeries = MetricId & { readonly unit: string; readonly points: readonly MetricPoint[] };

/** Points kept of one metric: a fortnight of looks of the watch, and the last of what is measured more often. */
const MOST_POINTS = 5000;

/** The metrics of a run, in memory. */
export class MetricStore {
  readonly #series = new Map<string, MetricId & { readonly unit: string; readonly points: MetricPoint[] }>();

  /** Keeps a point; the oldest one goes when there are too many. */
  keep(metric: MetricId, unit: string, point: MetricPoint): void {
    const key = keyOf(metric);
    const series = this.#series.get(key) ?? { ...metric, unit, points: [] };
    this.#series.set(key, series);
    series.points.push(point);
    // Two copies of a function may report in another order than they measured.
    for (let last = series.points.length - 1; last > 0; last -= 1) {
      const [before, after] = [series.points[last - 1], series.points[last]];
      if (before === undefined || after === undefined || before.at <= after.at) break;
      series.points.splice(last - 1, 2, after, before);
    }
    if (series.points.length > MOST_POINTS) series.points.shift();
  }

  /** Keeps how something stands: while that does not change, its first and its last point are enough. */
  keepState(metric: MetricId, unit: string, point: MetricPoint): void {
    const points = this.#series.get(keyOf(metric))?.points ?? [];
    const [before, last] = [points.at(-2), points.at(-1)];
    if (before?.value === point.value && last?.value === point.value) points.pop();
    this.keep(metric, unit, point);
  }

  points(metric: MetricId): readonly MetricPoint[] {
    return this.#series.get(keyOf(metric))?.points ?? [];
  }

  all(): readonly MetricSeries[] {
    return [...this.#series.values()];
  }
}

function keyOf({ namespace, name, dimensions }: MetricId): string {
  const pairs = Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([namespace, name, pairs]);
}
