import { draftDecision, gateRules, type IntendedLane, intend, type LaneView } from '../lane/decision.ts';
import { incidentEffects } from '../incidents/incident-effects.ts';
import { orders } from '../cpl/gate-lines.ts';
import type { LanePorts } from '../ports.ts';
import { repeatedReevaluations } from './re-evaluation.ts';
import { release } from './release.ts';

/**
 * Checks again what waits, because time passed: a GBCS version that was not yet in force may be so today, and an
 * incident may have become worse (R31). Also makes once more the re-evaluations that are due.
 *
 * @returns undefined when nothing can go on yet, and nothing has become worse.
 */
export async function reconsider(
  commandId: string,
  view: LaneView,
  ports: LanePorts,
): Promise<IntendedLane | undefined> {
  const context = {
    rules: gateRules(view),
    blockPolicy: view.settings.blockPolicy,
    retryRefused: false,
    nextOrder: orders(view.state.sequence + 1),
    now: view.now,
    causedBy: commandId,
  };
  const released = release(view.waiting, view.corrections, context);
  const reevaluations = repeatedReevaluations(await ports.ledger.list('reevaluationsDue'), view.now);
  const incidents = await incidentEffects(view, released, ports);
  const { effects } = released;
  if (effects.length === 0 && reevaluations.length === 0 && incidents.length === 0) return undefined;
  const draft = draftDecision(view, ports);
  await draft.log.append(effects);
  return intend(draft, view, [...reevaluations, ...incidents], view.state, ports);
}
