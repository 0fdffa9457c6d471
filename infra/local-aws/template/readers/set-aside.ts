import { arn, REASON, type SetAsideKind } from '../resource-kind.ts';

/** Resource types that as a whole mean nothing on one machine, each with its reason. */
export const SET_ASIDE: readonly SetAsideKind[] = [
  { type: 'AWS::CDK::Metadata', reason: 'lets AWS know which constructs are in use' },
  { type: 'AWS::SNS::TopicPolicy', reason: REASON.access },
  { type: 'AWS::Lambda::Permission', reason: REASON.access },
  {
    type: 'AWS::KMS::Key',
    reason: REASON.encryption,
    attributes: { Arn: (name, account) => arn('kms', account, `key/${name}`), KeyId: (name) => name },
  },
  { type: 'AWS::KMS::Alias', reason: REASON.encryption, nameProperty: 'AliasName' },
  {
    type: 'AWS::Logs::LogGroup',
    reason: 'what a function prints goes to its own file',
    nameProperty: 'LogGroupName',
    attributes: { Arn: (name, account) => arn('logs', account, `log-group:${name}:*`) },
  },
  { type: 'AWS::Logs::MetricFilter', reason: 'there is no CloudWatch' },
  { type: 'AWS::Logs::QueryDefinition', reason: 'there is no CloudWatch' },
  { type: 'AWS::CloudTrail::Trail', reason: REASON.access },
  { type: 'AWS::SES::ConfigurationSetEventDestination', reason: 'no mail leaves the machine' },
];
