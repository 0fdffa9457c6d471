import { Duration } from 'aws-cdk-lib/core';
import { type IMetric, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { MetricName } from '../../functions/contracts/metrics.ts';
import { MISSING, type Watched } from './runbook-alarm.ts';
import { serviceMetric } from './service-metric.ts';

/** What may be expected of the service and of those it works for. */
export type ServiceExpectations = {
  /** Minutes between two runs of the watch, whose gauges most alarms use. */
  readonly watchEveryMinutes: number;
  /** Days within which the SSC gets a report: its week, and one more day to fix a fault. */
  readonly reportWithinDays: number;
  /** The page of the AWS console on which the log of the watch is read. */
  readonly watchPage: string;
  /** Name of the configuration set that all mail leaves by. */
  readonly configurationSetName: string;
};

/** A decision that is pending for longer did not continue when the watch asked for it, after 20 minutes. */
const LANE_STUCK_MINUTES = 45;

/** Shares of mail from which SES looks into an account, and may stop it sending. */
const BOUNCE_RATE = 0.05;
const COMPLAINT_RATE = 0.001;

/** The alarms on what the service is for: deadlines, the lane, lists, reports, mail, the feature switch. */
export function serviceAlarms(expectations: ServiceExpectations): readonly Watched[] {
  const { watchEveryMinutes, reportWithinDays, configurationSetName, watchPage: page } = expectations;
  const seen = (name: MetricName<'watch'>, threshold: number) => ({
    metric: serviceMetric('watch', name, { statistic: Stats.MAXIMUM, period: Duration.minutes(watchEveryMinutes) }),
    threshold,
    missing: MISSING.unseen,
    page,
  });
  const ofMail = (metricName: string, threshold: number) => ({
    metric: reputation(metricName, configurationSetName),
    threshold,
    missing: MISSING.noMail,
    page,
  });
  return [
    {
      heading: 'Upload deadline breached',
      severity: 1,
      impact:
        'Suppliers and manufacturers: entries that arrived more than 24 hours ago are not in the DSP, so their ' +
        'devices cannot join. The DCC is in breach of the SEC for each of them.',
      lookAt:
        'the update of the incident or the mail "CPL watch", which name each entry, and npm run cpl -- entries --overdue --aws',
      ...seen('DeadlinesBreached', 1),
    },
    {
      heading: 'Upload deadline at risk',
      severity: 2,
      impact:
        'Nobody yet: entries that arrived more than 18 hours ago are not in the DSP. After 24 hours this is a breach.',
      lookAt: 'the mail "CPL watch", which names each entry, and npm run cpl -- entries --aws',
      ...seen('DeadlinesAtRisk', 1),
      // It ends at the breach too, which has an alarm of its own.
      endIsReported: false,
    },
    {
      heading: 'Gauges unread',
      severity: 1,
      impact:
        'Everyone: some or all of deadlines, lane, trials and reports are not watched, and the alarms on values that ' +
        'cannot be read stay as they were.',
      lookAt:
        'the log group of watch: the line of its last run, its fault, and the metrics that are missing from the line',
      ...seen('GaugesUnread', 1),
      periods: 3,
      missing: MISSING.silent,
    },
    {
      heading: 'Lane stuck',
      severity: 1,
      impact:
        'SECAS and the DCC: a decision is not carried out. Part of a list is in the DSP and part ' +
        'is not, and later files wait.',
      lookAt: 'the ledger item LANE/STATE, the log group of intake, and the dead letters of the lane',
      ...seen('LaneStuckMinutes', LANE_STUCK_MINUTES),
    },
    {
      heading: 'Issue skipped',
      severity: 2,
      impact:
        'SECAS and the DCC: an issue of the list never arrived, but a later one did. The later one has its changes, but the ' +
        'pipeline has no record of what the missing issue published, or of its 24 hours.',
      lookAt: 'npm run cpl -- status --aws, which names the issues, and SECAS',
      ...seen('IssueSkippedDays', 1),
    },
    {
      heading: 'Newer list superseded',
      severity: 1,
      impact:
        'SECAS and the DCC: a list is not applied although it was issued after the accepted one arrived. One of the two numbers is wrong. ' +
        'No other alarm counts the 24 hours of its entries, and every list up to the accepted number is superseded too.',
      lookAt: 'npm run cpl -- uploads --aws: the accepted list, and those after it that are superseded',
      ...seen('ListsShutOut', 1),
    },
    {
      heading: 'SSC report overdue',
      severity: 2,
      impact: `The SSC: no report on trial devices was sent for ${reportWithinDays} days.`,
      lookAt: 'the schedule of reports, the lost runs and the log group of reports',
      ...seen('DaysSinceReport', reportWithinDays),
    },
    {
      heading: 'Mail refused',
      severity: 2,
      impact:
        'The people who wait for a receipt, an alert or a warning: SES does not take our mail. It is kept and tried every ' +
        '15 minutes. Until then only alarms, which do not use SES, report problems.',
      lookAt: 'the line of the log of watch with its fault, and the sending status and quota of SES',
      ...seen('MailsRefused', 1),
    },
    {
      heading: 'Mail bounces',
      severity: 2,
      impact: 'The people who do not get our mail: 5 % of it bounces. At 10 % SES may stop all of it, alerts included.',
      lookAt: 'the notifications of bounces on the operations topic, and the suppression list of SES',
      ...ofMail('Reputation.BounceRate', BOUNCE_RATE),
    },
    {
      heading: 'Mail complaints',
      severity: 2,
      impact: 'Everyone we write to: 0.1 % of our mail is reported as spam. At 0.5 % SES may stop all of it.',
      lookAt: 'the notifications of complaints on the operations topic',
      ...ofMail('Reputation.ComplaintRate', COMPLAINT_RATE),
    },
    {
      heading: 'Trial rule breached',
      severity: 2,
      impact:
        'The SSC: a trial breaks what it agreed to: over its device limit, past its end with devices left, or with ' +
        'its firmware on devices outside the trial.',
      lookAt: 'the mail "CPL watch", which names trial and devices, and npm run cpl -- trials --aws',
      ...seen('TrialBreaches', 1),
    },
    {
      heading: 'Trial flagging off',
      severity: 3,
      impact: 'The SSC and the readers of performance figures: no device is shown as a trial device.',
      lookAt: 'the settings file that was activated last: npm run cpl -- uploads --aws',
      ...seen('TrialFlaggingOff', 1),
    },
  ];
}

function reputation(metricName: string, configurationSetName: string): IMetric {
  return new Metric({
    namespace: 'AWS/SES',
    metricName,
    dimensionsMap: { 'ses:configuration-set': configurationSetName },
    statistic: Stats.MAXIMUM,
    period: Duration.hours(1),
  });
}
