/** One look at a figure: when, in any unit, and how much. */
export type Sample = { readonly at: number; readonly value: number };

/** How much a figure grows per unit of time: the slope of the straight line nearest to its samples. */
export function slopeOf(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / Math.max(1, samples.length);
  const [at, value] = [mean((sample) => sample.at), mean((sample) => sample.value)];
  const spread = samples.reduce((sum, sample) => sum + (sample.at - at) ** 2, 0);
  const together = samples.reduce((sum, sample) => sum + (sample.at - at) * (sample.value - value), 0);
  return spread === 0 ? 0 : together / spread;
}

/** The samples after the warm-up, the first fifth of them. */
export function afterWarmUp(samples: readonly Sample[]): readonly Sample[] {
  return samples.slice(Math.ceil(samples.length / 5));
}
