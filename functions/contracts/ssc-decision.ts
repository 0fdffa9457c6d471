import * as z from 'zod/mini';
import { CalendarDay } from './incident.ts';

/** What the SSC can decide about a CPL entry: it is removed, its certificate is extended, its versions are corrected. */
export const SSC_DECISIONS = ['remove', 'extend', 'correct'] as const;

/** What someone says that the SSC decided about a CPL entry, by its number. */
export const SaidDecision = z.object({
  entryNumber: z.string().check(z.regex(/^\d{6}$/, 'is not six digits')),
  decision: z.enum(SSC_DECISIONS),
  decidedOn: CalendarDay,
  /** Where the decision is written down: the committee's own reference. */
  reference: z
    .string()
    .check(z.trim(), z.minLength(1, 'says nothing'), z.maxLength(200, 'has more than 200 characters')),
});
export type SaidDecision = z.infer<typeof SaidDecision>;

/** A decision of the SSC as it was recorded (R62). */
export const SscDecision = z.extend(SaidDecision, {
  /** What the entry and its certificate said then: once they say something else, the decision is carried out. */
  about: z.string(),
  by: z.string(),
  /** Who sent it, as SQS knows it. */
  principal: z.string(),
  at: z.string(),
  commandId: z.string(),
});
export type SscDecision = z.infer<typeof SscDecision>;
