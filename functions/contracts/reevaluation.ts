import * as z from 'zod/mini';

/** The devices that a change of the trial rules may concern: those of these firmware keys, and of these trials now. */
export const Reevaluation = z.object({
  requestId: z.string(),
  firmwareKeys: z.array(z.string()),
  trialIds: z.array(z.string()),
});
export type Reevaluation = z.infer<typeof Reevaluation>;

/** A re-evaluation that is made once more, because the indexes by which it finds devices lag behind their writes. */
export const ReevaluationDue = z.extend(Reevaluation, { dueAt: z.string() });
export type ReevaluationDue = z.infer<typeof ReevaluationDue>;
