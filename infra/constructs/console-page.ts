import { Stack } from 'aws-cdk-lib/core';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** The page of the AWS console on which a log group is read. */
export function logGroupPage(log: ILogGroup): string {
  return `${cloudWatch(log)}#logsV2:log-groups/log-group/${log.logGroupName}`;
}

/** The page of the AWS console on which a queue is looked at, and its messages. */
export function queuePage(queue: IQueue): string {
  const { region, account } = Stack.of(queue);
  // The page is named by the queue's URL, percent-encoded; name and account are known only when the stack is there.
  const url = `https%3A%2F%2Fsqs.${region}.amazonaws.com%2F${account}%2F${queue.queueName}`;
  return `https://${region}.console.aws.amazon.com/sqs/v3/home?region=${region}#/queues/${url}`;
}

/** The page of the AWS console that shows the metrics of a table. */
export function tablePage(table: ITable): string {
  const { region } = Stack.of(table);
  return `https://${region}.console.aws.amazon.com/dynamodbv2/home?region=${region}#table?tab=monitoring&name=${table.tableName}`;
}

/** The page of the AWS console that lists the alarms that are on. */
export function alarmsPage(scope: Construct): string {
  return `${cloudWatch(scope)}#alarmsV2:?~(alarmStateFilter~'ALARM)`;
}

function cloudWatch(scope: Construct | ILogGroup): string {
  const { region } = Stack.of(scope);
  return `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}`;
}
