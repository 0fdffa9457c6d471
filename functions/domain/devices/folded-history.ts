/** Entries that a history of a device keeps: the first, and the latest. */
export const HISTORY_KEPT = 100;

/** An entry of a history that can grow without end. */
export type Foldable = {
  /** How many entries that came after this one are no longer listed; absent if none. */
  readonly folded?: number;
};

/**
 * A history with at most `kept` entries: the first one and the latest, the others counted where they stood. The very
 * same history if it is no longer than that. Folding while a history grows comes to the same as folding it at the end.
 */
export function foldedHistory<T extends Foldable>(history: readonly T[], kept = HISTORY_KEPT): readonly T[] {
  const [first] = history;
  if (first === undefined || history.length <= kept) return history;
  const gone = history.slice(1, 1 - kept);
  const folded = gone.reduce((sum, entry) => sum + 1 + (entry.folded ?? 0), first.folded ?? 0);
  return [{ ...first, folded }, ...history.slice(1 - kept)];
}
