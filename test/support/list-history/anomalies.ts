/** What happens to a list beside additions. */
export type AnomalyName = keyof typeof IN_REAL_ISSUES;

/** How many issues each anomaly happens in. */
export type Anomalies = Readonly<Record<AnomalyName, number>>;

/** In how many of the 346 issues from 2016 to 2022 it happened. */
const IN_REAL_ISSUES = {
  /** One to four lines are removed. */
  removals: 15,
  /** Six in a hundred of the current lines, and ten at least, are removed at once. */
  massRemovals: 1,
  /** A line that was removed is current again. */
  reinstatements: 1,
  /** Two lines are removed, and reinstated by the next issue within a week. */
  reversals: 1,
  /** A hash is corrected in place. */
  corrections: 3,
  /** A Device Model has a new line for a later GBCS version, and the other one stays current. */
  gbcsRelistings: 4,
  /** A Device Model has a new line for a later SMETS and GBCS version, and the other one stays current. */
  versionRelistings: 4,
  /** A new line repeats all of another one. */
  duplicates: 1,
  /** A new line declares versions that do not go together: SMETS V2.0 with GBCS 2.1. */
  wrongCombinations: 1,
  /** A new line gives a model identifier that another device type of the manufacturer has; the next issue removes it. */
  sharedModels: 1,
  /** A number is no longer on the list. Off by default. */
  disappearances: 0,
  /** Nothing changes but the issue itself. */
  unchanged: 11,
  /** An issue of the same day as the one before it. */
  sameDay: 10,
  /** An issue dated 22 days before the one that it follows. */
  backdated: 1,
  /** Nothing is issued for 83 days. */
  longGaps: 1,
};

/** As many as the real history has for so many issues, rounded: of most a dozen issues have none. */
export function usualAnomalies(issues: number): Anomalies {
  const entries = Object.entries(IN_REAL_ISSUES).map(([name, count]) => [name, Math.round((count * issues) / 346)]);
  return { ...NO_ANOMALIES, ...Object.fromEntries(entries) };
}

/** Additions and nothing else. */
export const NO_ANOMALIES: Anomalies = {
  removals: 0,
  massRemovals: 0,
  reinstatements: 0,
  reversals: 0,
  corrections: 0,
  gbcsRelistings: 0,
  versionRelistings: 0,
  duplicates: 0,
  wrongCombinations: 0,
  sharedModels: 0,
  disappearances: 0,
  unchanged: 0,
  sameDay: 0,
  backdated: 0,
  longGaps: 0,
};
