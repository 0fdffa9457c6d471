/** How far a finding reaches: the file is refused, one row is quarantined, or it is only a remark. */
export type FindingSeverity = 'file' | 'row' | 'warning';

/** What a code of a finding means. */
export type FindingMeaning = {
  /** How far a finding of this code can reach. */
  readonly severities: readonly FindingSeverity[];
  /** What it says, in one sentence. */
  readonly meaning: string;
  /** Where the rule comes from. */
  readonly source: string;
};
