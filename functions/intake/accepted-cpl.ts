import { COLUMN_MAP } from '../contracts/column-map.ts';
import type { CplEntry } from '../domain/cpl-entry.ts';
import { snapshotToCsv } from '../domain/extract-csv.ts';
import { compareExtract } from '../domain/extract-diff.ts';
import { type CplLookup, isCertifiedSmets2 } from '../domain/trial-eligibility.ts';
import type { LaneView } from './decision.ts';
import { snapshotOf } from './judge-extract.ts';
import type { LanePorts } from './ports.ts';

/**
 * The accepted CPL as the agreed list is judged against it (R38, R44): read as an extract that is compared with
 * nothing, so that each of its entries is told once. Undefined when no extract was accepted yet.
 */
export async function acceptedCpl(
  { state, settings }: LaneView,
  { archive }: Pick<LanePorts, 'archive'>,
): Promise<CplLookup | undefined> {
  if (state.accepted === undefined) return undefined;
  const snapshot = snapshotOf(state.accepted, archive);
  const certified = new Set<string>();
  const entries = new Map<string, Pick<CplEntry, 'cpaCertificateId' | 'smetsChtsVersion'>>();
  const input = {
    extract: () => snapshotToCsv(snapshot, COLUMN_MAP),
    columnMap: COLUMN_MAP,
    maxExtractBytes: Number.POSITIVE_INFINITY,
  };
  const outcome = await compareExtract(input, {
    entryLine: ({ entry }) => {
      const { cpaCertificateId, smetsChtsVersion } = entry;
      entries.set(modelAndFirmware(entry), { cpaCertificateId, smetsChtsVersion });
      if (isCertifiedSmets2(entry, settings.trialCertificatePattern)) certified.add(entry.manufacturerIdentifier);
    },
    snapshotRecords: () => undefined,
    snapshotIndex: () => undefined,
  });
  if (outcome.outcome === 'refused')
    throw new Error(`The accepted list ${state.accepted.uploadId} cannot be read back`);
  return {
    hasCertifiedSmets2: (manufacturerIdentifier) => certified.has(manufacturerIdentifier),
    entryFor: (row) => entries.get(modelAndFirmware(row)),
  };
}

function modelAndFirmware(
  of: Pick<CplEntry, 'manufacturerIdentifier' | 'modelIdentifier' | 'hardwareVersion' | 'firmwareVersion'>,
): string {
  return [of.manufacturerIdentifier, of.modelIdentifier, of.hardwareVersion, of.firmwareVersion].join('/');
}
