import { App, Stack } from 'aws-cdk-lib/core';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { acknowledgeWildcards } from '../../infra/constructs/acknowledge.ts';
import { CONTEXT } from '../../infra/context.ts';

/** What cdk-nag finds of a role that may read objects, of which some are acknowledged. */
function found(spelling: (bucket: Bucket) => string, acknowledged: (bucket: Bucket) => string[]): string[] {
  const app = new App({ context: CONTEXT });
  const stack = new Stack(app, 'stack');
  const bucket = new Bucket(stack, 'Bucket');
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  role.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: [spelling(bucket)] }));
  acknowledgeWildcards(role, acknowledged(bucket), 'Their names are only known later, under this prefix.');
  app.synth();
  return new AwsSolutionsChecks(app).validateScope(role).violations.map(({ ruleName }) => ruleName);
}

describe('objects that a policy names by their prefix', () => {
  test.each<[string, (bucket: Bucket) => string]>([
    ['ARN', (bucket) => bucket.arnForObjects('mine/*')],
    ['name', (bucket) => `arn:aws:s3:::${bucket.bucketName}/mine/*`],
  ])('are acknowledged under the %s of their bucket', (_, spelling) => {
    expect(found(spelling, (bucket) => [spelling(bucket)])).toEqual([]);
    expect(found(spelling, () => [])).not.toEqual([]);
  });
});
