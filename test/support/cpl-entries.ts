import type { DspChange } from '../../functions/contracts/dsp-change.ts';
import type { WaitingLine } from '../../functions/contracts/waiting-line.ts';
import type { CplEntry } from '../../functions/domain/cpl/cpl-entry.ts';

/** A synthetic CPL entry. */
export function cplEntry(fields: Partial<CplEntry> = {}): CplEntry {
  const entry = {
    cplEntryId: 'CPL-1',
    deviceType: 'ESME' as const,
    manufacturerName: 'Synthetic Meters',
    manufacturerIdentifier: 'AB01',
    modelIdentifier: '010A',
    hardwareVersion: '030B',
    firmwareVersion: '0002012F',
    smetsChtsVersion: 'SMETS2 v2.0',
    gbcsVersion: '4.1',
    esmeVariant: 'A',
    cpaCertificateId: 'CPA-1',
    cpaCertificateExpiryDate: '2030-01-01',
    cpaCertificateRenewalDate: '',
    zigbeeCertificateId: '',
    dlmsCertificateId: '',
    manufacturerImageHash: '',
    imageCreator: '',
    status: 'Active' as const,
    dateAdded: '2020-01-01',
    dateRemoved: '',
    ...fields,
  };
  const { deviceType, manufacturerIdentifier, modelIdentifier, hardwareVersion, firmwareVersion } = entry;
  const parts = [deviceType, manufacturerIdentifier, modelIdentifier, hardwareVersion, firmwareVersion];
  return { entryKey: parts.join('/'), ...entry };
}

/** A change for the DSP, the `number`-th one decided. */
export function dspChange(number: number, entry: CplEntry = cplEntry(), fields: Partial<DspChange> = {}): DspChange {
  return {
    contract: 'dsp-change/1',
    order: `${String(number).padStart(12, '0')}-0000000000`,
    kind: 'changed',
    entry,
    gbcsVersion: entry.gbcsVersion,
    declaredGbcsVersion: entry.gbcsVersion,
    uploadId: `upload-${number}`,
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
    publishedAt: '2026-11-02T09:00:00.000Z',
    blockedSince: '2026-11-02T09:00:05.000Z',
    reason: `GBCS ${entry.gbcsVersion} not recognised`,
    blockedBy: 'gbcs',
  };
}
