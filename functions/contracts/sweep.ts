import * as z from 'zod/mini';

/** The devices that a change of the trial rules may concern: those of these firmware keys, and of these trials now. */
export const Sweep = z.object({
  requestId: z.string(),
  firmwareKeys: z.array(z.string()),
  trialIds: z.array(z.string()),
});
export type Sweep = z.infer<typeof Sweep>;

/** A sweep that is made once more, because the indexes by which it finds devices lag behind their writes. */
export const SweepDue = z.extend(Sweep, { dueAt: z.string() });
export type SweepDue = z.infer<typeof SweepDue>;
