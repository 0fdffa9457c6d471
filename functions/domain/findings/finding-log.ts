import { bounded, type Finding } from './finding.ts';

/** How many findings are kept of one file unless the caller says otherwise; all of them are counted. */
export const DEFAULT_MAX_FINDINGS = 10_000;

/**
 * Gathers the findings of one file: counts every one and keeps the first, so that a file with a million faults cannot
 * fill the memory. Findings that refuse the file are kept apart, so that no number of smaller ones hides them.
 */
export class FindingLog {
  readonly #maximum: number;
  readonly #fileLevel: Finding[] = [];
  readonly #others: Finding[] = [];
  #total = 0;

  constructor(maximum: number = DEFAULT_MAX_FINDINGS) {
    this.#maximum = maximum;
  }

  /** Adds one finding. */
  add(finding: Finding): void {
    this.#total += 1;
    const kept = finding.severity === 'file' ? this.#fileLevel : this.#others;
    if (kept.length < this.#maximum) kept.push(bounded(finding));
  }

  /** Says whether a further finding that does not refuse the file would only be counted. */
  get isFull(): boolean {
    return this.#others.length >= this.#maximum;
  }

  /** Counts findings that would not be kept anyway. */
  countOnly(findings: number): void {
    this.#total += findings;
  }

  /** Says whether a finding refuses the file as a whole. */
  get refuses(): boolean {
    return this.#fileLevel.length > 0;
  }

  /** How many findings there were, kept or not. */
  get total(): number {
    return this.#total;
  }

  /** The findings that were kept, by line; at most the maximum, those that refuse the file before all others. */
  get findings(): readonly Finding[] {
    const room = Math.max(0, this.#maximum - this.#fileLevel.length);
    return [...this.#fileLevel, ...byLine(this.#others).slice(0, room)].sort(earlierLine);
  }
}

function byLine(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(earlierLine);
}

function earlierLine(one: Finding, other: Finding): number {
  return one.line - other.line;
}
