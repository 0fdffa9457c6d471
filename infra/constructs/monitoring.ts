import { Duration } from 'aws-cdk-lib/core';
import { ComparisonOperator, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Operation, type Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IRule } from 'aws-cdk-lib/aws-events';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { alarmsPage, logGroupPage, queuePage, tablePage } from './console-page.ts';
import { MISSING, RunbookAlarms, type Severity } from './runbook-alarm.ts';
import { serviceAlarms, type ServiceExpectations } from './service-alarms.ts';
import { ServiceDashboard, type ShownWorker } from './service-dashboard.ts';
import type { ServiceFunction } from './service-function.ts';

/** What monitoring may be reported. */
export interface MonitoringProps {
  /** Where each alarm is reported, when it starts and when it is over. */
  readonly operations: ITopic;
  /** Where the one alarm over all of severity 1 is reported: the people who are called day and night. */
  readonly onCall: ITopic;
  /** Where the runbook can be read. */
  readonly runbookUrl: string;
  /** Where the console is, if anywhere. */
  readonly consoleAddress: string | undefined;
  /** The title of the dashboard. */
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

/** The alarms and the dashboard of the service: those of queues and functions, and of the business itself. */
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
      page: queuePage(queue.queue),
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

  /**
   * Notifies operations as soon as something lies in a queue where nothing should, and for as long: a message that someone
   * looks at is in flight, and lies there all the same.
   */
  watchDeadLetters(heading: string, queue: IQueue, impact: string, severity: Severity): void {
    const each = { period: Duration.minutes(1), statistic: Stats.MAXIMUM };
    this.alarms.watch({
      heading,
      severity,
      impact,
      lookAt: `queue ${queue.queueName}: its messages and their attributes`,
      page: queuePage(queue),
      metric: new MathExpression({
        expression: 'visible + inFlight',
        label: 'messages',
        usingMetrics: {
          visible: queue.metricApproximateNumberOfMessagesVisible(each),
          inFlight: queue.metricApproximateNumberOfMessagesNotVisible(each),
        },
        period: each.period,
      }),
      threshold: 1,
    });
  }

  /** Watches that a table takes what it is asked for. */
  watchTable(tableName: string, table: Table, impact: string): void {
    this.alarms.watch({
      heading: `${tableName} throttled`,
      severity: 2,
      impact,
      lookAt: `table ${table.tableName}: its metrics, by operation and by index`,
      page: tablePage(table),
      metric: table.metricThrottledRequestsForOperations({
        operations: USED_OPERATIONS,
        period: Duration.minutes(5),
        statistic: Stats.SUM,
      }),
      threshold: 1,
      periods: 3,
    });
  }

  /** Watches that EventBridge can hand over what arrives: it tries for a day before an event becomes a dead letter. */
  watchRule(heading: string, rule: IRule, target: IQueue, impact: string): void {
    const of = (metricName: string): Metric =>
      new Metric({
        namespace: 'AWS/Events',
        metricName,
        dimensionsMap: { RuleName: rule.ruleName },
        statistic: Stats.SUM,
        period: Duration.minutes(5),
      });
    this.alarms.watch({
      heading,
      severity: 1,
      impact,
      lookAt: `rule ${rule.ruleName}, and the policy of queue ${target.queueName}`,
      page: queuePage(target),
      metric: new MathExpression({
        expression: 'failed + repeated',
        label: 'attempts',
        usingMetrics: { failed: of('FailedInvocations'), repeated: of('RetryInvocationAttempts') },
        period: Duration.minutes(5),
      }),
      threshold: 1,
      periods: 3,
    });
  }

  /** Watches that a feed which never rests does not stop. */
  watchFeed(heading: string, queue: IQueue, within: Duration, impact: string): void {
    this.alarms.watch({
      heading,
      severity: 2,
      impact,
      lookAt: `queue ${queue.queueName}: messages sent; and the sender`,
      page: queuePage(queue),
      metric: queue.metricNumberOfMessagesSent({ period: Duration.hours(1), statistic: Stats.SUM }),
      threshold: 1,
      periods: within.toHours(),
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      missing: MISSING.feed,
    });
  }

  /** Watches what the service is for, then the service as a whole, and draws the dashboard. Comes last. */
  watchService(expectations: ServiceExpectations): void {
    for (const watched of serviceAlarms(expectations)) this.alarms.watch(watched);
    this.alarms.watchWhole({
      heading: 'Service impaired',
      impact:
        'At least one alarm of severity 1 is on. Each of them says who loses what, and operations are notified of each.',
      lookAt: 'the dashboard: its alarms, then its graphs from left to right',
      page: alarmsPage(this),
    });
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
    const page = logGroupPage(worker.log);
    this.alarms.watch({
      heading: `${worker.name} fails`,
      severity: 3,
      impact: `Nobody yet: AWS tries again. If that fails too: ${impact}`,
      lookAt,
      page,
      metric: worker.lambda.metricErrors({ period: Duration.minutes(5) }),
      threshold: 1,
    });
    this.alarms.watch({
      heading: `${worker.name} throttled`,
      severity: 2,
      impact,
      lookAt: `${lookAt} and the concurrency quota of the account`,
      metric: worker.lambda.metricThrottles({ period: Duration.minutes(5) }),
      page,
      threshold: 1,
      periods: 3,
    });
    this.alarms.watch({
      heading: `${worker.name} slow`,
      severity: 2,
      impact: `Nobody yet: a run took more than ${SLOW_PERCENT} % of its time-out. Lambda stops a run at its time-out: ${impact}`,
      lookAt: `${lookAt}: the runs that took longest, and their input`,
      page,
      metric: worker.lambda.metricDuration({ period: Duration.minutes(5), statistic: Stats.MAXIMUM }),
      threshold: (worker.timeout.toMilliseconds() * SLOW_PERCENT) / 100,
    });
  }
}

/** Share of its time-out from which a run is slow. */
const SLOW_PERCENT = 80;

/** What the functions ask of the tables. */
const USED_OPERATIONS = [
  Operation.GET_ITEM,
  Operation.BATCH_GET_ITEM,
  Operation.QUERY,
  Operation.SCAN,
  Operation.PUT_ITEM,
  Operation.UPDATE_ITEM,
  Operation.DELETE_ITEM,
];
