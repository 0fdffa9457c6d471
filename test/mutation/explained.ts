import survivors from './explained.json' with { type: 'json' };

/** Mutants that no test can distinguish from the source, or needs to, and why. */
export type Explanation = {
  /** The file, below `functions/domain`, or below `functions` when it is none of the domain. */
  readonly file: string;
  readonly because: string;
  /** Names of mutants, as the command prints them. */
  readonly mutants: readonly string[];
};

/** Every survivor that is explained; the command fails when one of them does not survive any more. */
export const EXPLAINED: readonly Explanation[] = survivors;
