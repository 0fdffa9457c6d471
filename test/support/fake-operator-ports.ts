import { foldedLists } from '../../functions/domain/trials/agreed-lists.ts';
import { NO_COUNTS } from '../../functions/intake/lane/arrival.ts';
import type { DeviceModel } from '../../functions/contracts/device-model.ts';
import type { DspChange } from '../../functions/contracts/dsp-change.ts';
import type { Upload } from '../../functions/contracts/upload.ts';
import type { WaitingLine } from '../../functions/contracts/waiting-line.ts';
import { type AgreedList, type AgreedListRow, firmwareKey } from '../../functions/domain/trials/agreed-list.ts';
import type { CplEntry } from '../../functions/domain/cpl/cpl-entry.ts';
import type { ListedLine } from '../../functions/domain/list/accepted-models.ts';
import { countDevices } from '../../functions/domain/devices/device-count.ts';
import type { SmiDevice } from '../../functions/domain/devices/device.ts';
import { DEFAULT_GBCS_REGISTER, type GbcsRegister } from '../../functions/domain/gbcs/gbcs-register.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../functions/domain/settings/settings.ts';
import type { UndeliveredChange } from '../../functions/contracts/undelivered-change.ts';
import type { OperatorPorts, QueueDepth } from '../../functions/operator/views/ports.ts';
import { FakeLedger, type LedgerItems } from './fake-ledger.ts';

/** What the operator's views are to see; everything that is not given is empty. */
export type SeenByOperators = LedgerItems & {
  now?: string;
  undelivered?: UndeliveredChange[];
  /** What lists sent as they were accepted, by the keys of their logs. */
  changesets?: Readonly<Record<string, readonly DspChange[]>>;
  deviceModels?: DeviceModel[];
  /** Lines of the accepted list. */
  listed?: ListedLine[];
  register?: GbcsRegister;
  lists?: AgreedList[];
  settings?: Partial<Settings>;
  devices?: SmiDevice[];
  queues?: QueueDepth[];
};

/** Ports of the operator's views over plain values. */
export function fakeOperatorPorts(seen: SeenByOperators): OperatorPorts {
  const devices = seen.devices ?? [];
  return {
    ledger: new FakeLedger(seen),
    undeliveredChanges: () => each(seen.undelivered ?? []),
    async undeliveredPage({ of, limit, after = '' }) {
      const found = (seen.undelivered ?? []).filter(({ change }) => change.order > after && of(change));
      const items = found.slice(0, limit);
      const next = items.at(-1)?.change.order;
      return found.length > limit && next !== undefined ? { items, next } : { items };
    },
    changesOf: async ({ changesetKey }, atMost) => (seen.changesets?.[changesetKey ?? ''] ?? []).slice(0, atMost),
    deviceModels: {
      all: () => each(seen.deviceModels ?? []),
      ofEntries: async (entryKeys) =>
        new Map(
          (seen.deviceModels ?? [])
            .filter((model) => entryKeys.includes(model.entryKey))
            .map((model) => [model.entryKey, model]),
        ),
      ofModel: async (manufacturer, model) =>
        (seen.deviceModels ?? []).filter(
          (held) =>
            held.manufacturerIdentifier === manufacturer && held.modelIdentifier + held.hardwareVersion === model,
        ),
    },
    acceptedLines: () => each(seen.listed ?? []),
    declaredVersions: async () => [],
    governance: {
      agreedListHistory: async () => foldedLists(seen.lists ?? []),
      settings: async () => ({ ...DEFAULT_SETTINGS, ...seen.settings }),
      gbcsRegister: async () => seen.register ?? DEFAULT_GBCS_REGISTER,
    },
    devices: {
      find: async (deviceId) => devices.find((device) => device.deviceId === deviceId),
      countByFirmware: async (manufacturer, model, firmware, atMost) =>
        countDevices(
          each(
            devices
              .filter((device) => keyOf(device) === firmwareKey(manufacturer, model, firmware))
              .map(({ status, responsibleParty }) => ({ status, supplier: responsibleParty })),
          ),
          atMost,
        ),
      trialDevices: (trialId) =>
        each(devices.filter(({ trial }) => trial !== null && (trialId === undefined || trial.trialId === trialId))),
    },
    queueDepths: async () => seen.queues ?? [],
    now: async () => seen.now ?? '2026-11-02T12:00:00.000Z',
  };
}

function keyOf({ manufacturer, model, firmwareVersion }: SmiDevice): string {
  return firmwareKey(manufacturer, model, firmwareVersion);
}

async function* each<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}

