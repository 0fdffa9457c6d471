import type { Clock } from '../contracts/clock.ts';
import type { DspChange } from '../contracts/dsp-change.ts';
import type { Flight } from '../contracts/flight.ts';
import type { Reconsider } from '../contracts/lane-command.ts';
import type { LaneState } from '../contracts/lane-state.ts';
import type { MailOnce } from '../contracts/mail.ts';
import type { SweepDue } from '../contracts/sweep.ts';
import type { ReportSent } from '../contracts/report-sent.ts';
import type { ParkedMail } from '../contracts/parked-mail.ts';
import type { Upload } from '../contracts/upload.ts';
import type { Incident, WaitingLine } from '../contracts/waiting-line.ts';
import type { AgreedList } from '../domain/agreed-list.ts';
import type { GbcsRegister } from '../domain/gbcs-register.ts';
import type { Settings } from '../domain/settings.ts';
import type { WatchFact } from '../contracts/watch-fact.ts';

/** The ledger, as the watch reads it; it closes flights that have landed, and keeps the parked mails. */
export type WatchedLedger = {
  readonly laneState: () => Promise<LaneState>;
  readonly flights: () => Promise<readonly Flight[]>;
  readonly removeFlight: (flight: Pick<Flight, 'sequence'>) => Promise<void>;
  readonly uploads: () => Promise<readonly Upload[]>;
  readonly waitingLines: () => Promise<readonly WaitingLine[]>;
  readonly incidents: () => Promise<readonly Incident[]>;
  readonly sweepsDue: () => Promise<readonly SweepDue[]>;
  /** The report that the SSC was sent last. */
  readonly reportSent: () => Promise<ReportSent | undefined>;
  readonly parkedMails: () => Promise<readonly ParkedMail[]>;
  readonly parkMail: (mail: ParkedMail) => Promise<void>;
  readonly removeParkedMail: (mail: Pick<ParkedMail, 'mailId'>) => Promise<void>;
};

/** What has been told, by fact, and how bad it was when it was told last. */
export type NoticeBook = {
  /** The levels at which these facts were told; a fact that was never told is not in it. */
  readonly levelsTold: (factIds: readonly string[]) => Promise<ReadonlyMap<string, number>>;
  /** Notes that facts were told; a level once noted never falls. */
  readonly note: (facts: readonly WatchFact[], at: string) => Promise<void>;
};

/** All that the watch needs of the world. */
export type WatchPorts = {
  readonly ledger: WatchedLedger;
  /** The changes of a decision that are not in the DeviceModels table yet. */
  readonly inFlight: (log: Pick<Flight, 'effectsKey'>) => AsyncIterable<DspChange>;
  /** The logs of decisions, in which parked mails stand. */
  readonly archive: { readonly read: (key: string, version?: string, from?: number) => AsyncIterable<Uint8Array> };
  readonly governance: {
    readonly gbcsRegister: () => Promise<GbcsRegister>;
    readonly settings: () => Promise<Settings>;
    readonly agreedList: () => Promise<AgreedList>;
  };
  /** The devices that carry the flag of a trial. */
  readonly devices: { readonly idsOfTrial: (trialId: string) => AsyncIterable<string> };
  readonly notices: NoticeBook;
  readonly lane: { readonly ask: (command: Reconsider) => Promise<void> };
  readonly mailOnce: MailOnce;
  readonly clock: Clock;
  readonly recipients: readonly string[];
};
