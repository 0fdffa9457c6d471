/** Something that keeps others out, or things in order, and one way to take it away. */
export type Guard = {
  /** File of a source, or place in the construct tree. */
  readonly where: string;
  /** Line of a source; it moves. */
  readonly line?: number;
  readonly what: string;
  readonly operator: string;
};

/** How it is named to people. */
export function guardName({ where, line, what, operator }: Guard): string {
  return `${where}${line === undefined ? '' : `:${line}`}  ${what}  (${operator})`;
}
