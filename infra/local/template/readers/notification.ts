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
        MetricStat: z.looseObject({ Metric, Period: Numeric.default(60) }).optional(),
      }),
    )
    .optional(),
  Period: Numeric.default(60),
  EvaluationPeriods: Numeric.default(1),
  Threshold: Numeric,
  ComparisonOperator: z.enum([
    'GreaterThanOrEqualToThreshold',
    'GreaterThanThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
  ]),
});

/** An alarm, as far as it can be judged on one machine. */
export const ALARM: ResourceKind<z.infer<typeof AlarmProperties>> = {
  type: 'AWS::CloudWatch::Alarm',
  nameProperty: 'AlarmName',
  nameRule: { longest: 255 },
  attributes: { Arn: (name, account) => arn('cloudwatch', account, `alarm:${name}`) },
  properties: AlarmProperties,
  setAside: {
    Statistic: 'an alarm is judged on the state there is, on demand',
    ExtendedStatistic: 'an alarm is judged on the state there is, on demand',
    Unit: 'an alarm is judged on the state there is, on demand',
    DatapointsToAlarm: 'an alarm is judged on the state there is, on demand',
    EvaluateLowSampleCountPercentile: 'an alarm is judged on the state there is, on demand',
    TreatMissingData: 'the state of a queue or function is never missing',
    ActionsEnabled: 'alarms are shown on the console',
    AlarmActions: 'alarms are shown on the console',
    OKActions: 'alarms are shown on the console',
    InsufficientDataActions: 'alarms are shown on the console',
    Tags: REASON.tags,
  },
};
