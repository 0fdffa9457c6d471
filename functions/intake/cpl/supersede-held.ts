import type { Effect } from '../../contracts/effect.ts';
import type { HeldCpl } from '../../contracts/lane-state.ts';
import type { Upload } from '../../contracts/upload.ts';
import { compareIssues } from '../../domain/cpl/list-issue.ts';
import { certificatesId } from '../lane/arrival.ts';
import type { LaneView } from '../lane/decision.ts';
import { receiptEffects } from '../lane/receipt-effects.ts';
import type { LanePorts } from '../ports.ts';

/**
 * What becomes of the lists that are held when a decision about another list is taken. One held by the guard gives way
 * to a newer sound list, whatever becomes of that one; one held for its own issue or date gives way to any list that is
 * accepted; a list that is itself held for its issue or date takes nobody's place.
 */
export async function supersedeHeld(
  decided: Upload,
  { state, settings, now }: LaneView,
  { ledger, letters }: Pick<LanePorts, 'ledger' | 'letters'>,
): Promise<{ readonly held: HeldCpl[]; readonly effects: readonly Effect[] }> {
  const others = state.held.filter(({ uploadId }) => uploadId !== decided.uploadId);
  const gone = others.filter((held) => givesWay(held, decided, state.held));
  const effects: Effect[] = [];
  for (const { uploadId } of gone) {
    const upload: Upload = { ...(await heldRecord(uploadId, ledger)), decision: 'superseded', decidedAt: now };
    const outcome = `No longer held: ${decided.key}, issue ${decided.version}, has taken its place.`;
    const { findings } = upload;
    effects.push(...receiptEffects({ upload, outcome, findings, blocked: [], removed: [], settings }, { letters }));
    const certificates = await ledger.get('uploads', { uploadId: certificatesId(uploadId) });
    if (certificates?.decision !== 'held') continue;
    effects.push({ effect: 'upload', upload: { ...certificates, decision: 'superseded', decidedAt: now } });
  }
  return { held: others.filter((held) => !gone.includes(held)), effects };
}

/** The record of a list that is held. */
export async function heldRecord(uploadId: string, ledger: Pick<LanePorts['ledger'], 'get'>): Promise<Upload> {
  const record = await ledger.get('uploads', { uploadId });
  if (record === undefined) throw new Error(`The held list ${uploadId} has no record in the ledger`);
  return record;
}

function givesWay(held: HeldCpl, decided: Upload, all: readonly HeldCpl[]): boolean {
  const isAccepted = decided.decision === 'accepted';
  if (held.heldBy === 'issue') return isAccepted;
  const isHeldForIssue = all.some(({ uploadId, heldBy }) => uploadId === decided.uploadId && heldBy === 'issue');
  const isSound = isAccepted || (decided.decision === 'held' && !isHeldForIssue);
  if (!isSound) return false;
  const order = compareIssues(decided.version, held.issue);
  return order > 0 || (order === 0 && decided.receivedAt > held.receivedAt);
}
