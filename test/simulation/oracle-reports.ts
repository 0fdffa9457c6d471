import type { World } from './world.ts';

/** Looks at every report to the SSC: once it has a number, its figures stay as they are. */
export class ReportWatch {
  readonly #world: World;
  readonly #figures = new Map<string, string>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Called after every effect. */
  look(boundary: string): string[] {
    if (boundary !== 'reports reports.PutObject ssc') return [];
    const { reports } = this.#world.buckets;
    return reports.keys().flatMap((key) => {
      if (!key.endsWith('/report.json')) return [];
      const [before, now] = [this.#figures.get(key), reports.text(key)];
      this.#figures.set(key, now);
      return before === undefined || before === now ? [] : [`${key} has other figures than it had`];
    });
  }
}
