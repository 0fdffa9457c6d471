import { createHash } from 'node:crypto';
import * as z from 'zod';
import { PolicyDocument } from '../../access/statement.ts';
import { REASON, type ResourceKind } from '../resource-kind.ts';

/** AWS's own policy that CDK attaches to the role of each function unless it is given one: it may write its log. */
export const BASIC_EXECUTION = {
  arn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
  document: PolicyDocument.parse({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: '*',
      },
    ],
  }),
} as const;

const RoleProperties = z.strictObject({
  RoleName: z.string().optional(),
  ManagedPolicyArns: z.array(z.literal(BASIC_EXECUTION.arn)).default([]),
});

/** A role; what it may do stands in policies of its own. One with inline or other managed policies is not understood. */
export const ROLE: ResourceKind<z.infer<typeof RoleProperties>> = {
  type: 'AWS::IAM::Role',
  nameProperty: 'RoleName',
  nameRule: { longest: 64 },
  attributes: {
    Arn: (name, { accountId }) => `arn:aws:iam::${accountId}:role/${name}`,
    RoleId: (name) => roleId(name),
  },
  properties: RoleProperties,
  setAside: {
    AssumeRolePolicyDocument: 'the local run itself takes on the role of each function and schedule',
    Description: REASON.description,
    Tags: REASON.tags,
  },
};

const PolicyProperties = z.strictObject({
  PolicyName: z.string().optional(),
  PolicyDocument,
  Roles: z.array(z.string()).default([]),
});

/** What roles may do. */
export const POLICY: ResourceKind<z.infer<typeof PolicyProperties>> = {
  type: 'AWS::IAM::Policy',
  properties: PolicyProperties,
  setAside: {},
};

const ManagedPolicyProperties = z.strictObject({ ManagedPolicyName: z.string().optional(), PolicyDocument });

/** What people may do who attach it to a role of theirs: whoever signs with its name has exactly that leave. */
export const MANAGED_POLICY: ResourceKind<z.infer<typeof ManagedPolicyProperties>> = {
  type: 'AWS::IAM::ManagedPolicy',
  nameProperty: 'ManagedPolicyName',
  nameRule: { longest: 128 },
  ref: (name, { accountId }) => managedPolicyArn(name, accountId),
  properties: ManagedPolicyProperties,
  setAside: { Description: REASON.description, Path: 'it is a part of the name that nothing here goes by' },
};

const BucketPolicyProperties = z.strictObject({ Bucket: z.string(), PolicyDocument });

/** Who else may use a bucket, and how nobody may. */
export const BUCKET_POLICY: ResourceKind<z.infer<typeof BucketPolicyProperties>> = {
  type: 'AWS::S3::BucketPolicy',
  properties: BucketPolicyProperties,
  setAside: {},
};

const QueuePolicyProperties = z.strictObject({ Queues: z.array(z.string()), PolicyDocument });

/** Who else may use a queue, and how nobody may. */
export const QUEUE_POLICY: ResourceKind<z.infer<typeof QueuePolicyProperties>> = {
  type: 'AWS::SQS::QueuePolicy',
  properties: QueuePolicyProperties,
  setAside: {},
};

/** The ARN of a managed policy, by its name. */
export function managedPolicyArn(name: string, accountId: string): string {
  return `arn:aws:iam::${accountId}:policy/${name}`;
}

/** The id of a role, in the form in which IAM makes them. */
export function roleId(name: string): string {
  return `AROA${createHash('sha256').update(name).digest('hex').slice(0, 17).toUpperCase()}`;
}
