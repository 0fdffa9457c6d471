import type { Effect } from '../../contracts/effect.ts';
import type { DspRefusal } from '../../contracts/lane-command.ts';
import type { CplEntry } from '../../domain/cpl/cpl-entry.ts';
import { acceptedEntry } from './accepted-cpl.ts';
import { waitingLine } from './gate-lines.ts';
import { draftDecision, type IntendedLane, intend, type LaneView } from '../lane/decision.ts';
import { incidentEffects } from '../incidents/incident-effects.ts';
import type { LanePorts } from '../ports.ts';

/**
 * Takes a change back that DSP ingestion itself refused: its entry is blocked with the DSP's reason, which opens an
 * incident, and is sent again once a register is activated. A change that a newer line of its entry has
 * overtaken meanwhile is only recorded: sending it again would undo the newer one.
 *
 * @returns undefined when the change was taken back before.
 */
export async function takeBack(
  { change, reason }: DspRefusal,
  view: LaneView,
  ports: LanePorts,
): Promise<IntendedLane | undefined> {
  const { order, entry, uploadId } = change;
  const line = waitingLine(change, view.now, { reason, blockedBy: 'dsp' });
  if (view.waiting.some((waiting) => waiting.order === order)) return undefined;
  const isCurrent = sameEntry(entry, await acceptedEntry(entry.entryKey, view, ports));
  const effect: Effect = isCurrent
    ? { effect: 'wait', line }
    : { effect: 'overtake', line, overtakenAt: view.now, overtakenBy: view.state.accepted?.uploadId ?? uploadId };
  const stillWaiting = isCurrent ? [...view.waiting, line] : view.waiting;
  return intend(
    draftDecision(view, ports),
    view,
    [effect, ...(await incidentEffects(view, { stillWaiting, stillOutstanding: view.corrections }, ports))],
    view.state,
    ports,
  );
}

function sameEntry(entry: CplEntry, accepted: CplEntry | undefined): boolean {
  if (accepted === undefined) return false;
  const values = new Map<string, string>(Object.entries(accepted));
  return Object.entries(entry).every(([field, value]) => values.get(field) === value);
}
