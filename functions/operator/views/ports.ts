import type { DeviceModel } from '../../contracts/device-model.ts';
import type { DspChange } from '../../contracts/dsp-change.ts';
import type { UndeliveredChange, UndeliveredPage, UndeliveredSearch } from '../../contracts/undelivered-change.ts';
import type { Upload } from '../../contracts/upload.ts';
import type { LedgerPager, LedgerReader } from '../../contracts/ledger.ts';
import type { AgreedLists } from '../../domain/trials/agreed-lists.ts';
import type { DeviceCounter } from '../../domain/devices/device-count.ts';
import type { SmiDevice } from '../../domain/devices/device.ts';
import type { ListedLine } from '../../domain/list/accepted-models.ts';
import type { VersionUse } from '../../domain/gbcs/version-use.ts';
import type { GbcsRegister } from '../../domain/gbcs/gbcs-register.ts';
import type { Settings } from '../../domain/settings/settings.ts';

/** What the DSP holds of the list. */
export type DeviceModelsReader = {
  readonly all: () => AsyncIterable<DeviceModel>;
  /** What it holds of some entries, by their keys. */
  readonly ofEntries: (entryKeys: readonly string[]) => Promise<ReadonlyMap<string, DeviceModel>>;
  readonly ofModel: (manufacturer: string, model: string) => Promise<readonly DeviceModel[]>;
};

/** The governance files in force. */
export type GovernanceReader = {
  readonly agreedListHistory: () => Promise<AgreedLists>;
  readonly settings: () => Promise<Settings>;
  readonly gbcsRegister: () => Promise<GbcsRegister>;
};

/** The Smart Metering Inventory, as far as operators read it. */
export type DevicesReader = DeviceCounter & {
  readonly find: (deviceId: string) => Promise<SmiDevice | undefined>;
  /** The devices that are flagged with a trial, or with any. */
  readonly trialDevices: (trialId?: string) => AsyncIterable<SmiDevice>;
};

/** One queue and how much is in it. */
export type QueueDepth = {
  readonly queue: string;
  readonly visible: number;
  readonly inFlight: number;
  /** Messages of its dead-letter queue, visible and in flight. */
  readonly deadLetters: number;
};

/** All that the operator's views read. */
export type OperatorPorts = {
  /** What the lane decided and what waits. */
  readonly ledger: LedgerReader & LedgerPager;
  readonly undeliveredChanges: () => AsyncIterable<UndeliveredChange>;
  /** Some of them in their order, and the order behind which others may follow; 500 are looked up at most. */
  readonly undeliveredPage: (search: UndeliveredSearch) => Promise<UndeliveredPage>;
  /** The first changes that a list sent to the DSP as it was accepted, so many at most. */
  readonly changesOf: (upload: Pick<Upload, 'changesetKey'>, atMost: number) => Promise<readonly DspChange[]>;
  readonly deviceModels: DeviceModelsReader;
  /** The lines of the accepted list, in entry-number order; none before the first. */
  readonly acceptedLines: () => AsyncIterable<ListedLine>;
  /** The GBCS versions that the accepted list declares, counted now: the whole list is read. */
  readonly declaredVersions: () => Promise<readonly VersionUse[]>;
  readonly governance: GovernanceReader;
  readonly devices: DevicesReader;
  readonly queueDepths: () => Promise<readonly QueueDepth[]>;
  /** The pipeline's time, which on one machine can be moved. */
  readonly now: () => Promise<string>;
};
