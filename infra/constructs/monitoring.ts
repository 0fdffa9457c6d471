import { Duration } from 'aws-cdk-lib/core';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IAlarmAction,
  type IMetric,
  Stats,
  TextWidget,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function.ts';
import type { WorkQueue } from './work-queue.ts';

/** What monitoring may be told. */
export interface MonitoringProps {
  /** Where an alarm is told, when it starts and when it is over. */
  readonly operations: ITopic;
  /** Where the runbook can be read. */
  readonly runbookUrl: string;
  /** What stands at the head of the dashboard. */
  readonly title: string;
}

/** A queue, and the function that works it off, as operations see them. */
export type WatchedWorker = {
  /** What people call the queue. */
  readonly queueName: string;
  readonly queue: WorkQueue;
  readonly worker: ServiceFunction;
  /** Minutes for which the oldest message may wait. */
  readonly waitingMinutes: number;
  /** Who loses what. */
  readonly failureImpact: string;
};

type Watched = {
  /** Name of the alarm: a heading of docs/RUNBOOK.md. */
  readonly heading: string;
  readonly impact: string;
  readonly lookAt: string;
  readonly metric: IMetric;
  readonly threshold: number;
  /** Periods in a row; one if not told. */
  readonly periods?: number;
  readonly comparison?: ComparisonOperator;
  readonly missing?: { readonly as: TreatMissingData; readonly because: string };
};

/**
 * The alarms and the dashboard. Every alarm is named like its heading in the runbook, and says who loses what, where
 * to look, and why missing data is taken as it is. Names carry no stage: a stage has an account of its own.
 */
export class Monitoring extends Construct {
  private readonly action: IAlarmAction;
  private readonly runbookUrl: string;
  private readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    this.action = { bind: () => ({ alarmActionArn: props.operations.topicArn }) };
    this.runbookUrl = props.runbookUrl;
    this.dashboard = new Dashboard(this, 'Dashboard', { defaultInterval: Duration.days(1) });
    this.dashboard.addWidgets(
      new TextWidget({ markdown: `# ${props.title}\n[Runbook](${props.runbookUrl})`, width: 24, height: 2 }),
    );
  }

  /** Watches a queue, its dead letters and its worker: five alarms, and one row of the dashboard. */
  watchWorker({ queueName, queue, worker, waitingMinutes, failureImpact }: WatchedWorker): void {
    const age = queue.queue.metricApproximateAgeOfOldestMessage(EACH_MINUTE);
    this.watchDeadLetters(`${queueName} dead letters`, queue.deadLetters, failureImpact);
    this.watch({
      heading: `${queueName} waiting`,
      impact: failureImpact,
      lookAt: `queue ${queue.queue.queueName} and log group ${worker.log.logGroupName}`,
      metric: age,
      threshold: waitingMinutes * 60,
      periods: 3,
    });
    this.watchFunction(worker, failureImpact);
    this.dashboard.addWidgets(
      new GraphWidget({
        title: queueName,
        left: [
          queue.queue.metricApproximateNumberOfMessagesVisible({ ...EACH_MINUTE, label: 'waiting' }),
          queue.queue.metricApproximateNumberOfMessagesNotVisible({ ...EACH_MINUTE, label: 'in work' }),
          queue.deadLetters.metricApproximateNumberOfMessagesVisible({ ...EACH_MINUTE, label: 'dead letters' }),
        ],
        right: [age.with({ label: 'oldest, seconds' })],
        width: 12,
      }),
      functionGraph(worker),
    );
  }

  /**
   * Watches a scheduled function.
   *
   * @param silence heading of the alarm that it has not run for an hour; for one that runs several times an hour
   */
  watchScheduled(worker: ServiceFunction, failureImpact: string, silence?: string): void {
    this.watchFunction(worker, failureImpact);
    if (silence !== undefined) {
      this.watch({
        heading: silence,
        impact: failureImpact,
        lookAt: `the schedules, the lost runs and log group ${worker.log.logGroupName}`,
        metric: worker.lambda.metricInvocations({ period: Duration.hours(1) }),
        threshold: 1,
        comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
        missing: { as: TreatMissingData.BREACHING, because: 'a function that does not run reports nothing' },
      });
    }
    this.dashboard.addWidgets(functionGraph(worker));
  }

  /** Tells operations as soon as something lies in a queue where nothing should. */
  watchDeadLetters(heading: string, queue: IQueue, impact: string): void {
    this.watch({
      heading,
      impact,
      lookAt: `queue ${queue.queueName}: its messages and their attributes`,
      metric: queue.metricApproximateNumberOfMessagesVisible(EACH_MINUTE),
      threshold: 1,
    });
  }

  private watchFunction(worker: ServiceFunction, impact: string): void {
    const lookAt = `log group ${worker.log.logGroupName}`;
    this.watch({
      heading: `${worker.name} fails`,
      impact,
      lookAt,
      metric: worker.lambda.metricErrors({ period: Duration.minutes(5) }),
      threshold: 1,
    });
    this.watch({
      heading: `${worker.name} throttled`,
      impact,
      lookAt: `${lookAt} and the concurrency quota of the account`,
      metric: worker.lambda.metricThrottles({ period: Duration.minutes(5) }),
      threshold: 1,
      periods: 3,
    });
  }

  private watch(watched: Watched): void {
    const { heading, missing = IDLE } = watched;
    const alarm = new Alarm(this, heading, {
      alarmName: heading,
      alarmDescription: [
        `Impact: ${watched.impact}`,
        `Runbook: ${this.runbookUrl}#${anchor(heading)}`,
        `Look at: ${watched.lookAt}`,
        `Missing data: ${missing.because}`,
      ].join('\n'),
      metric: watched.metric,
      threshold: watched.threshold,
      evaluationPeriods: watched.periods ?? 1,
      comparisonOperator: watched.comparison ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: missing.as,
    });
    alarm.addAlarmAction(this.action);
    alarm.addOkAction(this.action);
  }
}

const EACH_MINUTE = { period: Duration.minutes(1), statistic: Stats.MAXIMUM };

const IDLE = { as: TreatMissingData.NOT_BREACHING, because: 'SQS and Lambda report nothing where nothing happens' };

function functionGraph(worker: ServiceFunction): GraphWidget {
  return new GraphWidget({
    title: worker.name,
    left: [worker.lambda.metricInvocations(), worker.lambda.metricErrors(), worker.lambda.metricThrottles()],
    right: [worker.lambda.metricDuration({ statistic: Stats.MAXIMUM })],
    width: 12,
  });
}

/** Where a heading is found on the page of the runbook. */
function anchor(heading: string): string {
  return heading.toLowerCase().replaceAll(' ', '-');
}
