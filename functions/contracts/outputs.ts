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
  'BackfillPolicyArn',
] as const;

/** The output with the address of the console, of a stage that has one. */
export const CONSOLE_OUTPUT = 'ConsoleAddress';

export type StackOutput = (typeof STACK_OUTPUTS)[number];
