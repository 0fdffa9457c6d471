import type { Effect } from '../../contracts/effect.ts';
import type { ApproveUpload } from '../../contracts/lane-command.ts';
import type { Approval, Upload } from '../../contracts/upload.ts';
import type { Finding } from '../../domain/findings/finding.ts';
import { counted, listed } from '../../email/words.ts';
import { conclude } from '../lane/conclude.ts';
import { draftDecision, type IntendedLane, intend, type LaneView } from '../lane/decision.ts';
import type { LanePorts } from '../ports.ts';

/** Confirmations of an agreed list, each by another principal (R47). */
export type Confirmations = readonly Approval[];

/** Whether an agreed list still needs someone's confirmation before it becomes active. */
export function awaitsConfirmation(confirmations: Confirmations, ports: Pick<LanePorts, 'agreedListConfirmations'>) {
  return confirmations.length < ports.agreedListConfirmations;
}

/** Holds a sound agreed list until enough people have confirmed it; one that was held before it gives way. */
export async function holdAgreedList(
  upload: Omit<Upload, 'decision'>,
  findings: readonly Finding[],
  view: LaneView,
  ports: LanePorts,
): Promise<IntendedLane> {
  const { state } = view;
  const heldReason = reason([], ports);
  return conclude(
    {
      upload: { ...upload, decision: 'held', heldReason },
      outcome: `Held: ${heldReason}`,
      findings,
      facts: { ...state, heldAgreedList: upload.uploadId },
      effects: await supersedeHeldAgreedList(view, ports),
    },
    view,
    ports,
  );
}

/** What becomes of the agreed list that is held, when another one takes its place. */
export async function supersedeHeldAgreedList(
  { state, now }: LaneView,
  { ledger }: Pick<LanePorts, 'ledger'>,
): Promise<Effect[]> {
  const { heldAgreedList: uploadId } = state;
  const held = uploadId === undefined ? undefined : await ledger.get('uploads', { uploadId });
  return held === undefined ? [] : [{ effect: 'upload', upload: { ...held, decision: 'superseded', decidedAt: now } }];
}

/** A confirmation of the agreed list that is held: what it makes of those before it. */
export type Confirmed = { readonly upload: Upload; readonly confirmations: Confirmations; readonly isNew: boolean };

/** Adds a confirmation; one by someone who has confirmed the list already adds nothing. */
export function confirmed(
  upload: Upload,
  { requestedBy: by, reason: why }: ApproveUpload,
  { cause, now }: LaneView,
): Confirmed {
  const { confirmations = [] } = upload;
  const principal = cause.sentBy;
  const isNew = confirmations.every((other) => other.principal !== principal);
  return {
    upload,
    isNew,
    confirmations: isNew ? [...confirmations, { by, principal, reason: why, at: now }] : confirmations,
  };
}

/** Records a confirmation after which the list still needs another one. */
export async function recordConfirmation(
  { upload, confirmations, isNew }: Confirmed,
  view: LaneView,
  ports: LanePorts,
): Promise<IntendedLane> {
  const again = isNew ? '' : ' Who confirmed it last had confirmed it already.';
  const next: Upload = {
    ...upload,
    confirmations: [...confirmations],
    heldReason: `${reason(confirmations, ports)}${again}`,
  };
  return intend(draftDecision(view, ports), view, [{ effect: 'upload', upload: next }], view.state, ports);
}

function reason(
  confirmations: Confirmations,
  { agreedListConfirmations: needed }: Pick<LanePorts, 'agreedListConfirmations'>,
) {
  const so = confirmations.length === 0 ? 'nobody has yet' : `${listed(confirmations.map(({ by }) => by))} has`;
  return `An agreed list becomes active once ${counted(needed, 'person has', 'people have')} confirmed it, each signed in as themself: ${so}.`;
}
