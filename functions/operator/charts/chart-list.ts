import type { FunctionName } from '../../contracts/environment.ts';
import { METRICS_DIMENSION, METRICS_NAMESPACE, type MetricName } from '../../contracts/metrics.ts';
import { QUEUE_NAMES, type QueueName } from '../pipeline-access.ts';

/** A metric of CloudWatch with the statistic that is asked for: `Sum`, `Maximum`, `p50`. */
export type MetricQuery = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Maximum' | 'p50';
};

/** One line, or one part of each bar. */
export type ChartSeries = MetricQuery & { readonly label: string };

/**
 * A chart. What is counted is drawn as bars, which add up; what is measured, as lines. It has one axis
 * from 0 and one unit.
 */
export type Chart = {
  readonly title: string;
  readonly kind: 'bars' | 'lines';
  readonly unit: string;
  /** What a value is divided by to be in that unit. */
  readonly divisor: number;
  readonly series: readonly ChartSeries[];
  readonly limit?: { readonly value: number; readonly label: string };
};

/**
 * The charts of a pipeline, in the order in which a change meets what they show.
 *
 * @param namesOf the names that a queue and its dead-letter queue have in CloudWatch
 */
export function chartList(
  namesOf: (queue: QueueName) => { readonly queue: string; readonly deadLetters: string },
): readonly Chart[] {
  const hours = { value: 24, label: '24 hours: beyond them the DCC is in breach' };
  return [
    counts('Lists received', 'lists', [
      sum('intake', 'ExtractsAccepted', 'accepted'),
      sum('intake', 'ExtractsHeld', 'held for approval'),
      sum('intake', 'ExtractsRefused', 'refused'),
      sum('intake', 'ExtractsNotApplied', 'superseded or repeated'),
    ]),
    counts('Changes on their way', 'changes', [
      sum('dsp-ingestion', 'ChangesApplied', 'applied by the DSP'),
      sum('dsp-ingestion', 'ChangesStale', 'not newer'),
      sum('dsp-ingestion', 'ChangesRefused', 'refused by the DSP'),
    ]),
    gauges('Entries that wait, blocked', 'entries', [gauge('EntriesWaiting', 'entries')]),
    { ...gauges('Oldest entry that waits', 'hours', [gauge('OldestWaitingHours', 'hours')]), limit: hours },
    {
      ...gauges('From publication to the DSP', 'hours', [
        { ...sum('dsp-ingestion', 'UploadHours', 'median'), statistic: 'p50' },
        { ...sum('dsp-ingestion', 'UploadHours', 'longest'), statistic: 'Maximum' },
      ]),
      limit: hours,
    },
    gauges('Deadlines', 'deadlines', [gauge('DeadlinesBreached', 'breached'), gauge('DeadlinesAtRisk', 'at risk')]),
    gauges('Incidents open', 'incidents', [gauge('IncidentsOpen', 'open')]),
    gauges(
      'Waiting in the queues',
      'messages',
      QUEUE_NAMES.map((name) => ofQueue(namesOf(name).queue, VISIBLE, name)),
    ),
    {
      ...gauges(
        'Oldest message',
        'minutes',
        QUEUE_NAMES.map((name) => ofQueue(namesOf(name).queue, OLDEST, name)),
      ),
      divisor: 60,
    },
    gauges(
      'Dead letters',
      'messages',
      QUEUE_NAMES.map((name) => ofQueue(namesOf(name).deadLetters, VISIBLE, name)),
    ),
    counts('Events of devices', 'events', [
      sum('srv-events', 'PreNotifications', 'pre-notifications (12.2)'),
      sum('srv-events', 'DetailUpdates', 'updates and deletions (8.4)'),
      sum('srv-events', 'FirmwareChanges', 'firmware changes'),
      sum('srv-events', 'StatusChanges', 'status changes'),
    ]),
    counts('Events that could not be handled', 'events', [
      sum('srv-events', 'PoisonMessages', 'can never succeed'),
      sum('srv-events', 'EventsConflicting', 'under the id of another'),
      sum('srv-events', 'EventsAhead', 'dated too far ahead'),
    ]),
    gauges('Devices with a trial flag', 'devices', [gauge('TrialDevices', 'devices')]),
    counts('Mails sent', 'mails', [
      sum('intake', 'MailsSent', 'receipts and incidents'),
      sum('watch', 'MailsSent', 'warnings'),
      sum('reports', 'MailsSent', 'reports'),
    ]),
  ];
}

const VISIBLE = 'ApproximateNumberOfMessagesVisible';
const OLDEST = 'ApproximateAgeOfOldestMessage';

function counts(title: string, unit: string, series: readonly ChartSeries[]): Chart {
  return { title, kind: 'bars', unit, divisor: 1, series };
}

function gauges(title: string, unit: string, series: readonly ChartSeries[]): Chart {
  return { title, kind: 'lines', unit, divisor: 1, series };
}

function sum<F extends FunctionName>(of: F, name: MetricName<F>, label: string): ChartSeries {
  return { namespace: METRICS_NAMESPACE, name, dimensions: { [METRICS_DIMENSION]: of }, statistic: 'Sum', label };
}

/** A gauge of the watch: how things stood when it looked. */
function gauge(name: MetricName<'watch'>, label: string): ChartSeries {
  return { ...sum('watch', name, label), statistic: 'Maximum' };
}

function ofQueue(queue: string, name: string, label: string): ChartSeries {
  return { namespace: 'AWS/SQS', name, dimensions: { QueueName: queue }, statistic: 'Maximum', label };
}
