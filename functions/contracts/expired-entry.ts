import * as z from 'zod/mini';
import { EXPIRED_STATUSES } from '../domain/gbcs/expired-gbcs.ts';

/** An active entry that declares an expired GBCS version, since when that is known, and what was reported of it (R24, R25). */
export const ExpiredEntry = z.object({
  entryKey: z.string().check(z.minLength(1)),
  entryNumber: z.string(),
  gbcsVersion: z.string(),
  /** The version's last valid day, in London. */
  expiredOn: z.string(),
  /** The London day on which it was first noticed: the three months to correct it run from here. */
  noticedOn: z.string(),
  /** The status that was reported last; absent while nothing was reported. */
  reported: z.optional(z.enum(EXPIRED_STATUSES)),
});
export type ExpiredEntry = z.infer<typeof ExpiredEntry>;
