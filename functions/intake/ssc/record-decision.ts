import type { RecordDecision } from '../../contracts/lane-command.ts';
import type { SscDecision } from '../../contracts/ssc-decision.ts';
import { londonDay } from '../../domain/calendar/london-time.ts';
import { decidedAbout } from '../../domain/cpl/decided-entry.ts';
import { acceptedLine } from '../cpl/accepted-cpl.ts';
import { draftDecision, type IntendedLane, intend, type LaneView } from '../lane/decision.ts';
import type { LanePorts } from '../ports.ts';

/**
 * Records what the SSC decided about a CPL entry (R62): the worklist then asks those who carry it out.
 *
 * @returns undefined when it is recorded already, when it is dated in the future, or when the list has no such entry.
 */
export async function recordDecision(
  { decided, requestedBy: by, commandId }: RecordDecision,
  view: LaneView,
  ports: LanePorts,
): Promise<IntendedLane | undefined> {
  if (decided.decidedOn > londonDay(view.now)) return undefined;
  const entry = await acceptedLine(decided.entryNumber, view, ports);
  if (entry === undefined) return undefined;
  const { cpa } = (await ports.governance.certificates()).get(decided.entryNumber) ?? {};
  const decision: SscDecision = {
    ...decided,
    about: decidedAbout(entry, cpa),
    by,
    principal: view.cause.sentBy,
    at: view.now,
    commandId,
  };
  if ((await ports.ledger.list('sscDecisions')).some((other) => other.commandId === commandId)) return undefined;
  return intend(draftDecision(view, ports), view, [{ effect: 'ssc-decision', decision }], view.state, ports);
}
