import * as z from 'zod/mini';
import { DecisionRecord } from './decision-record.ts';
import { DeviceSuspension } from './device-suspension.ts';
import { DspChange } from './dsp-change.ts';
import { Dispatch } from './dispatch.ts';
import { ActiveGovernance } from './governance.ts';
import { Reevaluation } from './reevaluation.ts';
import { Incident, IncidentEvent } from './incident.ts';
import { LoggedMail } from './logged-mail.ts';
import { Notice } from './notice.ts';
import { ReadyLetter } from './ready-letter.ts';
import { SscDecision } from './ssc-decision.ts';
import { Upload } from './upload.ts';
import { CorrectionOutstanding, EntryMark, WaitingLine } from './waiting-line.ts';

/**
 * One thing that a decision of the lane does to the world. A decision is written as a log of effects (one JSON
 * object a line) before any of them happens; each may be repeated without harm, so a crash anywhere is fixed by
 * carrying on from the last known offset.
 */
export const Effect = z.discriminatedUnion('effect', [
  z.object({ effect: z.literal('send'), change: DspChange }),
  z.object({ effect: z.literal('wait'), line: WaitingLine }),
  z.object({ effect: z.literal('release'), order: z.string(), entryKey: z.string() }),
  z.object({ effect: z.literal('overtake'), line: WaitingLine, overtakenAt: z.string(), overtakenBy: z.string() }),
  z.object({ effect: z.literal('correction-due'), correction: CorrectionOutstanding }),
  z.object({ effect: z.literal('correction-done'), entryKey: z.string() }),
  z.object({ effect: z.literal('mark'), mark: EntryMark }),
  z.object({ effect: z.literal('unmark'), mark: z.enum(['quarantined', 'disappeared']), entryKey: z.string() }),
  z.object({ effect: z.literal('incident'), incident: Incident }),
  z.object({ effect: z.literal('incident-event'), event: IncidentEvent }),
  z.object({ effect: z.literal('dispatch'), dispatch: Dispatch }),
  z.object({ effect: z.literal('upload'), upload: Upload }),
  z.object({ effect: z.literal('store'), key: z.string(), contentType: z.string(), text: z.string() }),
  /** Keeps a letter that people may send. */
  z.object({ effect: z.literal('ready-letter'), letter: ReadyLetter }),
  z.object({ effect: z.literal('activate'), governance: ActiveGovernance }),
  /** Asks for the devices to be re-evaluated. */
  z.extend(Reevaluation, { effect: z.literal('reevaluate') }),
  /** Notes that a re-evaluation is to be made once more, a few minutes from now. */
  z.extend(Reevaluation, { effect: z.literal('reevaluate-again') }),
  z.object({ effect: z.literal('reevaluated-again'), requestId: z.string() }),
  z.object({ effect: z.literal('suspend'), suspension: DeviceSuspension }),
  z.object({ effect: z.literal('ssc-decision'), decision: SscDecision }),
  /** Sends a mail; `notices` are of what a mail of the watch reports, noted once it is sure to be sent. */
  z.object({ effect: z.literal('mail'), mail: LoggedMail, notices: z.optional(z.array(Notice)) }),
  /** Closes the log; it does nothing. */
  z.object({ effect: z.literal('decided'), decision: DecisionRecord }),
]);
export type Effect = z.infer<typeof Effect>;
