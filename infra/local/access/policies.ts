import { arn } from '../template/resource-kind.ts';
import { nameOfArn, type Topology } from '../template/topology.ts';
import type { Statement } from './statement.ts';

/** The statements of one policy: those of a role by its ARN, or those of a bucket or queue. */
export type AttachedPolicy = {
  /** Who or what the policy belongs to, as people name it: the logical id of the policy. */
  readonly policy: string;
  readonly statements: readonly Statement[];
};

/** All policies of the templates, by what they are attached to. */
export type Policies = {
  readonly ofRole: ReadonlyMap<string, readonly AttachedPolicy[]>;
  /** By the ARN of the bucket or queue. */
  readonly ofResource: ReadonlyMap<string, readonly AttachedPolicy[]>;
  /** ARN of the role of each function, by the function's name; only roles that the templates have. */
  readonly roleOf: ReadonlyMap<string, string>;
};

/** Gathers the policies of the templates. */
export function policiesOf({ account, roles, policies, bucketPolicies, queuePolicies, functions }: Topology): Policies {
  const roleArn = (name: string): string => `arn:aws:iam::${account.accountId}:role/${name}`;
  const known = new Set(roles.map(({ name }) => roleArn(name)));
  const ofRole = new Map<string, AttachedPolicy[]>();
  const ofResource = new Map<string, AttachedPolicy[]>();
  for (const { logicalId, properties } of policies) {
    const attached = { policy: logicalId, statements: properties.PolicyDocument.Statement };
    for (const role of properties.Roles) add(ofRole, roleArn(role), attached);
  }
  for (const { logicalId, properties } of bucketPolicies) {
    const attached = { policy: logicalId, statements: properties.PolicyDocument.Statement };
    add(ofResource, `arn:aws:s3:::${properties.Bucket}`, attached);
  }
  for (const { logicalId, properties } of queuePolicies) {
    const attached = { policy: logicalId, statements: properties.PolicyDocument.Statement };
    for (const url of properties.Queues) add(ofResource, queueArn(url, account), attached);
  }
  const own = functions.filter(({ properties }) => known.has(properties.Role));
  return { ofRole, ofResource, roleOf: new Map(own.map(({ name, properties }) => [name, properties.Role])) };
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

function add(to: Map<string, AttachedPolicy[]>, key: string, policy: AttachedPolicy): void {
  to.set(key, [...(to.get(key) ?? []), policy]);
}
