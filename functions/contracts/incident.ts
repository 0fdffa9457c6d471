import * as z from 'zod/mini';

/** A category of SEC H9 as operators confirm it: 1 is the most severe. */
export const ConfirmedCategory = z.int().check(z.minimum(1), z.maximum(5));

/** A calendar day, `yyyy-mm-dd`. */
export const CalendarDay = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));

/** The number of an incident of the DCC, `INC000000435732`, and of a change of the DSP, `TR03743`. */
export const DccIncidentNumber = z.string().check(z.regex(/^INC\d{6,15}$/, 'is not a number such as INC000000435732'));
export const DspChangeNumber = z.string().check(z.regex(/^TR\d{3,10}$/, 'is not a number such as TR03743'));

/** How bad an incident is known to be; it never falls by itself. */
const Assessment = z.object({
  /** The category proposed; 1 is only ever proposed (R30). */
  category: z.union([z.literal(1), z.literal(2)]),
  /** Thresholds of the settings that were reached (R31). */
  reached: z.array(z.enum(['pendingModels', 'manufacturers', 'suppliers', 'severity1Fixes', 'ageHours'])),
  /** How the first of its entries stood against the hours of upload, at its worst (R7). */
  status: z.enum(['on-time', 'at-risk', 'breached']),
});

/** The category an operator confirmed, by whom, when and why. */
const Confirmation = z.object({ category: ConfirmedCategory, reason: z.string(), by: z.string(), at: z.string() });

/**
 * The devices of the SMI of the Device Models that wait, and who is responsible for them (R80): suppliers by the EUI-64 of
 * their Service User, the first 500, those with the most devices first. Counted when the incident opens and as it grows.
 */
export const IncidentImpact = z.object({
  devices: z.int(),
  /** Whether there are more devices than were counted. */
  atLeast: z.boolean(),
  suppliers: z.array(z.string()),
});
export type IncidentImpact = z.infer<typeof IncidentImpact>;

/** A blocked line of which an operator said that it is the fix of a Severity 1 incident, by that incident's number. */
const Severity1Fix = z.object({ entryKey: z.string(), reference: z.string() });

/** One incident per cause of blocked entries (R29–R32). What happened to it, step by step, is in its events. */
export const Incident = z.object({
  incidentId: z.string(),
  cause: z.string(),
  /** `mitigated`: nothing waits, but the DSP holds entries under a substitute, whose corrections are outstanding (R18). */
  state: z.enum(['open', 'mitigated', 'resolved']),
  /** When the first of its lines was blocked. */
  openedAt: z.string(),
  /** When the first of its lines was published: the hours of upload count from here. */
  firstPublishedAt: z.string(),
  /** Since when nothing waits any more; the substitutes, if any, are corrected later. */
  mitigatedAt: z.optional(z.string()),
  resolvedAt: z.optional(z.string()),
  assessment: Assessment,
  confirmation: z.optional(Confirmation),
  /** When an operator first acted on it. */
  respondedAt: z.optional(z.string()),
  fixExpected: z.optional(CalendarDay),
  deployExpected: z.optional(CalendarDay),
  /** Under which numbers the DCC and the DSP have it, as operators recorded them (R32). */
  dccIncident: z.optional(DccIncidentNumber),
  dspChange: z.optional(DspChangeNumber),
  impact: z.optional(IncidentImpact),
  severity1Fixes: z.optional(z.array(z.extend(Severity1Fix, { by: z.string(), at: z.string() }))),
  /** By name, as operators recorded them; the inventory names them by their ids, in `impact`. */
  suppliers: z.array(z.string()),
  /** Manufacturers of the entries that were ever blocked by this cause, the first 50, as `Name (identifier)`. */
  manufacturers: z.array(z.string()),
  /** The entries that were ever blocked by this cause, the first 10,000 of them. */
  entries: z.array(z.string()),
  /** Letters that reported a change since the first one. */
  updates: z.int().check(z.nonnegative()),
  /** Events so far: its timeline has grown when this has. */
  events: z.int().check(z.positive()),
});
export type Incident = z.infer<typeof Incident>;

const step = { eventId: z.string(), incidentId: z.string(), at: z.string() };
/**
 * What an operator did: by the name that was given, by whom as SQS knows it, and by which command, so that a command that
 * comes again does nothing.
 */
const act = { ...step, by: z.string(), principal: z.optional(z.string()), commandId: z.string() };
const entries = z.int().check(z.positive());

/** One step in the life of an incident; `eventId` sorts as the lane decided. */
export const IncidentEvent = z.discriminatedUnion('event', [
  z.object({ ...step, event: z.literal('opened'), entries }),
  z.object({ ...step, event: z.literal('entries-added'), entries }),
  z.object({ ...step, event: z.literal('entries-gone'), entries }),
  /** The category that is proposed, and the thresholds that call for it, as sentences. */
  z.object({ ...step, event: z.literal('reassessed'), category: z.int(), because: z.array(z.string()) }),
  z.object({ ...step, event: z.literal('at-risk') }),
  z.object({ ...step, event: z.literal('breached') }),
  z.object({ ...act, event: z.literal('confirmed'), category: ConfirmedCategory, reason: z.string() }),
  z.object({ ...act, event: z.literal('note'), text: z.string() }),
  z.object({ ...act, event: z.literal('fix-expected'), day: CalendarDay }),
  z.object({ ...act, event: z.literal('deploy-expected'), day: CalendarDay }),
  z.object({ ...act, event: z.literal('dcc-incident'), number: DccIncidentNumber }),
  z.object({ ...act, event: z.literal('dsp-change'), number: DspChangeNumber }),
  z.object({ ...act, event: z.literal('suppliers'), names: z.array(z.string()) }),
  z.object({ ...act, event: z.literal('severity-1-fix'), entryKey: z.string(), reference: z.string() }),
  /** Entries that the DSP holds under a substitute from now on, and those whose correction was sent or is no longer needed. */
  z.object({ ...step, event: z.literal('mitigated'), entries }),
  z.object({ ...step, event: z.literal('corrected'), entries }),
  z.object({ ...step, event: z.literal('resolved') }),
]);
export type IncidentEvent = z.infer<typeof IncidentEvent>;
