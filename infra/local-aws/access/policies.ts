import { BASIC_EXECUTION, managedPolicyArn } from '../template/readers/access.ts';
import { arn } from '../template/resource-kind.ts';
import { nameOfArn, type Topology } from '../template/topology.ts';
import { type Rule, rulesOf } from './statement.ts';

/** The rules of all policies of the templates, by what they are attached to. */
export type Policies = {
  /** By the ARN of the role. */
  readonly ofRole: ReadonlyMap<string, readonly Rule[]>;
  /** By the ARN of the bucket or queue. */
  readonly ofResource: ReadonlyMap<string, readonly Rule[]>;
  /**
   * ARN of the role of each function, by the function's name; only roles that the templates have. Whoever signs with the
   * name of a managed policy is someone to whose role that policy alone is attached: its ARN stands for the role.
   */
  readonly roleOf: ReadonlyMap<string, string>;
};

/** Gathers the policies of the templates. */
export function policiesOf({
  account,
  roles,
  policies,
  managedPolicies,
  bucketPolicies,
  queuePolicies,
  functions,
}: Topology): Policies {
  const roleArn = (name: string): string => `arn:aws:iam::${account.accountId}:role/${name}`;
  const known = new Set(roles.map(({ name }) => roleArn(name)));
  const ofRole = new Map<string, Rule[]>();
  const ofResource = new Map<string, Rule[]>();
  for (const { name, properties } of roles) {
    for (const policy of properties.ManagedPolicyArns)
      add(ofRole, roleArn(name), policy, { PolicyDocument: BASIC_EXECUTION.document });
  }
  for (const { logicalId, properties } of policies) {
    for (const role of properties.Roles) add(ofRole, roleArn(role), logicalId, properties);
  }
  for (const { logicalId, name, properties } of managedPolicies) {
    add(ofRole, managedPolicyArn(name, account.accountId), logicalId, properties);
  }
  for (const { logicalId, properties } of bucketPolicies) {
    add(ofResource, `arn:aws:s3:::${properties.Bucket}`, logicalId, properties);
  }
  for (const { logicalId, properties } of queuePolicies) {
    for (const url of properties.Queues) add(ofResource, queueArn(url, account), logicalId, properties);
  }
  const own = functions.filter(({ properties }) => known.has(properties.Role));
  const roleOf = new Map(own.map(({ name, properties }) => [name, properties.Role]));
  for (const { name } of managedPolicies) roleOf.set(name, managedPolicyArn(name, account.accountId));
  return { ofRole, ofResource, roleOf };
}

/** The ARN of the queue at a URL. */
export function queueArn(url: string, account: { readonly region: string; readonly accountId: string }): string {
  return arn('sqs', { ...account, sqsEndpoint: '' }, url.slice(url.lastIndexOf('/') + 1));
}

/** What a policy about a resource is attached to: a bucket for its objects, a queue for itself. */
export function resourceOwner(resource: string): string {
  return resource.startsWith('arn:aws:s3:::') ? (resource.split('/')[0] ?? resource) : resource;
}

/** The name of a role, by its ARN. */
export function roleName(roleArn: string): string {
  return nameOfArn(roleArn).replace(/^role\//, '');
}

function add(
  to: Map<string, Rule[]>,
  key: string,
  policy: string,
  { PolicyDocument }: Pick<Topology['policies'][number]['properties'], 'PolicyDocument'>,
): void {
  const rules = PolicyDocument.Statement.flatMap((statement) => rulesOf(policy, statement));
  to.set(key, [...(to.get(key) ?? []), ...rules]);
}
