import * as z from 'zod';
import { arn, Numeric, REASON, type ResourceKind, Truth } from '../resource-kind.ts';

const FunctionProperties = z.strictObject({
  FunctionName: z.string().optional(),
  Handler: z.string(),
  Runtime: z.string().regex(/^nodejs\d+\.x$/, 'only Node.js functions run on one machine'),
  Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.string()) }).optional(),
  Timeout: Numeric.default(3),
  MemorySize: Numeric.default(128),
  ReservedConcurrentExecutions: Numeric.optional(),
  DeadLetterConfig: z.strictObject({ TargetArn: z.string() }).optional(),
  Role: z.string(),
  /** Its log group is what the role must be able to write to; what is printed goes to a file all the same. */
  LoggingConfig: z.looseObject({ LogGroup: z.string().optional() }).optional(),
});

/** A function and the limits it runs under. */
export const FUNCTION: ResourceKind<z.infer<typeof FunctionProperties>> = {
  type: 'AWS::Lambda::Function',
  nameProperty: 'FunctionName',
  nameRule: { longest: 64 },
  attributes: { Arn: (name, account) => arn('lambda', account, `function:${name}`) },
  properties: FunctionProperties,
  setAside: {
    Architectures: 'bundles are JavaScript: they run on the processor there is',
    Description: REASON.description,
    TracingConfig: 'there is no X-Ray',
    EphemeralStorage: 'the disk is that of the machine',
    RuntimeManagementConfig: 'the runtime is the Node.js of the project',
    RecursiveLoop: 'a loop would be seen in the log; the guard is a matter of AWS',
    Tags: REASON.tags,
  },
};

const EventSourceMappingProperties = z.strictObject({
  FunctionName: z.string(),
  EventSourceArn: z.string().regex(/^arn:aws:sqs:/, 'only queues are event sources on one machine'),
  BatchSize: Numeric.default(10),
  MaximumBatchingWindowInSeconds: Numeric.default(0),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  ScalingConfig: z.strictObject({ MaximumConcurrency: Numeric.optional() }).optional(),
  Enabled: Truth.default(true),
});

/** Which function works off which queue, and in what batches. */
export const EVENT_SOURCE_MAPPING: ResourceKind<z.infer<typeof EventSourceMappingProperties>> = {
  type: 'AWS::Lambda::EventSourceMapping',
  properties: EventSourceMappingProperties,
  setAside: { Tags: REASON.tags, MetricsConfig: 'there is no CloudWatch' },
};

const EventInvokeConfigProperties = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.literal('$LATEST'),
  MaximumRetryAttempts: Numeric.default(2),
  MaximumEventAgeInSeconds: Numeric.default(21_600),
  DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() }).optional(),
});

/** What becomes of an asynchronous invocation that fails. */
export const EVENT_INVOKE_CONFIG: ResourceKind<z.infer<typeof EventInvokeConfigProperties>> = {
  type: 'AWS::Lambda::EventInvokeConfig',
  properties: EventInvokeConfigProperties,
  setAside: {},
};

const Retry = z
  .strictObject({ MaximumEventAgeInSeconds: Numeric.optional(), MaximumRetryAttempts: Numeric.optional() })
  .optional();

const RuleProperties = z.strictObject({
  Name: z.string().optional(),
  EventPattern: z.record(z.string(), z.unknown()),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Targets: z.array(
    z.strictObject({
      Id: z.string(),
      Arn: z.string().regex(/^arn:aws:sqs:/, 'only queues are targets of rules on one machine'),
      SqsParameters: z.strictObject({ MessageGroupId: z.string() }).optional(),
      DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
      /** Delivery is a call within one process: it succeeds or goes to the dead-letter queue at once. */
      RetryPolicy: Retry,
      RoleArn: z.string().optional(),
    }),
  ),
});

/** An EventBridge rule: which events go to which queues. */
export const RULE: ResourceKind<z.infer<typeof RuleProperties>> = {
  type: 'AWS::Events::Rule',
  nameProperty: 'Name',
  nameRule: { longest: 64 },
  attributes: { Arn: (name, account) => arn('events', account, `rule/${name}`) },
  properties: RuleProperties,
  setAside: { Description: REASON.description, RoleArn: REASON.access, Tags: REASON.tags },
};

const ScheduleProperties = z.strictObject({
  Name: z.string().optional(),
  GroupName: z.string().default('default'),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default('UTC'),
  FlexibleTimeWindow: z.strictObject({ Mode: z.literal('OFF') }),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Target: z.strictObject({
    Arn: z.string().regex(/^arn:aws:lambda:/, 'only functions are targets of schedules on one machine'),
    RoleArn: z.string(),
    Input: z.string().optional(),
    /** The local Scheduler always reaches the function: these two only matter where it might not. */
    RetryPolicy: Retry,
    DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
  }),
});

/** A schedule and the function it starts. */
export const SCHEDULE: ResourceKind<z.infer<typeof ScheduleProperties>> = {
  type: 'AWS::Scheduler::Schedule',
  nameProperty: 'Name',
  nameRule: { longest: 64 },
  attributes: { Arn: (name, account) => arn('scheduler', account, `schedule/default/${name}`) },
  properties: ScheduleProperties,
  setAside: { Description: REASON.description },
};

const ScheduleGroupProperties = z.strictObject({ Name: z.string().optional() });

/** A group of schedules. */
export const SCHEDULE_GROUP: ResourceKind<z.infer<typeof ScheduleGroupProperties>> = {
  type: 'AWS::Scheduler::ScheduleGroup',
  nameProperty: 'Name',
  nameRule: { longest: 64 },
  attributes: { Arn: (name, account) => arn('scheduler', account, `schedule-group/${name}`) },
  properties: ScheduleGroupProperties,
  setAside: { Tags: REASON.tags },
};
