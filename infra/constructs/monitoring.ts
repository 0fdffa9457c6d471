import { Duration } from 'aws-cdk-lib/core';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { RunbookAlarms, type Severity } from './runbook-alarm.ts';
import { serviceAlarms, type ServiceExpectations } from './service-alarms.ts';
import { ServiceDashboard, type ShownWorker } from './service-dashboard.ts';
import type { ServiceFunction } from './service-function.ts';

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
export type WatchedWorker = ShownWorker & {
  /** Minutes for which the oldest message may wait. */
  readonly waitingMinutes: number;
  /** Who loses what. */
  readonly failureImpact: string;
  /** How urgent it is that work is lost or waits. */
  readonly severity: Severity;
};

/** The alarms and the dashboard of the service: what is told of queues and functions, and of the business itself. */
export class Monitoring extends Construct {
  private readonly alarms: RunbookAlarms;
  private readonly title: string;
  private readonly runbookUrl: string;
  private readonly workers: WatchedWorker[] = [];
  private readonly scheduled: ServiceFunction[] = [];

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    this.title = props.title;
    this.runbookUrl = props.runbookUrl;
    this.alarms = new RunbookAlarms(this, 'Alarms', props);
  }

  /** Watches a queue, its dead letters and its worker: four alarms, and one row of the dashboard. */
  watchWorker(watched: WatchedWorker): void {
    const { queueName, queue, worker, waitingMinutes, failureImpact, severity } = watched;
    this.watchDeadLetters(`${queueName} dead letters`, queue.deadLetters, failureImpact, severity);
    this.alarms.watch({
      heading: `${queueName} waiting`,
      severity,
      impact: failureImpact,
      lookAt: `queue ${queue.queue.queueName} and log group ${worker.log.logGroupName}`,
      metric: queue.queue.metricApproximateAgeOfOldestMessage({
        period: Duration.minutes(1),
        statistic: Stats.MAXIMUM,
      }),
      threshold: waitingMinutes * 60,
      periods: 3,
    });
    this.watchFunction(worker, failureImpact);
    this.workers.push(watched);
  }

  /** Watches a scheduled function. */
  watchScheduled(worker: ServiceFunction, failureImpact: string): void {
    this.watchFunction(worker, failureImpact);
    this.scheduled.push(worker);
  }

  /** Tells operations as soon as something lies in a queue where nothing should. */
  watchDeadLetters(heading: string, queue: IQueue, impact: string, severity: Severity): void {
    this.alarms.watch({
      heading,
      severity,
      impact,
      lookAt: `queue ${queue.queueName}: its messages and their attributes`,
      metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: Stats.MAXIMUM }),
      threshold: 1,
    });
  }

  /** Watches what the service is for, then the service as a whole, and draws the dashboard. Comes last. */
  watchService(expectations: ServiceExpectations): void {
    for (const watched of serviceAlarms(expectations)) this.alarms.watch(watched);
    this.alarms.watchWhole(
      'Service impaired',
      'At least one alarm of severity 1 is on; each says who loses what. The one alarm for a duty phone.',
      'the dashboard: its alarms, then its graphs from left to right',
    );
    new ServiceDashboard(this, 'Dashboard', {
      title: this.title,
      runbookUrl: this.runbookUrl,
      alarms: ([1, 2, 3] as const).flatMap((severity) => [...this.alarms.ofSeverity(severity)]),
      workers: this.workers,
      scheduled: this.scheduled,
    });
  }

  private watchFunction(worker: ServiceFunction, impact: string): void {
    const lookAt = `log group ${worker.log.logGroupName}`;
    this.alarms.watch({
      heading: `${worker.name} fails`,
      severity: 3,
      impact: `Nothing yet: it is tried again. Should that fail too: ${impact}`,
      lookAt,
      metric: worker.lambda.metricErrors({ period: Duration.minutes(5) }),
      threshold: 1,
    });
    this.alarms.watch({
      heading: `${worker.name} throttled`,
      severity: 2,
      impact,
      lookAt: `${lookAt} and the concurrency quota of the account`,
      metric: worker.lambda.metricThrottles({ period: Duration.minutes(5) }),
      threshold: 1,
      periods: 3,
    });
  }
}
