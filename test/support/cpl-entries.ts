import type { DspChange } from '../../functions/contracts/dsp-change.ts';
import type { WaitingLine } from '../../functions/contracts/waiting-line.ts';
import type { CplEntry } from '../../functions/domain/cpl/cpl-entry.ts';

/** A synthetic line of the CPL. */
export function cplEntry(fields: Partial<CplEntry> = {}): CplEntry {
  const entry = {
    entryNumber: '000001',
    status: 'Current' as const,
    deviceType: 'ESME' as const,
    variantFamily: 'single' as const,
    manufacturerIdentifier: 'AB01',
    modelIdentifier: '010A',
    hardwareVersion: '030B',
    firmwareVersion: '0002012F',
    smetsChtsVersion: 'SMETS V5.1',
    gbcsVersion: '4.1',
    manufacturerImageHash: '',
    ...fields,
  };
  const { deviceType, manufacturerIdentifier, modelIdentifier, hardwareVersion, firmwareVersion } = entry;
  const parts = [deviceType, manufacturerIdentifier, modelIdentifier, hardwareVersion, firmwareVersion];
  return { entryKey: parts.join('/'), ...entry };
}

/** A change for the DSP, the `number`-th one decided. */
export function dspChange(number: number, entry: CplEntry = cplEntry(), fields: Partial<DspChange> = {}): DspChange {
  return {
    contract: 'dsp-change/2',
    order: `${String(number).padStart(12, '0')}-0000000000`,
    kind: 'changed',
    entry,
    gbcsVersion: entry.gbcsVersion,
    declaredGbcsVersion: entry.gbcsVersion,
    uploadId: `upload-${number}`,
    issue: '1.1',
    publishedAt: '2026-11-02T09:00:00.000Z',
    ...fields,
  };
}

/** A line that waits, blocked by the `number`-th decision. */
export function waitingLine(number: number, entry: CplEntry = cplEntry({ gbcsVersion: '9.9' })): WaitingLine {
  return {
    order: `${String(number).padStart(12, '0')}-0000000000`,
    entry,
    kind: 'added',
    uploadId: `upload-${number}`,
    issue: '1.1',
    publishedAt: '2026-11-02T09:00:00.000Z',
    blockedSince: '2026-11-02T09:00:05.000Z',
    reason: `GBCS ${entry.gbcsVersion} not recognised`,
    blockedBy: 'gbcs',
  };
}
