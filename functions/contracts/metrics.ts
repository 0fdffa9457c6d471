import type { FunctionName } from './environment.ts';

/** The namespace of every metric of our own. */
export const METRICS_NAMESPACE = 'CplPipeline';

/**
 * The only dimension there is: the name of the function that reports the metric. A stage has an account of its own, and
 * every further dimension would make one more metric that is paid for and that no alarm watches.
 */
export const METRICS_DIMENSION = 'service';

/** What a metric counts or measures. CloudWatch has no unit for hours, days or minutes: those are `None`. */
type Metric = { readonly unit: 'Count' | 'None'; readonly meaning: string };

const count = (meaning: string) => ({ unit: 'Count', meaning }) as const;
const measure = (meaning: string) => ({ unit: 'None', meaning }) as const;

/**
 * The metrics of each function, in one list: the function writes all of them with every summary line, zeros included, so
 * that graphs are continuous; alarms, dashboard and console know no others. `meaning` is what a graph's legend says.
 */
export const METRICS = {
  intake: {
    ExtractsAccepted: count('extracts accepted'),
    ExtractsRefused: count('extracts refused as a whole'),
    ExtractsHeld: count('extracts held for approval'),
    /** Superseded by a newer one, or the same bytes again: harmless, and said in the receipt. */
    ExtractsNotApplied: count('extracts superseded or repeated'),
    GovernanceActivated: count('governance files activated'),
    GovernanceRefused: count('governance files refused'),
    ChangesSent: count('changes sent to the DSP'),
    EntriesBlocked: count('entries blocked at intake'),
    PoisonMessages: count('messages that are no command'),
    MailsSent: count('mails sent by intake'),
  },
  'dsp-ingestion': {
    ChangesApplied: count('changes applied'),
    ChangesStale: count('changes that were not newer'),
    /** Given back to the lane with the DSP's reason: blocked from then on. */
    ChangesRefused: count('changes that the DSP refused'),
    /** One value for each change, blocked time included: the 24 hours do not stop (R7). */
    UploadHours: measure('hours from publication to the DSP'),
  },
  'srv-events': {
    PreNotifications: count('12.2 pre-notifications'),
    DetailUpdates: count('8.4 updates and deletions'),
    FirmwareChanges: count('firmware changes'),
    StatusChanges: count('status changes'),
    EventsIgnored: count('other requests and triggers'),
    EventsRepeated: count('events that were known'),
    /** Dead letters, as the next ones are: the alarm is that of their queue. */
    EventsConflicting: count('events under a source and id of another'),
    EventsAhead: count('events dated too far ahead'),
    /** Devices of which something was recorded before their pre-notification; what waits too long expires. */
    ShadowsWritten: count('devices written without a pre-notification'),
    DevicesFlagged: count('devices flagged'),
    DevicesCleared: count('flags cleared'),
    /** Repeats included: a device that repeats itself is one to look at (R72). */
    TrialEvents: count('events of trial devices'),
    /** One value for each trial device of a batch. */
    TrialDeviceEvents: count('events of one trial device in a batch'),
    PoisonMessages: count('messages that can never succeed'),
  },
  watch: {
    EntriesWaiting: count('entries that wait, blocked'),
    OldestWaitingHours: measure('age of the oldest blocked line, hours'),
    DeadlinesAtRisk: count('deadlines at risk'),
    /** Overdue: entries, and uploads with changes on their way or held, whose hours are over. */
    DeadlinesBreached: count('deadlines breached'),
    IncidentsOpen: count('open incidents'),
    ExtractsOnHold: count('extracts that wait for approval'),
    /** Working Days since the oldest issue that never arrived was found to be skipped; 0 while none is. */
    IssueSkippedDays: measure('Working Days since an issue was skipped'),
    /** Each was issued after the accepted list had arrived; 0 again once a list takes that one's place. */
    ListsShutOut: count('newer lists superseded by the accepted one'),
    LaneStuckMinutes: measure('minutes for which a decision of the lane is pending'),
    TrialDevices: count('devices with a trial flag'),
    /** One value for each trial. */
    TrialEventsDaily: count('events of one trial within a day'),
    /** One value for each trial device, a hundred at most. */
    TrialDeviceEventsDaily: count('events of one trial device within a day'),
    TrialDevicesBursting: count('trial devices with a burst of events'),
    TrialFirmwareOutside: count('devices with trial firmware outside its trial'),
    /** Limits exceeded, ends passed, firmware outside its trial: each a fact that the watch reported. */
    TrialBreaches: count('trial rules breached'),
    TrialWarnings: count('trial warnings'),
    /** 1 while the feature switch is off (R54), else 0. */
    TrialFlaggingOff: measure('trial flagging is off'),
    /** Each is missing from the line, and its alarm stands as it was; an absent line is as bad. */
    GaugesUnread: count('gauges that could not be read'),
    /** Since the SSC was last sent its report, or since the first file arrived; 0 before that. */
    DaysSinceReport: measure('days since the last SSC report'),
    MailsSent: count('mails sent by watch'),
    /** Its own, and those that intake deferred; each is tried again at the next run. */
    MailsRefused: count('mails that SES did not take'),
  },
  reports: {
    ReportsSent: count('SSC reports sent'),
    /** Counted by the daily ESI-034; any other run leaves it out (R1). */
    DevicesWithoutEntry: count('devices in use without a Current entry'),
    MailsSent: count('mails sent by reports'),
  },
} as const satisfies Readonly<Record<FunctionName, Readonly<Record<string, Metric>>>>;

/** The names of the metrics of one function. */
export type MetricName<F extends FunctionName> = keyof (typeof METRICS)[F] & string;

/**
 * A value for each metric of a function, or several that were measured at once; an empty list, or `undefined` where it
 * could not be read, leaves it out.
 */
export type MetricValues<F extends FunctionName> = Readonly<
  Record<MetricName<F>, number | readonly number[] | undefined>
>;
