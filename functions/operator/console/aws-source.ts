import { type CloudWatchClient, DescribeAlarmsCommand, type StateValue } from '@aws-sdk/client-cloudwatch';
import { awsAlarmChanges, awsMetrics } from './aws-metrics.ts';
import type { PipelineAccess } from '../pipeline-access.ts';
import type { Alarm, ConsoleSource } from './source.ts';

/** How often an open page asks whether it has changed: each time costs one small read of the ledger. */
const LOOK_EVERY_MS = 10_000;
/** For how long the states of the alarms are taken as they were read last, in milliseconds. */
const ALARMS_KEPT_MS = 15_000;

/** A pipeline on AWS, by the credentials of who runs the console. */
export function awsSource(
  access: PipelineAccess,
  where: string,
  mayAct: boolean,
  client: CloudWatchClient,
): ConsoleSource {
  let read: { readonly at: number; readonly alarms: Promise<readonly Alarm[]> } | undefined;
  const alarms = (): Promise<readonly Alarm[]> => {
    if (read === undefined || performance.now() - read.at > ALARMS_KEPT_MS) {
      const now = alarmsOf(client);
      // One that failed is asked for again at once.
      now.catch(() => (read = undefined));
      read = { at: performance.now(), alarms: now };
    }
    return read.alarms;
  };
  return {
    access,
    where,
    mayAct,
    lookEveryMs: LOOK_EVERY_MS,
    alarms,
    async alarmChanges(range) {
      return awsAlarmChanges(client, new Set((await alarms()).map(({ name }) => name)), range);
    },
    metrics: (queries, range) => awsMetrics(client, queries, range),
    pulse: () => lanePulse(access),
    local: undefined,
  };
}

/**
 * What is another one when the lane decided something, and every minute: by one read of one item. What changes without
 * the lane, such as a queue, is seen within the minute.
 */
export async function lanePulse({ ports }: PipelineAccess): Promise<string> {
  const [{ revision }, now] = await Promise.all([ports.ledger.get('lane'), ports.now()]);
  return `${revision} ${now.slice(0, 16)}`;
}

const STATES: Readonly<Record<StateValue, Alarm['state']>> = {
  ALARM: 'alarm',
  OK: 'ok',
  INSUFFICIENT_DATA: 'not-evaluated',
};

/** The alarms of the account and region whose text begins as those of the pipeline do. */
async function alarmsOf(client: CloudWatchClient): Promise<readonly Alarm[]> {
  const alarms: Alarm[] = [];
  let from: string | undefined;
  do {
    const page = await client.send(
      new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], MaxRecords: 100, NextToken: from }),
    );
    for (const each of [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? [])]) {
      const {
        AlarmName: name,
        AlarmDescription: description = '',
        StateValue: state,
        StateUpdatedTimestamp: since,
      } = each;
      const severity = /^Severity (\d)/.exec(description)?.[1];
      if (name === undefined || severity === undefined) continue;
      alarms.push({
        name,
        description,
        severity: Number(severity),
        state: state === undefined ? 'not-evaluated' : STATES[state],
        ...(since === undefined ? {} : { since: since.toISOString() }),
      });
    }
    from = page.NextToken;
  } while (from !== undefined);
  return alarms;
}
