/** Items that one page of a search reads at most. */
const MOST_SEARCHED = 2000;

/** Some of the items that fit, and the key after which the others begin, if there may be any. */
export type FittingPage<T> = { readonly found: readonly T[]; readonly next?: string };

/**
 * Reads on page by page until enough items fit, or as many as a search may read were read.
 *
 * @param read reads some items behind a key
 * @param fit what a fitting item is shown as; undefined for one that does not fit
 */
export async function fittingPage<T, F>(
  read: (limit: number, after: string | undefined) => Promise<{ readonly items: readonly T[]; readonly next?: string }>,
  limit: number,
  after: string | undefined,
  fit: (item: T) => F | undefined,
): Promise<FittingPage<F>> {
  const found: F[] = [];
  let next = after;
  for (let searched = 0; searched < MOST_SEARCHED; searched += limit) {
    const page = await read(limit - found.length, next);
    found.push(...page.items.flatMap((item) => fit(item) ?? []));
    next = page.next;
    if (next === undefined || found.length >= limit) break;
  }
  return { found, ...(next === undefined ? {} : { next }) };
}
