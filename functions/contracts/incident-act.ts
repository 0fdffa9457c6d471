import * as z from 'zod/mini';
import {
  CalendarDay,
  ConfirmedCategory,
  DccIncidentNumber,
  DspChangeNumber,
  type Incident,
  type IncidentEvent,
} from './incident.ts';

const text = (most: number) =>
  z.string().check(z.trim(), z.minLength(1, 'says nothing'), z.maxLength(most, `has more than ${most} characters`));

/** What an operator says of an incident: any of these (R30–R32). */
export const IncidentAct = z.object({
  confirm: z.optional(z.object({ category: ConfirmedCategory, reason: text(1000) })),
  note: z.optional(text(4000)),
  fixExpected: z.optional(CalendarDay),
  deployExpected: z.optional(CalendarDay),
  dccIncident: z.optional(DccIncidentNumber),
  dspChange: z.optional(DspChangeNumber),
  /** A blocked line is the fix of a Severity 1 incident, named by its number. */
  severity1Fix: z.optional(z.object({ entryKey: text(200), reference: text(100) })),
  suppliers: z.optional(z.array(text(100)).check(z.minLength(1, 'names none'), z.maxLength(50, 'names more than 50'))),
});
export type IncidentAct = z.infer<typeof IncidentAct>;

/**
 * The part of an act that its incident does not say yet. What is recorded already is not recorded again, so an act may
 * be repeated without harm: the same category for the same reason, the same note, day or suppliers.
 */
export function unrecorded(act: IncidentAct, incident: Incident, events: readonly IncidentEvent[]): IncidentAct {
  const { confirm, note, fixExpected, deployExpected, dccIncident, dspChange, severity1Fix, suppliers } = act;
  const { confirmation, severity1Fixes = [] } = incident;
  const confirmed = confirmation?.category === confirm?.category && confirmation?.reason === confirm?.reason;
  const noted = events.some((event) => event.event === 'note' && event.text === note);
  return {
    ...(confirm === undefined || confirmed ? {} : { confirm }),
    ...(note === undefined || noted ? {} : { note }),
    ...(fixExpected === undefined || fixExpected === incident.fixExpected ? {} : { fixExpected }),
    ...(deployExpected === undefined || deployExpected === incident.deployExpected ? {} : { deployExpected }),
    ...(dccIncident === undefined || dccIncident === incident.dccIncident ? {} : { dccIncident }),
    ...(dspChange === undefined || dspChange === incident.dspChange ? {} : { dspChange }),
    ...(severity1Fix === undefined || severity1Fixes.some((known) => saysTheSame(known, severity1Fix))
      ? {}
      : { severity1Fix }),
    ...(suppliers === undefined || suppliers.join('\n') === incident.suppliers.join('\n') ? {} : { suppliers }),
  };
}

function saysTheSame(a: NonNullable<IncidentAct['severity1Fix']>, b: typeof a): boolean {
  return a.entryKey === b.entryKey && a.reference === b.reference;
}

/** Whether an act says nothing. */
export function isEmptyAct(act: IncidentAct): boolean {
  return Object.keys(act).length === 0;
}
