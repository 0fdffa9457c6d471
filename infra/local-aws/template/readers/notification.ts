import * as z from 'zod';
import { arn, Numeric, REASON, type ResourceKind, Truth } from '../resource-kind.ts';

const EmailIdentityProperties = z.strictObject({ EmailIdentity: z.string() });

/** An address or domain that mail may be sent from. */
export const EMAIL_IDENTITY: ResourceKind<z.infer<typeof EmailIdentityProperties>> = {
  type: 'AWS::SES::EmailIdentity',
  nameProperty: 'EmailIdentity',
  attributes: { Arn: (name, account) => arn('ses', account, `identity/${name}`) },
  properties: EmailIdentityProperties,
  setAside: {
    DkimAttributes: 'no mail leaves the machine',
    DkimSigningAttributes: 'no mail leaves the machine',
    MailFromAttributes: 'no mail leaves the machine',
    FeedbackAttributes: 'no mail leaves the machine',
    ConfigurationSetAttributes: 'each sender names its configuration set',
    Tags: REASON.tags,
  },
};

const ConfigurationSetProperties = z.strictObject({ Name: z.string().optional() });

/** A configuration set that a sender may name. */
export const CONFIGURATION_SET: ResourceKind<z.infer<typeof ConfigurationSetProperties>> = {
  type: 'AWS::SES::ConfigurationSet',
  nameProperty: 'Name',
  nameRule: { longest: 64 },
  properties: ConfigurationSetProperties,
  setAside: {
    DeliveryOptions: 'no mail leaves the machine',
    ReputationOptions: 'no mail leaves the machine',
    SendingOptions: 'no mail leaves the machine',
    SuppressionOptions: 'no mail leaves the machine',
    TrackingOptions: 'no mail leaves the machine',
    VdmOptions: 'no mail leaves the machine',
    Tags: REASON.tags,
  },
};

const TopicProperties = z.strictObject({ TopicName: z.string().optional() });

/** An SNS topic. */
export const TOPIC: ResourceKind<z.infer<typeof TopicProperties>> = {
  type: 'AWS::SNS::Topic',
  nameProperty: 'TopicName',
  nameRule: { longest: 256 },
  ref: (name, account) => arn('sns', account, name),
  attributes: { TopicArn: (name, account) => arn('sns', account, name), TopicName: (name) => name },
  properties: TopicProperties,
  setAside: { DisplayName: REASON.description, KmsMasterKeyId: REASON.encryption, Tags: REASON.tags },
};

const SubscriptionProperties = z.strictObject({
  TopicArn: z.string(),
  Protocol: z.enum(['email', 'sqs'], 'only mail and queues can be subscribed on one machine'),
  Endpoint: z.string(),
  RawMessageDelivery: Truth.optional(),
});

/** Who gets what is published to a topic. */
export const SUBSCRIPTION: ResourceKind<z.infer<typeof SubscriptionProperties>> = {
  type: 'AWS::SNS::Subscription',
  properties: SubscriptionProperties,
  setAside: { Region: 'there is one region' },
};

const Metric = z.object({
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
});

const AlarmProperties = z.strictObject({
  AlarmName: z.string().optional(),
  AlarmDescription: z.string().optional(),
  ...Metric.shape,
  /** One metric, or maths over several: alarms of that kind are listed, and not evaluated. */
  Metrics: z
    .array(
      z.looseObject({
        Id: z.string(),
        Expression: z.string().optional(),
        MetricStat: z.looseObject({ Metric, Period: Numeric.default(60), Stat: z.string().optional() }).optional(),
      }),
    )
    .optional(),
  Statistic: z.string().optional(),
  ExtendedStatistic: z.string().optional(),
  Period: Numeric.default(60),
  DatapointsToAlarm: Numeric.optional(),
  TreatMissingData: z.enum(['breaching', 'notBreaching', 'ignore', 'missing']).default('missing'),
  AlarmActions: z.array(z.string()).default([]),
  OKActions: z.array(z.string()).default([]),
  EvaluationPeriods: Numeric.default(1),
  Threshold: Numeric,
  ComparisonOperator: z.enum([
    'GreaterThanOrEqualToThreshold',
    'GreaterThanThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
  ]),
});

/** An alarm, as far as it can be evaluated on one machine. */
export const ALARM: ResourceKind<z.infer<typeof AlarmProperties>> = {
  type: 'AWS::CloudWatch::Alarm',
  nameProperty: 'AlarmName',
  nameRule: { longest: 255 },
  attributes: { Arn: (name, account) => arn('cloudwatch', account, `alarm:${name}`) },
  properties: AlarmProperties,
  setAside: {
    Unit: 'each metric is measured in one unit',
    EvaluateLowSampleCountPercentile: 'few samples are as good as many',
    ActionsEnabled: 'alarms are reported',
    InsufficientDataActions: 'a run begins with too little data: nobody is notified of that',
    Tags: REASON.tags,
  },
};

const CompositeAlarmProperties = z.strictObject({
  AlarmName: z.string().optional(),
  AlarmDescription: z.string().optional(),
  AlarmRule: z.string(),
  AlarmActions: z.array(z.string()).default([]),
  OKActions: z.array(z.string()).default([]),
});

/** An alarm over others. */
export const COMPOSITE_ALARM: ResourceKind<z.infer<typeof CompositeAlarmProperties>> = {
  type: 'AWS::CloudWatch::CompositeAlarm',
  nameProperty: 'AlarmName',
  nameRule: { longest: 255 },
  attributes: { Arn: (name, account) => arn('cloudwatch', account, `alarm:${name}`) },
  properties: CompositeAlarmProperties,
  setAside: {
    ActionsEnabled: 'alarms are reported',
    InsufficientDataActions: 'a run begins with too little data: nobody is notified of that',
    Tags: REASON.tags,
  },
};

const DashboardProperties = z.strictObject({ DashboardName: z.string().optional(), DashboardBody: z.string() });

/** A dashboard, whose widgets the console draws. */
export const DASHBOARD: ResourceKind<z.infer<typeof DashboardProperties>> = {
  type: 'AWS::CloudWatch::Dashboard',
  nameProperty: 'DashboardName',
  nameRule: { longest: 255 },
  properties: DashboardProperties,
  setAside: { Tags: REASON.tags },
};
