import { COLUMN_MAP } from '../contracts/column-map.ts';
import type { CplEntry } from '../domain/cpl/cpl-entry.ts';
import { acceptedEntries, acceptedEntryOf } from '../domain/extract/extract-entries.ts';
import { type CplLookup, isCertifiedSmets2 } from '../domain/trials/trial-eligibility.ts';
import type { LaneView } from './decision.ts';
import { snapshotOf } from './judge-extract.ts';
import type { LanePorts } from './ports.ts';

/**
 * The accepted CPL as the agreed list is judged against it (R38, R44). Undefined when no extract was accepted yet.
 */
export async function acceptedCpl(
  { state, settings }: LaneView,
  { archive }: Pick<LanePorts, 'archive'>,
): Promise<CplLookup | undefined> {
  if (state.accepted === undefined) return undefined;
  const certified = new Set<string>();
  const entries = new Map<string, Pick<CplEntry, 'cpaCertificateId' | 'smetsChtsVersion'>>();
  for await (const entry of acceptedEntries(snapshotOf(state.accepted, archive), COLUMN_MAP)) {
    const { cpaCertificateId, smetsChtsVersion } = entry;
    entries.set(modelAndFirmware(entry), { cpaCertificateId, smetsChtsVersion });
    if (isCertifiedSmets2(entry, settings.trialCertificatePattern)) certified.add(entry.manufacturerIdentifier);
  }
  return {
    hasCertifiedSmets2: (manufacturerIdentifier) => certified.has(manufacturerIdentifier),
    entryFor: (row) => entries.get(modelAndFirmware(row)),
  };
}

/** The accepted value of one entry, if the accepted list has it. */
export async function acceptedEntry(
  entryKey: string,
  { state }: LaneView,
  { archive }: Pick<LanePorts, 'archive'>,
): Promise<CplEntry | undefined> {
  if (state.accepted === undefined) return undefined;
  return acceptedEntryOf(entryKey, snapshotOf(state.accepted, archive), COLUMN_MAP);
}

function modelAndFirmware(
  of: Pick<CplEntry, 'manufacturerIdentifier' | 'modelIdentifier' | 'hardwareVersion' | 'firmwareVersion'>,
): string {
  return [of.manufacturerIdentifier, of.modelIdentifier, of.hardwareVersion, of.firmwareVersion].join('/');
}
