import * as z from 'zod/mini';

/** A fact that operations were told, and how bad it was when they were told last. */
export const Notice = z.object({ factId: z.string(), level: z.number(), reportedAt: z.string() });
export type Notice = z.infer<typeof Notice>;
