import {
  Alarm,
  type AlarmBase,
  ComparisonOperator,
  CompositeAlarm,
  AlarmRule,
  type IAlarm,
  type IAlarmAction,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/** How urgent an alarm is: 1 day or night, 2 in working hours, 3 for information. */
export type Severity = 1 | 2 | 3;

const SEVERITIES: Readonly<Record<Severity, string>> = {
  1: '1: act at once, day or night',
  2: '2: act within working hours',
  3: '3: for information; it says where to look when a more severe alarm follows',
};

/** What missing data means, and why. */
type MissingData = { readonly as: TreatMissingData; readonly because: string };

/** Why an alarm takes missing data as it does. */
export const MISSING = {
  idle: { as: TreatMissingData.NOT_BREACHING, because: 'SQS and Lambda send no data when nothing happens' },
  silent: {
    as: TreatMissingData.BREACHING,
    because: 'a watch that does not run, or fails before it reports, sends no data',
  },
  feed: { as: TreatMissingData.BREACHING, because: 'SQS sends no data for a queue that got no message for hours' },
  unseen: {
    as: TreatMissingData.IGNORE,
    because: 'while a gauge cannot be read, the alarm keeps its last state; the alarm "Gauges unread" reports that',
  },
  noMail: { as: TreatMissingData.NOT_BREACHING, because: 'SES sends no rate while there is too little mail' },
} as const satisfies Readonly<Record<string, MissingData>>;

/** One alarm, as people must understand it. */
export type Watched = {
  /** Name of the alarm: a heading of docs/RUNBOOK.md. */
  readonly heading: string;
  readonly severity: Severity;
  /** Who loses what. */
  readonly impact: string;
  readonly lookAt: string;
  /** The page of the AWS console to begin with. */
  readonly page: string;
  readonly metric: IMetric;
  readonly threshold: number;
  /** Periods in a row; one by default. */
  readonly periods?: number;
  readonly comparison?: ComparisonOperator;
  /** Idle by default. */
  readonly missing?: MissingData;
  /** Whether its end is reported too: not where something worse ends it. Yes by default. */
  readonly endIsReported?: boolean;
};

/** What the alarms of a service share. */
export interface RunbookAlarmsProps {
  /** Where each alarm is reported, when it starts and when it is over. */
  readonly operations: ITopic;
  /** Where the one alarm over all of severity 1 is reported: the people who are called day and night. */
  readonly onCall: ITopic;
  /** Where the runbook can be read. */
  readonly runbookUrl: string;
  /** Where the console is, if anywhere. */
  readonly consoleAddress: string | undefined;
}

/**
 * The alarms. Each is named like its heading in the runbook, and says how urgent it is, who loses what, where to look, and
 * why missing data is taken as it is. Names carry no stage: a stage has an account of its own.
 */
export class RunbookAlarms extends Construct {
  private readonly props: RunbookAlarmsProps;
  private readonly made: { readonly severity: Severity; readonly alarm: IAlarm }[] = [];

  constructor(scope: Construct, id: string, props: RunbookAlarmsProps) {
    super(scope, id);
    this.props = props;
  }

  /** Makes an alarm. */
  watch(watched: Watched): void {
    const { severity, missing = MISSING.idle } = watched;
    const alarm = new Alarm(this, watched.heading, {
      alarmName: watched.heading,
      alarmDescription: this.description({ ...watched, missing, timing: timingOf(watched) }),
      metric: watched.metric,
      threshold: watched.threshold,
      evaluationPeriods: watched.periods ?? 1,
      comparisonOperator: watched.comparison ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: missing.as,
    });
    notify(alarm, this.props.operations, watched.endIsReported);
    this.made.push({ severity, alarm });
  }

  /**
   * Makes the one alarm over all of severity 1: it starts with the first of them and is over with the last. It is reported to
   * the people on call, and not to operations, who hear of each of them.
   */
  watchWhole(watched: Pick<Watched, 'heading' | 'impact' | 'lookAt' | 'page'>): void {
    const whole = new CompositeAlarm(this, watched.heading, {
      compositeAlarmName: watched.heading,
      alarmDescription: this.description({
        ...watched,
        severity: 1,
        missing: { because: 'it combines other alarms and has no metric of its own' },
        timing: 'from the start of the first of them to the end of the last',
      }),
      alarmRule: AlarmRule.anyOf(...this.ofSeverity(1)),
    });
    notify(whole, this.props.onCall);
    this.made.unshift({ severity: 1, alarm: whole });
  }

  /** The alarms of one severity, in the order in which they were made; the one over all comes first. */
  ofSeverity(wanted: Severity): readonly IAlarm[] {
    return this.made.filter(({ severity }) => severity === wanted).map(({ alarm }) => alarm);
  }

  private description(
    described: Pick<Watched, 'heading' | 'severity' | 'impact' | 'lookAt' | 'page'> & {
      readonly missing: Pick<MissingData, 'because'>;
      readonly timing: string;
    },
  ): string {
    return [
      `Severity ${SEVERITIES[described.severity]}`,
      `Impact: ${described.impact}`,
      `Runbook: ${this.props.runbookUrl}#${anchor(described.heading)}`,
      ...this.consoleLine(described.heading),
      `Look at: ${described.lookAt}`,
      `Open: ${described.page}`,
      `When: ${described.timing}`,
      `Missing data: ${described.missing.because}`,
    ].join('\n');
  }

  private consoleLine(heading: string): readonly string[] {
    const { consoleAddress } = this.props;
    if (consoleAddress === undefined) return [];
    return [`Console: ${new URL(`/operations/alarms/${encodeURIComponent(heading)}`, consoleAddress).href}`];
  }
}

/** Notifies a topic of an alarm when it starts, and when it is over, unless its end is reported otherwise. */
function notify(alarm: AlarmBase, { topicArn }: ITopic, endIsReported = true): void {
  const action: IAlarmAction = { bind: () => ({ alarmActionArn: topicArn }) };
  alarm.addAlarmAction(action);
  if (endIsReported) alarm.addOkAction(action);
}

/** How soon an alarm begins and ends: no sooner than its periods are over. */
function timingOf({ metric, periods = 1 }: Pick<Watched, 'metric' | 'periods'>): string {
  const { period } = metric.toMetricConfig().metricStat ?? metric.toMetricConfig().mathExpression ?? { period: 0 };
  const minutes = Math.round((typeof period === 'number' ? period : period.toSeconds()) / 60);
  const each = minutes === 1 ? 'minute' : `${minutes} minutes`;
  return periods === 1
    ? `it is evaluated every ${each}, and ends with the first evaluation within the limit`
    : `it is evaluated every ${each}; it starts after ${periods} evaluations in a row, and ends with the first one within the limit`;
}

/** Where a heading is found on the page of the runbook. */
function anchor(heading: string): string {
  return heading.toLowerCase().replaceAll(' ', '-');
}
