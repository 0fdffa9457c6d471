import type { Clock } from '../contracts/clock.ts';
import type { DspChange } from '../contracts/dsp-change.ts';
import type { Dispatch } from '../contracts/dispatch.ts';
import type { Reconsider, SuspendTrial } from '../contracts/lane-command.ts';
import type { AcceptedCpl } from '../contracts/lane-state.ts';
import type { LedgerMover, LedgerPager, LedgerReader, LedgerWriter } from '../contracts/ledger.ts';
import type { MailOnce } from '../contracts/mail.ts';
import type { ReadyLetter } from '../contracts/ready-letter.ts';
import type { Recipients } from '../contracts/recipients.ts';
import type { AgreedLists } from '../domain/trials/agreed-lists.ts';
import type { Certificates } from '../domain/cpl/certificates.ts';
import type { CplEntry } from '../domain/cpl/cpl-entry.ts';
import type { DeviceRecord } from '../domain/devices/device-record.ts';
import type { GbcsRegister } from '../domain/gbcs/gbcs-register.ts';
import type { Settings } from '../domain/settings/settings.ts';
import type { Notice } from '../contracts/notice.ts';

/** The ledger, as the watch reads it; it closes dispatches that have arrived, and keeps the mails to be sent, its own list and its news. */
export type WatchedLedger = LedgerReader &
  LedgerPager &
  LedgerWriter<'dispatches' | 'deferredMails' | 'expiredEntries' | 'listLook'> &
  LedgerMover<'news'>;

/** What has been reported, by fact, and how bad it was when it was reported last. */
export type NoticeBook = {
  /** The levels at which these facts were reported; a fact that was never reported is not in it. */
  readonly levelsReported: (factIds: readonly string[]) => Promise<ReadonlyMap<string, number>>;
  /** Notes that facts were reported; a level once noted never falls. */
  readonly note: (notices: readonly Notice[]) => Promise<void>;
};

/** The devices that the watch looks at; found by indexes, never by a scan. */
export type WatchedDevices = {
  /** The devices that are flagged with a trial. */
  readonly trialDevices: (trialId: string) => AsyncIterable<DeviceRecord>;
  readonly idsByFirmware: (manufacturer: string, model: string, firmware: string) => AsyncIterable<string>;
  readonly findMany: (deviceIds: readonly string[]) => Promise<ReadonlyMap<string, DeviceRecord>>;
};

/** What the DSP holds of one Device Model: every firmware version of it; `model` as DUIS names it. */
export type WatchedModels = {
  readonly ofModel: (manufacturer: string, model: string) => Promise<readonly CplEntry[]>;
};

/** All that the watch needs of the world. */
export type WatchPorts = {
  readonly ledger: WatchedLedger;
  /** The changes of a decision that are not in the DeviceModels table yet. */
  readonly undelivered: (log: Pick<Dispatch, 'effectsKey'>) => AsyncIterable<DspChange>;
  /** The logs of decisions, in which the mails stand that are to be sent. */
  readonly archive: {
    readonly read: (key: string, version?: string, from?: number) => AsyncIterable<Uint8Array>;
    readonly put: (key: string, body: string, contentType: string) => Promise<void>;
  };
  readonly governance: {
    readonly gbcsRegister: () => Promise<GbcsRegister>;
    readonly certificates: () => Promise<Certificates>;
    readonly settings: () => Promise<Settings>;
    /** Every version of the agreed list there has been, folded. */
    readonly agreedListHistory: () => Promise<AgreedLists>;
  };
  readonly devices: WatchedDevices;
  /** The daily exports of the inventory, where the stage makes them: when the newest complete one was finished. */
  readonly exports?: { readonly lastFinished: () => Promise<string | undefined> };
  readonly models: WatchedModels;
  readonly notices: NoticeBook;
  /** The Device Models of an accepted list, each by the line that holds. */
  readonly acceptedModels: (accepted: Pick<AcceptedCpl, 'listKey'>) => Promise<ReadonlyMap<string, CplEntry>>;
  readonly lane: { readonly ask: (command: Reconsider | SuspendTrial) => Promise<void> };
  readonly mailOnce: MailOnce;
  readonly clock: Clock;
  /** Where the letters are kept that people may send. */
  readonly readyLetters: { readonly keep: (letter: ReadyLetter) => Promise<void> };
  readonly recipients: Omit<Recipients, 'ssc'>;
};
