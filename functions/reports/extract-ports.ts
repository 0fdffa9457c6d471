import type { Clock } from '../contracts/clock.ts';
import type { DeviceModel } from '../contracts/device-model.ts';
import type {
  ExtractKind,
  InventoryExtract,
  InventoryPosition,
  UnfinishedExtract,
} from '../contracts/inventory-extract.ts';
import type { LedgerPager } from '../contracts/ledger.ts';
import type { DeviceRecord } from '../domain/devices/device-record.ts';
import type { Settings } from '../domain/settings/settings.ts';

/** A record as it was found, and when it was written (ISO). */
export type FoundRecord = { readonly record: DeviceRecord; readonly changedAt: string };

/** Some records, which may be none, and how far the inventory was read with them. */
export type InventoryPage = { readonly found: readonly FoundRecord[]; readonly position: InventoryPosition };

/**
 * The whole inventory, read a page at a time, in no particular order, from its beginning or from where an earlier reading
 * came to. Each device is there once.
 */
export type Inventory = {
  readonly all: (from?: InventoryPosition) => AsyncIterable<InventoryPage>;
  /** What was written since an instant; `orFlagged` adds every device that carries a trial's flag. */
  readonly changedSince: (
    instant: string,
    orFlagged: boolean,
    from?: InventoryPosition,
  ) => AsyncIterable<InventoryPage>;
  /** Devices that were ever trial devices. */
  readonly everTrial: (from?: InventoryPosition) => AsyncIterable<InventoryPage>;
};

/** A file being written; it exists once it is finished. */
export type ExtractFile = {
  readonly write: (text: string) => Promise<void>;
  readonly finish: () => Promise<void>;
  readonly discard: () => Promise<void>;
};

/** The reports bucket, for extracts. */
export type ExtractStore = {
  readonly find: (kind: ExtractKind, extractId: string) => Promise<InventoryExtract | undefined>;
  /** How far the runs of an extract have come, once one had to stop. */
  readonly unfinished: (kind: ExtractKind, extractId: string) => Promise<UnfinishedExtract | undefined>;
  /** Keeps how far an extract is, once its files so far are there: each such state stands by itself, and the last counts. */
  readonly keepUnfinished: (extract: UnfinishedExtract) => Promise<void>;
  /** The extract of changes that was made last. */
  readonly latestOfChanges: () => Promise<InventoryExtract | undefined>;
  /** A key for the file of an extract that nobody else writes to. */
  readonly newKey: (kind: ExtractKind, extractId: string) => Promise<string>;
  readonly file: (key: string) => ExtractFile;
  /** What an extract of changes reported shortly before its end: revisions by device. */
  readonly recentlyReported: (
    extract: Pick<InventoryExtract, 'key' | 'furtherKeys'>,
  ) => Promise<ReadonlyMap<string, number>>;
  readonly recentlyReportedFile: (key: string) => ExtractFile;
  /**
   * Keeps what is known of an extract, once its files are there; one of changes is then the latest.
   *
   * @returns the extract of its id: another one, if that was kept before.
   */
  readonly keep: (extract: InventoryExtract) => Promise<InventoryExtract>;
};

/** All that making an extract needs of the world. */
export type ExtractPorts = {
  readonly inventory: Inventory;
  readonly extracts: ExtractStore;
  readonly governance: {
    readonly settings: () => Promise<Settings>;
    /** A version of the settings there was. */
    readonly settingsVersion: (version: number) => Promise<Settings>;
  };
  readonly ledger: Pick<LedgerPager<'uploads'>, 'page'>;
  /** Every entry that the DSP holds: thousands, read through once an extract. */
  readonly models: { readonly all: () => AsyncIterable<DeviceModel> };
  readonly clock: Clock;
};
