import * as z from 'zod/mini';
import { DspChange } from './dsp-change.ts';
import { IncidentAct } from './incident-act.ts';
import { SaidDecision } from './ssc-decision.ts';

/** The one message group of the lane: what is in it is worked off one at a time, in order. */
export const LANE_MESSAGE_GROUP = 'lane';

/** `Object Created` as S3 gives it to EventBridge; the object key is as it is, not URL-encoded. */
export const ObjectCreated = z.object({
  id: z.string().check(z.minLength(1)),
  'detail-type': z.literal('Object Created'),
  source: z.literal('aws.s3'),
  time: z.iso.datetime({ offset: true }),
  detail: z.object({
    bucket: z.object({ name: z.string().check(z.minLength(1)) }),
    object: z.object({
      key: z.string().check(z.minLength(1)),
      size: z.int().check(z.nonnegative()),
      etag: z.optional(z.string()),
      'version-id': z.optional(z.string()),
      sequencer: z.optional(z.string()),
    }),
    requester: z.optional(z.string()),
  }),
});
export type ObjectCreated = z.infer<typeof ObjectCreated>;

const ofHeld = {
  commandId: z.string().check(z.minLength(1)),
  uploadId: z.string().check(z.minLength(1)),
  reason: z.string().check(z.minLength(1)),
  requestedBy: z.string().check(z.minLength(1)),
};

/** An operator approves a held list, with the reason that is kept with it. */
export const ApproveUpload = z.object({ command: z.literal('approve'), ...ofHeld });
export type ApproveUpload = z.infer<typeof ApproveUpload>;

/** An operator refuses a held list, with the reason that its sender gets. */
export const RefuseUpload = z.object({ command: z.literal('refuse'), ...ofHeld });
export type RefuseUpload = z.infer<typeof RefuseUpload>;

/** What an operator answers about something that is held. */
export type AnswerHeld = ApproveUpload | RefuseUpload;

/** Asks the lane to finish what is pending and to check again what waits, because a day began or time passed. */
export const Reconsider = z.object({
  command: z.literal('reconsider'),
  commandId: z.string().check(z.minLength(1)),
  requestedBy: z.string().check(z.minLength(1)),
});
export type Reconsider = z.infer<typeof Reconsider>;

/** DSP ingestion itself refuses a change; it comes back, so that its entry is blocked with the DSP's reason. */
export const DspRefusal = z.object({
  command: z.literal('dsp-refused'),
  commandId: z.string().check(z.minLength(1)),
  change: DspChange,
  reason: z.string().check(z.minLength(1)),
});
export type DspRefusal = z.infer<typeof DspRefusal>;

/** Asks for the devices of a trial that is over to be suspended, if that is what the SSC decided. */
export const SuspendTrial = z.object({
  command: z.literal('suspend-trial'),
  commandId: z.string().check(z.minLength(1)),
  trialId: z.string().check(z.minLength(1)),
  /** The device behind which the first one stands that nobody asked for; from the first of the trial where it is absent. */
  after: z.optional(z.string()),
  requestedBy: z.string().check(z.minLength(1)),
});
export type SuspendTrial = z.infer<typeof SuspendTrial>;

/** An operator says something of an incident: its category, a note, what is expected, whom it affects (R30–R32). */
export const UpdateIncident = z.object({
  command: z.literal('update-incident'),
  commandId: z.string().check(z.minLength(1)),
  incidentId: z.string().check(z.minLength(1)),
  act: IncidentAct,
  requestedBy: z.string().check(z.minLength(1)),
});
export type UpdateIncident = z.infer<typeof UpdateIncident>;

/** An operator records what the SSC decided about a CPL entry (R62). */
export const RecordDecision = z.object({
  command: z.literal('record-decision'),
  commandId: z.string().check(z.minLength(1)),
  decided: SaidDecision,
  requestedBy: z.string().check(z.minLength(1)),
});
export type RecordDecision = z.infer<typeof RecordDecision>;

/** All that changes what the DSP is sent comes through the lane, one message at a time, as one of these. */
export const LaneCommand = z.union([
  ObjectCreated,
  ApproveUpload,
  RefuseUpload,
  Reconsider,
  DspRefusal,
  SuspendTrial,
  UpdateIncident,
  RecordDecision,
]);
export type LaneCommand = z.infer<typeof LaneCommand>;

/** A command that is not the event of a file. */
export type OperatorCommand = Exclude<LaneCommand, ObjectCreated>;

/** What a command is about: the id of an upload, an incident or a trial, an entry number, an order, or its own id. */
export function subjectOf(command: OperatorCommand): string {
  switch (command.command) {
    case 'approve':
    case 'refuse':
      return command.uploadId;
    case 'update-incident':
      return command.incidentId;
    case 'record-decision':
      return command.decided.entryNumber;
    case 'suspend-trial':
      return command.trialId;
    case 'reconsider':
      return command.commandId;
    case 'dsp-refused':
      return command.change.order;
  }
}
