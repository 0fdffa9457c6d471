import { COLUMN_MAP } from '../contracts/column-map.ts';
import type { AcceptedExtract } from '../contracts/lane-state.ts';
import type { CplEntry } from '../domain/cpl-entry.ts';
import { snapshotToCsv } from '../domain/extract-csv.ts';
import { compareExtract } from '../domain/extract-diff.ts';
import { type CplLookup, isCertifiedSmets2 } from '../domain/trial-eligibility.ts';
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
  await eachAccepted(state.accepted, archive, (entry) => {
    const { cpaCertificateId, smetsChtsVersion } = entry;
    entries.set(modelAndFirmware(entry), { cpaCertificateId, smetsChtsVersion });
    if (isCertifiedSmets2(entry, settings.trialCertificatePattern)) certified.add(entry.manufacturerIdentifier);
  });
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
  let found: CplEntry | undefined;
  if (state.accepted === undefined) return undefined;
  await eachAccepted(state.accepted, archive, (entry) => {
    if (entry.entryKey === entryKey) found = entry;
  });
  return found;
}

/** Reads the accepted list as an extract that is compared with nothing, so that each of its lines is told. */
async function eachAccepted(
  accepted: AcceptedExtract,
  archive: LanePorts['archive'],
  see: (entry: CplEntry) => void,
): Promise<void> {
  const snapshot = snapshotOf(accepted, archive);
  const input = {
    extract: () => snapshotToCsv(snapshot, COLUMN_MAP),
    columnMap: COLUMN_MAP,
    maxExtractBytes: Number.POSITIVE_INFINITY,
  };
  const { outcome } = await compareExtract(input, {
    entryLine: ({ entry }) => see(entry),
    snapshotRecords: () => undefined,
    snapshotIndex: () => undefined,
  });
  if (outcome === 'refused') throw new Error(`The accepted list ${accepted.uploadId} cannot be read back`);
}

function modelAndFirmware(
  of: Pick<CplEntry, 'manufacturerIdentifier' | 'modelIdentifier' | 'hardwareVersion' | 'firmwareVersion'>,
): string {
  return [of.manufacturerIdentifier, of.modelIdentifier, of.hardwareVersion, of.firmwareVersion].join('/');
}
