import { type CloudWatchClient, DescribeAlarmHistoryCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import * as z from 'zod/mini';
import type { MetricQuery } from '../charts/chart-list.ts';
import type { PeriodValue, TimeRange } from '../charts/time-range.ts';
import type { AlarmChange } from './source.ts';

/** Pages of an alarm history that are read, of a hundred changes each. */
const MOST_PAGES = 5;

/** The values of metrics, in the order of the queries, period by period; no value where CloudWatch has none. */
export async function awsMetrics(
  client: CloudWatchClient,
  queries: readonly MetricQuery[],
  { from, to, periodMs }: TimeRange,
): Promise<readonly (readonly PeriodValue[])[]> {
  const values = queries.map((): PeriodValue[] => []);
  let next: string | undefined;
  do {
    const page = await client.send(
      new GetMetricDataCommand({
        StartTime: new Date(from),
        EndTime: new Date(to),
        ScanBy: 'TimestampAscending',
        NextToken: next,
        MetricDataQueries: queries.map(({ namespace, name, dimensions, statistic }, index) => ({
          Id: `m${index}`,
          MetricStat: {
            Metric: {
              Namespace: namespace,
              MetricName: name,
              Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
            },
            Period: periodMs / 1000,
            Stat: statistic,
          },
        })),
      }),
    );
    for (const { Id = '', Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
      for (const [index, at] of Timestamps.entries()) {
        const value = Values[index];
        if (value !== undefined) values[Number(Id.slice(1))]?.push({ at: at.getTime(), value });
      }
    }
    next = page.NextToken;
  } while (next !== undefined);
  return values;
}

/** What CloudWatch writes of a change of an alarm, as far as it is read. */
const History = z.object({ newState: z.object({ stateValue: z.string() }) });

/** When alarms of these names began and ended within a range, oldest first; of very many changes the latest. */
export async function awsAlarmChanges(
  client: CloudWatchClient,
  names: ReadonlySet<string>,
  { from, to }: TimeRange,
): Promise<readonly AlarmChange[]> {
  const changes: AlarmChange[] = [];
  let next: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await client.send(
      new DescribeAlarmHistoryCommand({
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        HistoryItemType: 'StateUpdate',
        StartDate: new Date(from),
        EndDate: new Date(to),
        ScanBy: 'TimestampDescending',
        MaxRecords: 100,
        NextToken: next,
      }),
    );
    for (const { AlarmName: name = '', Timestamp: at, HistoryData = '{}' } of page.AlarmHistoryItems ?? []) {
      const history = History.safeParse(JSON.parse(HistoryData));
      if (at === undefined || !names.has(name) || !history.success) continue;
      const { stateValue } = history.data.newState;
      if (stateValue !== 'INSUFFICIENT_DATA')
        changes.push({ name, at: at.getTime(), state: stateValue === 'ALARM' ? 'alarm' : 'ok' });
    }
    next = page.NextToken;
    if (next === undefined) break;
  }
  return changes.toReversed();
}
