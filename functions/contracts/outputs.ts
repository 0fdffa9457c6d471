/**
 * Names of the stack outputs. The local run, the operator CLI and the pipeline tests find the resources by these, so
 * they are the same on one machine and on AWS.
 */
export const STACK_OUTPUTS = [
  'InboxBucket',
  'ArchiveBucket',
  'ReportsBucket',
  'LaneQueueUrl',
  'DspUpdatesQueueUrl',
  'SrvEventsQueueUrl',
  'LaneDeadLettersUrl',
  'DspUpdatesDeadLettersUrl',
  'SrvEventsDeadLettersUrl',
  'DevicesTable',
  'DeviceModelsTable',
  'LedgerTable',
  'WatchFunction',
  'ReportsFunction',
  'OperatorPolicyArn',
  'DoctorPolicyArn',
] as const;

export type StackOutput = (typeof STACK_OUTPUTS)[number];
