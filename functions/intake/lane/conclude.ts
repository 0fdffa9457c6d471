import type { Effect } from '../../contracts/effect.ts';
import type { LaneFacts } from '../../contracts/lane-state.ts';
import type { RemovedModel } from '../../contracts/receipt.ts';
import type { Upload } from '../../contracts/upload.ts';
import type { RecordedFinding } from '../../domain/findings/finding.ts';
import { supersedeHeld } from '../cpl/supersede-held.ts';
import { receiptEffects } from './receipt-effects.ts';
import { draftDecision, type IntendedLane, intend, type LaneView } from './decision.ts';
import type { LanePorts } from '../ports.ts';

/** A decision that changes nothing for the DSP: what is recorded and answered, and what the lane knows by it. */
export type Conclusion = {
  readonly upload: Upload;
  readonly outcome: string;
  readonly findings: readonly RecordedFinding[];
  readonly facts?: LaneFacts;
  readonly removed?: readonly RemovedModel[];
  /** What is done beside the record and the receipt. */
  readonly effects?: readonly Effect[];
};

/** Intends a decision that leaves the accepted list as it is. */
export async function conclude(conclusion: Conclusion, view: LaneView, ports: LanePorts): Promise<IntendedLane> {
  const { upload, outcome, findings, facts = view.state, removed = [], effects = [] } = conclusion;
  const superseded =
    upload.kind === 'cpl'
      ? await supersedeHeld(upload, { ...view, state: { ...view.state, ...facts } }, ports)
      : { held: facts.held, effects: [] };
  const own = facts.held.filter(({ uploadId }) => uploadId === upload.uploadId && upload.decision === 'held');
  const held = upload.kind === 'cpl' ? [...superseded.held, ...own] : superseded.held;
  const answer = { upload, outcome, findings, blocked: [], removed, settings: view.settings };
  const tail = [...effects, ...superseded.effects, ...receiptEffects(answer, ports)];
  return intend(draftDecision(view, ports), view, tail, { ...facts, held }, ports);
}
