import { bounded, earlierLine, type Finding, type FindingSeverity } from './finding.ts';

/** How many findings are kept of one file unless the caller says otherwise; all of them are counted. */
export const DEFAULT_MAX_FINDINGS = 10_000;

/**
 * Gathers the findings of one file: counts every one and keeps the first of each severity, so that a file with a million
 * faults cannot fill the memory, and no number of remarks hides what refuses the file or quarantines a row.
 */
export class FindingLog {
  readonly #maximum: number;
  readonly #kept: Readonly<Record<FindingSeverity, Finding[]>> = { file: [], row: [], warning: [] };
  #total = 0;
  #refuses = false;

  constructor(maximum: number = DEFAULT_MAX_FINDINGS) {
    this.#maximum = maximum;
  }

  /** Adds one finding. */
  add(finding: Finding): void {
    this.#total += 1;
    this.#refuses ||= finding.severity === 'file';
    const kept = this.#kept[finding.severity];
    if (kept.length < this.#maximum) kept.push(bounded(finding));
  }

  /** Counts findings that would not be kept anyway. */
  countOnly(findings: number): void {
    this.#total += findings;
  }

  /** Whether a finding refuses the file as a whole, kept or not. */
  get refuses(): boolean {
    return this.#refuses;
  }

  /** How many findings there were, kept or not. */
  get total(): number {
    return this.#total;
  }

  /** The findings that were kept, by line; at most the maximum, the worst ones. */
  get findings(): readonly Finding[] {
    const { file, row, warning } = this.#kept;
    return [...file, ...byLine(row), ...byLine(warning)].slice(0, this.#maximum).sort(earlierLine);
  }
}

function byLine(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(earlierLine);
}
