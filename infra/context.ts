/**
 * CDK's switches, here and not in cdk.json, so that the CLI, the tests and the local run all make the same templates.
 */
export const CONTEXT = {
  // Stack traces for every token are half of the time, and help only with faults of CDK itself.
  'aws:cdk:disable-stack-trace': true,
  // The templates say where a resource comes from and which asset a function is made of.
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
  // What the pipeline stack uses cannot be taken from under it.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
  '@aws-cdk/core:stackRelativeExports': true,
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/core:enablePartitionLiterals': true,
  '@aws-cdk/core:target-partitions': ['aws'],
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/aws-s3:createDefaultLoggingPolicy': true,
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
};
