import type { QueueMessage } from '../contracts/queue.ts';
import type { Clock } from '../contracts/clock.ts';
import type { DeviceSuspension } from '../contracts/device-suspension.ts';
import type { DspChange } from '../contracts/dsp-change.ts';
import type { KindName, LedgerMover, LedgerPager, LedgerReader, LedgerWriter } from '../contracts/ledger.ts';
import type { Mail, MailOnce } from '../contracts/mail.ts';
import type { ReadyLetter } from '../contracts/ready-letter.ts';
import type { Receipt } from '../contracts/receipt.ts';
import type { Upload } from '../contracts/upload.ts';
import type { IncidentNews } from '../contracts/incident-news.ts';
import type { Certificates } from '../domain/cpl/certificates.ts';
import type { CplEntry } from '../domain/cpl/cpl-entry.ts';
import type { AgreedList } from '../domain/trials/agreed-list.ts';
import type { AgreedLists } from '../domain/trials/agreed-lists.ts';
import type { DeviceCounter } from '../domain/devices/device-count.ts';
import type { DeviceRecord } from '../domain/devices/device-record.ts';
import type { GbcsRegister } from '../domain/gbcs/gbcs-register.ts';
import type { VersionCombinations } from '../domain/gbcs/version-combinations.ts';
import type { SettingChange, SettingsFloor } from '../domain/settings/settings-change.ts';
import type { Settings } from '../domain/settings/settings.ts';

/** A stream of bytes, in pieces of any size. */
export type Bytes = AsyncIterable<Uint8Array>;

/** The ledger, as the writer of what the lane decides. */
export type Ledger = LedgerReader<LaneKinds> &
  Pick<LedgerPager<'suspensions'>, 'page'> &
  LedgerWriter<LaneKinds> &
  LedgerMover<'lane'>;
type LaneKinds = Exclude<KindName, 'expiredEntries' | 'listLook' | 'mailClaims' | 'news' | 'notices' | 'reportSent'>;

/** Something being written, which exists only once it is finished. What was written may be changed afterwards. */
export type Writer = {
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly finish: () => Promise<void>;
  readonly discard: () => Promise<void>;
};

/** The archive bucket: what was accepted, as immutable versions. */
export type Archive = {
  readonly read: (key: string, version?: string, from?: number) => Bytes;
  readonly put: (key: string, body: string, contentType: string) => Promise<void>;
  readonly writer: (key: string, contentType: string) => Writer;
};

/** The inbox bucket: what people put there. */
export type Inbox = {
  readonly read: (key: string, version?: string) => Bytes;
  readonly facts: (
    key: string,
    version?: string,
  ) => Promise<{ bytes: number; lastModified: string; metadata: Readonly<Record<string, string>> } | undefined>;
};

/** The letters the lane sends: what they say is decided elsewhere. */
export type Letters = {
  /**
   * A receipt as mails, one for each kind of reader, with the letters that are ready to be sent; `findingsTable` has every
   * single finding and blocked entry, '' where there are none.
   */
  readonly receipts: (receipt: Receipt, findingsTable: string, ready: readonly ReadyLetter[]) => readonly Mail[];
  readonly findingsCsv: (receipt: Pick<Receipt, 'findings' | 'blocked'>) => string;
  readonly incident: (news: IncidentNews, ready: readonly ReadyLetter[]) => Mail;
  /** To operations: a control that settings weaken. */
  readonly weakened: (upload: Upload, change: SettingChange) => Mail;
};

/** How the detached signature of an extract stands. */
export type Signatures = {
  readonly statusOf: (extract: {
    readonly key: string;
    readonly objectVersion: string | undefined;
  }) => Promise<'valid' | 'missing' | 'invalid' | 'no-key'>;
};

/** Who may send what to the lane. */
export type LaneSenders = {
  /** The bucket whose files are taken. */
  readonly inboxBucket: string;
  /** The id of each function's role: SQS gives it as the sender of what the function sends. */
  readonly roleIds: Readonly<Record<'dsp-ingestion' | 'watch', string>>;
};

/** All the lane needs of the world. */
export type LanePorts = {
  readonly senders: LaneSenders;
  /** What no settings file can go below, as the stage has it. */
  readonly settingsFloor: SettingsFloor;
  /** How many people must confirm an agreed list before it becomes active (R47). */
  readonly agreedListConfirmations: number;
  readonly ledger: Ledger;
  readonly inbox: Inbox;
  readonly archive: Archive;
  readonly signatures: Signatures;
  readonly governance: {
    readonly agreedList: () => Promise<AgreedList>;
    /** Every version of the agreed list there has been, folded. */
    readonly agreedListHistory: () => Promise<AgreedLists>;
    readonly gbcsRegister: () => Promise<GbcsRegister>;
    readonly versionCombinations: () => Promise<VersionCombinations>;
    /** Certificates by entry number; empty while none are known. */
    readonly certificates: () => Promise<Certificates>;
    readonly settings: () => Promise<Settings>;
  };
  readonly dspUpdates: {
    readonly send: (changes: readonly DspChange[]) => Promise<void>;
    readonly suspend: (suspension: DeviceSuspension) => Promise<void>;
  };
  readonly devices: DeviceCounter & {
    /** In an order that never changes, beginning after one where one is given; so are the next two, by their ids. */
    readonly idsByFirmware: (
      manufacturer: string,
      model: string,
      firmware: string,
      after?: string,
    ) => AsyncIterable<string>;
    readonly idsOfTrial: (trialId: string, after?: string) => AsyncIterable<string>;
    /** The devices flagged with a trial; the index they come from may be some seconds behind. */
    readonly trialDevices: (trialId: string, after?: string) => AsyncIterable<DeviceRecord>;
  };
  /** What the DSP holds of one Device Model; `model` as DUIS names it. */
  readonly deviceModels: { readonly ofModel: (manufacturer: string, model: string) => Promise<readonly CplEntry[]> };
  readonly reevaluation: {
    readonly request: (deviceIds: readonly string[], requestId: string, at: string) => Promise<void>;
  };
  readonly letters: Letters;
  /** Where the letters are kept that people may send. */
  readonly readyLetters: { readonly keep: (letter: ReadyLetter) => Promise<void> };
  /** Where a message goes that can never succeed, with the reason. */
  readonly deadLetters: {
    readonly send: (message: Pick<QueueMessage, 'messageId' | 'body'>, reason: string) => Promise<void>;
  };
  readonly mailOnce: MailOnce;
  readonly clock: Clock;
};
