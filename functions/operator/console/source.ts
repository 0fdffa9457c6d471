import type { MetricQuery } from '../charts/chart-list.ts';
import type { PeriodValue, TimeRange } from '../charts/time-range.ts';
import type { PipelineAccess } from '../pipeline-access.ts';

/** An alarm as it is now. */
export type Alarm = {
  readonly name: string;
  readonly state: 'alarm' | 'ok' | 'not-evaluated';
  readonly description: string;
  /** 1 (act at once) to 3 (for information), as the description begins. */
  readonly severity?: number;
  /** Since when it is so, ISO 8601. */
  readonly since?: string;
};

/** An alarm that began or ended, and when (milliseconds). */
export type AlarmChange = { readonly name: string; readonly state: 'alarm' | 'ok'; readonly at: number };

/** A mail that was sent, without its text. */
export type MailLine = {
  readonly name: string;
  readonly subject: string;
  readonly to: string;
  readonly date: string;
  readonly attachments: readonly { readonly fileName: string; readonly bytes: number }[];
};

/** A mail as its reader sees it. */
export type ReadMail = MailLine & { readonly from: string; readonly text: string; readonly html: string };

/** Mails that were sent, where they can be read: on this machine alone. */
export type Mailbox = {
  /** The newest first, from an offset; `total` is how many there are. */
  readonly page: (
    offset: number,
    limit: number,
    text?: string,
  ) => Promise<{ readonly mails: readonly MailLine[]; readonly total: number }>;
  readonly mail: (name: string) => Promise<ReadMail | undefined>;
  /** An attachment of a mail, by its place in it. */
  readonly attachment: (name: string, index: number) => Promise<AttachedFile | undefined>;
};

/** A file that came with a mail. */
export type AttachedFile = { readonly fileName: string; readonly contentType: string; readonly content: Uint8Array };

/** What only a pipeline on this machine has. */
export type LocalParts = {
  readonly mails: Mailbox;
  /** Begins to move the clock by an ISO 8601 duration, and returns at once. @throws RangeError for what is no duration. */
  readonly advance: (duration: string) => void;
  /** Until when the clock is being moved now, ISO 8601; undefined while it is not being moved. */
  readonly movingTo: () => string | undefined;
  /** Runs the reports function with an input, as its schedule does. */
  readonly runReport: (input: unknown) => Promise<unknown>;
};

/** The pipeline that a console shows. */
export type ConsoleSource = {
  readonly access: PipelineAccess;
  /** Where it runs, as people say it: `this machine`, `AWS, account 1234 in eu-west-2`. */
  readonly where: string;
  /** Whether acts are taken. */
  readonly mayAct: boolean;
  readonly alarms: () => Promise<readonly Alarm[]>;
  /** When alarms began and ended within a range, oldest first. */
  readonly alarmChanges: (range: TimeRange) => Promise<readonly AlarmChange[]>;
  /** The values of metrics, in the order of the queries, period by period; none where nothing was reported. */
  readonly metrics: (queries: readonly MetricQuery[], range: TimeRange) => Promise<readonly (readonly PeriodValue[])[]>;
  /** Something short that is another one when anything may have changed; cheap to ask. */
  readonly pulse: () => Promise<string>;
  /** How often an open page asks whether it has changed, in milliseconds. */
  readonly lookEveryMs: number;
  readonly local: LocalParts | undefined;
};
