import { distance } from 'fastest-levenshtein';

/** Letters that may be other, missing or too many in a name that was mistyped. */
const MOST_SLIPS = 2;

/** The name that was most likely meant by a mistyped one, if there is one near it. */
export function nearestName(typed: string, names: readonly string[]): string | undefined {
  const [nearest] = names
    .map((name) => ({ name, slips: distance(typed, name) }))
    .filter(({ slips }) => slips <= MOST_SLIPS)
    .toSorted((a, b) => a.slips - b.slips);
  return nearest?.name;
}
