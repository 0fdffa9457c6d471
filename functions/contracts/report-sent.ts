import * as z from 'zod/mini';

/** The ledger's note of the report that the SSC was sent last: by it the watch sees that one is overdue. */
export const ReportSent = z.object({ reportId: z.string().check(z.minLength(1)), sentAt: z.string() });
export type ReportSent = z.infer<typeof ReportSent>;
