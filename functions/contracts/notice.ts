import * as z from 'zod/mini';

/** A fact that the watch reported, and how bad it was then. */
export const Notice = z.object({ factId: z.string(), level: z.number(), reportedAt: z.string() });
export type Notice = z.infer<typeof Notice>;
