import { foldedLists } from '../../functions/domain/trials/agreed-lists.ts';
import type { ReportedDecision } from '../../functions/contracts/trial-report.ts';
import type { AgreedList, AgreedListRow } from '../../functions/domain/trials/agreed-list.ts';
import type { SmiDevice, SmiStatus } from '../../functions/domain/devices/device.ts';
import type { CplEntry } from '../../functions/domain/cpl/cpl-entry.ts';
import { entryMatters } from '../../functions/reports/entry-cases.ts';
import { londonDay } from '../../functions/domain/calendar/london-time.ts';
import { DEFAULT_VERSION_COMBINATIONS } from '../../functions/domain/gbcs/version-combinations.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { FlaggedDevices } from '../../functions/reports/flagged-devices.ts';
import type { ReportMaterial } from '../../functions/reports/trial-report.ts';
import { certificatesOf } from './certificates.ts';
import { cplEntry } from './cpl-entries.ts';

/** A synthetic row of an agreed list: a trial of 100 devices from November 2026 to April 2028. */
export function agreedRow(fields: Partial<AgreedListRow> = {}): AgreedListRow {
  return {
    trialId: 'SYN-TRIAL-1',
    manufacturerIdentifier: 'FA01',
    deviceType: 'ESME',
    variantFamily: 'single',
    modelIdentifier: 'C10D',
    hardwareVersion: '010A',
    firmwareVersion: '0A7F010C',
    trialCertificateId: 'SYN-TRIAL-CPA-0001',
    deviceLimit: 100,
    startDate: '2026-11-01',
    endDate: '2028-04-30',
    endDecision: '',
    justification: '',
    sscDecisionReference: 'SSC:SYN-TRIAL-1-DECISION',
    dccInstructionReference: 'DCC-SERVICE:SYN-TRIAL-1-INSTRUCTION',
    dspAgreementReference: 'DSP-SERVICE:SYN-TRIAL-1-AGREEMENT',
    sponsoringSupplier: 'Synthetic Supplier One',
    complianceStatements: 'GBCS and SMETS self-certified (synthetic)',
    departmentNotifiedOn: '2026-10-20',
    ...fields,
  };
}

/** An agreed list, activated at the beginning of November 2026. */
export function agreedList(rows: readonly AgreedListRow[], version = 1): AgreedList {
  return { version, activatedAt: '2026-11-01T08:00:00.000Z', rows };
}

/** Synthetic devices of a trial, all in one status; their ids are invented. */
export function trialDevices(trialId: string, number: number, status: SmiStatus = 'Commissioned'): SmiDevice[] {
  return Array.from({ length: number }, (_, index) => ({
    deviceId: `FA-00-00-00-00-${trialId.slice(-2).replace('-', '0')}-${hex(index >> 8)}-${hex(index & 255)}`,
    known: true,
    deviceType: 'ESME',
    manufacturer: 'FA01',
    model: 'C10D010A',
    firmwareVersion: '0A7F010C',
    smetsChtsVersion: 'SMETS2 v5.1',
    responsibleParty: '90-B3-D5-1F-30-01-00-00',
    esmeVariant: 'A',
    status,
    statusHistory: [{ status, from: '2026-11-05T10:00:00.000Z' }],
    trial: { trialId, since: '2026-11-05T10:00:00.000Z' },
    trialHistory: [{ trialId, from: '2026-11-05T10:00:00.000Z', listVersion: 1 }],
  }));
}

/** Flagged devices as a report counts them, each of them named. */
export function flaggedDevices(devices: readonly SmiDevice[]): FlaggedDevices {
  const flagged = new FlaggedDevices(devices.length);
  for (const device of devices) flagged.add(device);
  return flagged;
}

/** The CPL entry of the trial's firmware. */
export function trialEntry(fields: Partial<CplEntry> = {}): CplEntry {
  return cplEntry({
    manufacturerIdentifier: 'FA01',
    modelIdentifier: 'C10D',
    hardwareVersion: '010A',
    firmwareVersion: '0A7F010C',
    ...fields,
  });
}

/** The trial certificate of that entry. */
export const TRIAL_CERTIFICATES = certificatesOf({ '000001': { reference: 'SYN-TRIAL-CPA-0001' } });

/** What may be given of a report's material: the versions of the agreed list and the flagged devices one by one. */
type MaterialFields = Partial<Omit<ReportMaterial, 'matters' | 'agreedLists' | 'devices'>> & {
  readonly agreedLists?: readonly AgreedList[];
  readonly devices?: ReadonlyMap<string, readonly SmiDevice[]>;
};

/** What a report is made from: CPL and flag agree; no trials, unless some are given. */
export function reportMaterial({
  agreedLists = [],
  devices = new Map(),
  ...fields
}: MaterialFields = {}): ReportMaterial {
  const flagged = [...devices.values()].flat().length;
  const material = {
    reportId: 'SSC-2026-W47-20261116',
    now: '2026-11-16T07:00:05.000Z',
    agreedLists: foldedLists(agreedLists),
    settings: DEFAULT_SETTINGS,
    devices: new Map([...devices].map(([trialId, of]) => [trialId, flaggedDevices(of)])),
    entries: [],
    certificates: TRIAL_CERTIFICATES,
    decided: [],
    counted: new Map(),
    peers: new Map(),
    trialCertified: [
      {
        entry: trialEntry(),
        cpaReference: 'SYN-TRIAL-CPA-0001',
        devices: flagged,
        flagged,
        notFlagged: [],
      },
    ],
    notKnown: new Set<string>(),
    previous: undefined,
    ...fields,
  };
  const { entries, certificates, now } = material;
  return {
    ...material,
    matters: entryMatters(entries, certificates, DEFAULT_VERSION_COMBINATIONS, londonDay(now)),
  };
}

/** A case of the worklist. */
export function reportedCase(fields: Partial<ReportedDecision> = {}): ReportedDecision {
  return {
    caseId: 'trial/SYN-TRIAL-1/end',
    event: 'trial-ending',
    trialId: 'SYN-TRIAL-1',
    entryNumber: '',
    asked: 'SSC',
    by: '2026-12-01',
    since: '2026-11-16',
    urgency: 'soon',
    what: 'Decide what happens to the devices',
    why: 'The trial ends.',
    ...fields,
  };
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}
