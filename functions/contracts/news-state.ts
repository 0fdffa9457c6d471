import * as z from 'zod/mini';
import type { Mail } from './mail.ts';
import type { ReportedFact } from './watch-fact.ts';

/** A mail, and the facts that it reports. */
export type News = { readonly mail: Mail; readonly facts: readonly ReportedFact[] };

/**
 * What the watch decided to report last. Each of these mails will be sent as it is kept in the archive, and each fact in
 * it is to be noted; none is left here once both are seen to.
 */
export const NewsState = z.object({
  /** How often the watch has moved this on: of two runs that decide at the same time, one does. */
  revision: z.int().check(z.nonnegative()),
  kept: z.array(z.object({ mailId: z.string(), effectsKey: z.string(), keptAt: z.string() })),
});
export type NewsState = z.infer<typeof NewsState>;

/** Before the first news. */
export const NO_NEWS: NewsState = { revision: 0, kept: [] };
