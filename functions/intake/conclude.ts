import type { HeldExtract, LaneState, PendingDecision } from '../contracts/lane-state.ts';
import type { Upload } from '../contracts/upload.ts';
import type { Finding } from '../domain/findings/finding.ts';
import { afterHold } from './after-hold.ts';
import { answerEffects } from './answer.ts';
import { draftDecision, intend, type LaneView } from './decision.ts';
import type { LanePorts } from './ports.ts';

/** The lane with a decision that is intended but not yet carried out. */
export type IntendedLane = LaneState & { pending: PendingDecision };

/** A decision that changes nothing for the DSP: what is recorded and answered, and whether the extract is now held. */
export type Conclusion = {
  readonly upload: Upload;
  readonly outcome: string;
  readonly findings: readonly Finding[];
  readonly held?: HeldExtract;
};

/** Intends a decision that leaves the accepted list as it is. */
export async function conclude(conclusion: Conclusion, view: LaneView, ports: LanePorts): Promise<IntendedLane> {
  const draft = draftDecision(view, ports);
  const { upload } = conclusion;
  const hold = upload.kind === 'cpl' ? await afterHold(upload, view, ports) : { held: view.state.held, effects: [] };
  const tail = [...hold.effects, ...answerEffects({ ...conclusion, blocked: [], settings: view.settings }, ports)];
  return intend(draft, view, tail, { accepted: view.state.accepted, held: conclusion.held ?? hold.held }, ports);
}
