import * as z from 'zod/mini';

/** An active entry that declares an expired GBCS version, and since when that is known (R24, R25). */
export const ExpiredEntry = z.object({
  entryKey: z.string().check(z.minLength(1)),
  entryNumber: z.string(),
  gbcsVersion: z.string(),
  /** The version's last valid day, in London. */
  expiredOn: z.string(),
  /** The London day on which it was first noticed: the three months to correct it run from here. */
  noticedOn: z.string(),
});
export type ExpiredEntry = z.infer<typeof ExpiredEntry>;
