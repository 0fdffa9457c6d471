import { Duration } from 'aws-cdk-lib/core';
import {
  AlarmStatusWidget,
  Color,
  Dashboard,
  GraphWidget,
  type GraphWidgetProps,
  type IAlarm,
  type IWidget,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function.ts';
import { gaugeLine, graphLine } from './service-metric.ts';
import type { WorkQueue } from './work-queue.ts';

/** A queue, and the function that works it off, as the dashboard shows them. */
export type ShownWorker = {
  /** What people call the queue. */
  readonly queueName: string;
  readonly queue: WorkQueue;
  readonly worker: ServiceFunction;
};

/** What the dashboard may be reported. */
export interface ServiceDashboardProps {
  readonly title: string;
  readonly runbookUrl: string;
  /** The most severe first. */
  readonly alarms: readonly IAlarm[];
  readonly workers: readonly ShownWorker[];
  readonly scheduled: readonly ServiceFunction[];
}

const WIDTH = 24;
const EACH_MINUTE = { period: Duration.minutes(1), statistic: Stats.MAXIMUM };
/** Hours within which the DSP must hold what was published (R7). */
const DEADLINE_HOURS = 24;

/**
 * One dashboard, which reads from left to right: extracts arrive, some entries are blocked, the rest waits
 * its turn and is uploaded in time; devices join, trial devices are flagged, reports leave; and the alarms over all of
 * it. Below, each queue and each function by itself.
 */
export class ServiceDashboard extends Construct {
  constructor(scope: Construct, id: string, props: ServiceDashboardProps) {
    super(scope, id);
    const dashboard = new Dashboard(this, 'Dashboard', { defaultInterval: Duration.days(7) });
    dashboard.addWidgets(
      new TextWidget({
        markdown: `# ${props.title}\nFrom left to right: extracts, blocked, queues, uploads; devices, trials, reports, alarms. [Runbook](${props.runbookUrl})`,
        width: WIDTH,
        height: 2,
      }),
    );
    dashboard.addWidgets(...uploads(props));
    dashboard.addWidgets(...trials(props));
    for (const worker of props.workers) dashboard.addWidgets(queueGraph(worker), functionGraph(worker.worker));
    dashboard.addWidgets(...props.scheduled.map(functionGraph));
  }
}

function uploads({ workers }: ServiceDashboardProps): readonly IWidget[] {
  return [
    story('1 Extracts', {
      left: [
        graphLine('intake', 'ExtractsAccepted'),
        graphLine('intake', 'ExtractsRefused', { color: Color.RED }),
        graphLine('intake', 'ExtractsHeld', { color: Color.ORANGE }),
        graphLine('intake', 'ExtractsNotApplied', { color: Color.GREY }),
      ],
      right: [gaugeLine('IssueSkippedDays'), gaugeLine('ListsShutOut', { color: Color.RED })],
    }),
    story('2 Blocked', {
      left: [gaugeLine('EntriesWaiting', { color: Color.ORANGE }), gaugeLine('IncidentsOpen', { color: Color.RED })],
      right: [gaugeLine('OldestWaitingHours')],
    }),
    story('3 Oldest message, seconds', {
      left: workers.map(({ queueName, queue }) =>
        queue.queue.metricApproximateAgeOfOldestMessage({ ...EACH_MINUTE, label: queueName }),
      ),
    }),
    story('4 Hours from publication to the DSP', {
      left: [
        graphLine('dsp-ingestion', 'UploadHours', { statistic: 'p50', label: 'median' }),
        graphLine('dsp-ingestion', 'UploadHours', { statistic: Stats.MAXIMUM, label: 'longest' }),
      ],
      leftAnnotations: [{ value: DEADLINE_HOURS, label: '24 hours: a breach beyond (R7)', color: Color.RED }],
      right: [
        gaugeLine('DeadlinesBreached', { color: Color.RED }),
        gaugeLine('DeadlinesAtRisk', { color: Color.ORANGE }),
      ],
    }),
  ];
}

function trials({ alarms }: ServiceDashboardProps): readonly IWidget[] {
  return [
    story('5 SRV events', {
      stacked: true,
      left: (['PreNotifications', 'DetailUpdates', 'FirmwareChanges', 'StatusChanges', 'EventsIgnored'] as const).map(
        (name) => graphLine('srv-events', name),
      ),
      right: [
        graphLine('srv-events', 'PoisonMessages', { color: Color.RED }),
        graphLine('srv-events', 'EventsConflicting', { color: Color.ORANGE }),
        graphLine('srv-events', 'EventsAhead', { color: Color.PURPLE }),
        graphLine('srv-events', 'ShadowsWritten', { color: Color.GREY }),
      ],
    }),
    story('6 Trial devices', {
      left: [gaugeLine('TrialDevices')],
      right: [
        graphLine('srv-events', 'DevicesFlagged'),
        graphLine('srv-events', 'DevicesCleared'),
        graphLine('srv-events', 'TrialEvents', { color: Color.GREY }),
        gaugeLine('TrialBreaches', { color: Color.RED }),
        gaugeLine('TrialWarnings', { color: Color.ORANGE }),
      ],
    }),
    story('7 Reports and mails sent', {
      left: [graphLine('reports', 'ReportsSent'), graphLine('intake', 'MailsSent'), graphLine('watch', 'MailsSent')],
      right: [
        graphLine('reports', 'DevicesWithoutEntry', { color: Color.BROWN }),
        gaugeLine('DaysSinceReport'),
        gaugeLine('MailsRefused', { color: Color.RED }),
      ],
    }),
    new AlarmStatusWidget({ title: '8 Alarms', alarms: [...alarms], width: WIDTH / 4, height: 6 }),
  ];
}

function story(
  title: string,
  graph: Pick<GraphWidgetProps, 'left' | 'right' | 'leftAnnotations' | 'stacked'>,
): IWidget {
  return new GraphWidget({
    title,
    width: WIDTH / 4,
    height: 6,
    leftYAxis: { min: 0 },
    ...(graph.right === undefined ? {} : { rightYAxis: { min: 0 } }),
    ...graph,
  });
}

function queueGraph({ queueName, queue: { queue, deadLetters } }: ShownWorker): IWidget {
  return new GraphWidget({
    title: queueName,
    left: [
      queue.metricApproximateNumberOfMessagesVisible({ ...EACH_MINUTE, label: 'waiting' }),
      queue.metricApproximateNumberOfMessagesNotVisible({ ...EACH_MINUTE, label: 'in work' }),
      deadLetters.metricApproximateNumberOfMessagesVisible({ ...EACH_MINUTE, label: 'dead letters', color: Color.RED }),
    ],
    right: [queue.metricApproximateAgeOfOldestMessage({ ...EACH_MINUTE, label: 'oldest, seconds' })],
    width: WIDTH / 2,
  });
}

function functionGraph({ name, lambda }: ServiceFunction): IWidget {
  return new GraphWidget({
    title: name,
    left: [lambda.metricInvocations(), lambda.metricErrors({ color: Color.RED }), lambda.metricThrottles()],
    right: [lambda.metricDuration({ statistic: Stats.MAXIMUM })],
    width: WIDTH / 2,
  });
}
