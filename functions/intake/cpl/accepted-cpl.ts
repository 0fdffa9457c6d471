import type { AcceptedCpl } from '../../contracts/lane-state.ts';
import type { CplEntry } from '../../domain/cpl/cpl-entry.ts';
import { type VersionUse, VersionUses } from '../../domain/gbcs/version-use.ts';
import { acceptedLines, acceptedModel, acceptedModels } from '../../domain/list/accepted-models.ts';
import { type CplLookup, cplLookup } from '../../domain/trials/trial-eligibility.ts';
import type { LaneView } from '../lane/decision.ts';
import type { LanePorts } from '../ports.ts';
import { acceptedList } from './compare.ts';

/**
 * The accepted CPL as the agreed list is checked against it (R38, R44). Undefined when no list was accepted yet.
 */
export async function acceptedCpl(
  { state }: LaneView,
  { archive, governance }: Pick<LanePorts, 'archive' | 'governance'>,
): Promise<CplLookup | undefined> {
  if (state.accepted === undefined) return undefined;
  const [models, certificates] = await Promise.all([
    acceptedModels(acceptedList(state.accepted, archive)),
    governance.certificates(),
  ]);
  return cplLookup(models.values(), certificates);
}

/** The GBCS versions that the lines which hold declare, SMETS1 apart; none before the first list. */
export async function declaredVersions(
  { state }: Pick<LaneView, 'state'>,
  { archive }: Pick<LanePorts, 'archive'>,
): Promise<readonly VersionUse[]> {
  if (state.accepted === undefined) return [];
  const uses = new VersionUses();
  for (const entry of (await acceptedModels(acceptedList(state.accepted, archive))).values()) uses.add(entry);
  return uses.all();
}

/** The entry numbers of the accepted list, those that it lacks and goes on to hold included. */
export async function acceptedNumbers(
  accepted: AcceptedCpl,
  { archive }: Pick<LanePorts, 'archive'>,
): Promise<ReadonlySet<string>> {
  const numbers = new Set<string>();
  for await (const { entry } of acceptedLines(acceptedList(accepted, archive))) numbers.add(entry.entryNumber);
  return numbers;
}

/** The line that holds of one Device Model, if the accepted list has it. */
export async function acceptedEntry(
  entryKey: string,
  { state }: LaneView,
  { archive }: Pick<LanePorts, 'archive'>,
): Promise<CplEntry | undefined> {
  return state.accepted && acceptedModel(entryKey, acceptedList(state.accepted, archive));
}

/** Every line of the accepted list; none before the first. */
export async function* linesOfAccepted(
  { accepted }: Pick<LaneView['state'], 'accepted'>,
  archive: Pick<LanePorts['archive'], 'read'>,
): ReturnType<typeof acceptedLines> {
  if (accepted !== undefined) yield* acceptedLines(acceptedList(accepted, archive));
}

/** A line of the accepted list by its entry number. */
export async function acceptedLine(
  entryNumber: string,
  { state }: Pick<LaneView, 'state'>,
  { archive }: Pick<LanePorts, 'archive'>,
): Promise<CplEntry | undefined> {
  for await (const { entry } of linesOfAccepted(state, archive)) {
    if (entry.entryNumber === entryNumber) return entry;
  }
  return undefined;
}
