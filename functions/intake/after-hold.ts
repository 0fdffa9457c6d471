import type { Effect } from '../contracts/effect.ts';
import type { HeldExtract } from '../contracts/lane-state.ts';
import type { Upload } from '../contracts/upload.ts';
import { isNewer } from '../domain/extract/extract-stamp.ts';
import { answerEffects } from './answer.ts';
import type { LaneView } from './decision.ts';
import type { LanePorts } from './ports.ts';

/**
 * What becomes of the held extract when another decision about an extract is taken. A sound newer extract takes its
 * place, which is recorded and told; a decision about the held extract itself ends the hold; else it stays held.
 */
export async function afterHold(
  decided: Upload,
  view: LaneView,
  ports: Pick<LanePorts, 'ledger' | 'letters'>,
): Promise<{ readonly held: HeldExtract | undefined; readonly effects: readonly Effect[] }> {
  const { held } = view.state;
  if (held === undefined || held.uploadId === decided.uploadId) return { held: undefined, effects: [] };
  const unsound = decided.decision === 'refused' || decided.decision === 'superseded';
  if (unsound || isNewer(held, { version: decided.version, lastModified: decided.receivedAt })) {
    return { held, effects: [] };
  }
  const record = await ports.ledger.upload(held.uploadId);
  if (record === undefined) throw new Error(`The held extract ${held.uploadId} has no record in the ledger`);
  const upload: Upload = { ...record, decision: 'superseded', decidedAt: view.now };
  const outcome = `No longer held: the newer extract ${decided.key} has taken its place.`;
  const answer = { upload, outcome, findings: upload.findings, blocked: [], settings: view.settings };
  return { held: undefined, effects: answerEffects(answer, ports) };
}