/** An entry of the list; firmware and GBCS version are what tests vary. */
export function entryOf(firmwareVersion: string, change: Partial<CplEntry> = {}): CplEntry {
  return {
    entryKey: `ESME/FA01/B00D/010A/${firmwareVersion}`,
    entryNumber: '000001',
    status: 'Current',
    deviceType: 'ESME',
    variantFamily: 'single',
    manufacturerIdentifier: 'FA01',
    modelIdentifier: 'B00D',
    hardwareVersion: '010A',
    firmwareVersion,
    smetsChtsVersion: 'SMETS V5.1',
    gbcsVersion: '4.1',
    manufacturerImageHash: 'AB'.repeat(32),
    ...change,
  };
}

/** The order of the n-th change of a decision, written out here: a test is to notice when the format changes. */
export function orderOf(sequence: number, index = 0): string {
  return `${String(sequence).padStart(12, '0')}-${String(index).padStart(10, '0')}`;
}

/** What the DSP holds of an entry after one change. */
export function held(entry: CplEntry, order: string, uploadId: string): DeviceModel {
  const times = {
    publishedAt: '2026-11-02T09:00:00.000Z',
    sentAt: '2026-11-02T09:00:05.000Z',
    uploadedAt: '2026-11-02T09:00:09.000Z',
  };
  const versions = { declaredGbcsVersion: entry.gbcsVersion, uploadedGbcsVersion: entry.gbcsVersion };
  const { entryNumber, status, smetsChtsVersion, gbcsVersion } = entry;
  const said = { issue: '2.301', entryNumber, status, smetsChtsVersion };
  const line = { order, kind: 'added' as const, uploadId, ...said, ...versions, ...times };
  const declared = { declaredGbcsVersion: gbcsVersion, order, uploadId, issue: '2.301' };
  return { ...entry, ...declared, ...times, history: [line] };
}

/** A change on its way to the DSP. */
export function undeliveredChange(
  entry: CplEntry,
  order: string,
  uploadId: string,
  sentAt: string | null,
): UndeliveredChange {
  const change: DspChange = {
    contract: 'dsp-change/2',
    order,
    kind: 'changed',
    entry,
    gbcsVersion: entry.gbcsVersion,
    declaredGbcsVersion: entry.gbcsVersion,
    uploadId,
    issue: '2.302',
    publishedAt: '2026-11-02T11:00:00.000Z',
  };
  return { change, sentAt };
}

/** A line that waits. */
export function waitingOf(entry: CplEntry, order: string, uploadId: string): WaitingLine {
  return {
    order,
    entry,
    kind: 'added',
    uploadId,
    issue: '2.303',
    publishedAt: '2026-11-02T10:00:00.000Z',
    blockedSince: '2026-11-02T10:00:01.000Z',
    reason: `GBCS ${entry.gbcsVersion} not recognised`,
    blockedBy: 'gbcs',
  };
}

/** A file that arrived, with a decision. */
export function uploadOf(uploadId: string, decision: Upload['decision'], change: Partial<Upload> = {}): Upload {
  return {
    uploadId,
    key: 'cpl/cpl-2.301.csv',
    kind: 'cpl',
    version: '2.301',
    decision,
    receivedAt: '2026-11-02T10:00:00.000Z',
    decidedAt: '2026-11-02T10:00:01.000Z',
    sha256: '',
    counts: { ...NO_COUNTS, added: 1 },
    findings: [],
    findingsTotal: 0,
    receiptKey: 'receipts/cpl/cpl-2.301.csv.json',
    changes: 1,
    ...change,
  };
}

/** A device of the inventory. */
export function deviceOf(deviceId: string, change: Partial<SmiDevice> = {}): SmiDevice {
  return {
    deviceId,
    known: true,
    deviceType: 'ESME',
    manufacturer: 'FA01',
    model: 'B00D010A',
    firmwareVersion: '0A010A0C',
    smetsChtsVersion: 'SMETS V5.1',
    esmeVariant: 'A',
    responsibleParty: '',
    status: 'Pending',
    statusHistory: [{ status: 'Pending', from: '2026-11-01T00:00:00.000Z' }],
    trial: null,
    trialHistory: [],
    ...change,
  };
}

/** A row of the agreed list. */
export function trialRow(trialId: string, change: Partial<AgreedListRow> = {}): AgreedListRow {
  return {
    trialId,
    manufacturerIdentifier: 'FA01',
    deviceType: 'ESME',
    variantFamily: 'single',
    modelIdentifier: 'B00D',
    hardwareVersion: '010A',
    firmwareVersion: '0A7F010C',
    trialCertificateId: 'SYN-TRIAL-1',
    deviceLimit: 100,
    startDate: '2026-11-01',
    endDate: '2027-04-30',
    endDecision: '',
    justification: '',
    sscDecisionReference: 'SSC:1',
    dccInstructionReference: 'DCC:1',
    dspAgreementReference: 'DSP:1',
    sponsoringSupplier: 'Synthetic Supplier One',
    complianceStatements: 'held',
    departmentNotifiedOn: '2026-10-20',
    ...change,
  };
}
