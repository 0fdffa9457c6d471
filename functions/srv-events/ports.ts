import type { QueueMessage } from '../contracts/queue.ts';
import type { AgreedLists } from '../domain/trials/agreed-lists.ts';
import type { DeviceRecord } from '../domain/devices/device-record.ts';

/** The Smart Metering Inventory, as the use case that keeps it needs it. */
export type Devices = {
  /** The records of those of the given devices that have one, as they are now. */
  readonly findMany: (deviceIds: readonly string[]) => Promise<ReadonlyMap<string, DeviceRecord>>;
  /** Writes a record, if the stored one still has the expected revision (0: there is none). */
  readonly put: (record: DeviceRecord, expectedRevision: number) => Promise<'written' | 'conflict'>;
};

/**
 * What decides about events and flags: the feature switch (R54), every version of the agreed list there has been, and
 * how far an event may be dated ahead of the queue's time.
 */
export type TrialRules = {
  readonly trialFlagging: 'on' | 'off';
  readonly eventClockAheadHours: number;
  readonly lists: AgreedLists;
};

/** Where the rules in force are known. */
type TrialRulesInForce = {
  /** One small read; the content of a version of the list never changes. */
  readonly current: () => Promise<TrialRules>;
};

/** Where messages go that can never succeed. */
export type DeadLetters = {
  readonly send: (message: Pick<QueueMessage, 'messageId' | 'body'>, reason: string) => Promise<void>;
};

/** All that recording SRV events needs of the world. */
export type SrvEventPorts = {
  readonly devices: Devices;
  readonly trialRules: TrialRulesInForce;
  readonly deadLetters: DeadLetters;
};
