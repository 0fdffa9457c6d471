/**
 * When the time of a test begins that needs no instant in particular: a Monday morning in winter, after the schedules of
 * its day, with no holiday and no change of the clocks near.
 */
export const A_MONDAY = '2026-11-16T09:00:00Z';
