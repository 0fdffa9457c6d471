import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { KeyPair } from '../../infra/local-aws/access/run-credentials.ts';
import type { LocalPipeline } from '../../infra/local/pipeline.ts';

/**
 * Lets the operator CLI reach a pipeline of this machine as it reaches a deployed one: by the file that
 * `cdk deploy --outputs-file` writes, and by AWS's usual environment. `vi.unstubAllEnvs` ends it.
 *
 * @returns the words that stand for `--aws --outputs FILE`.
 */
export function asOnAws({ run, topology }: LocalPipeline, folder: string, credentials: KeyPair): readonly string[] {
  const file = join(folder, 'outputs.json');
  writeFileSync(file, JSON.stringify({ 'cpl-dev-storage': Object.fromEntries(topology.outputs) }));
  const { s3, sqs, dynamodb, sns, sesv2, scheduler } = run.endpoints;
  const environment = {
    AWS_REGION: run.region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_ENDPOINT_URL_S3: s3,
    AWS_ENDPOINT_URL_SQS: sqs,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
    AWS_ENDPOINT_URL_SNS: sns,
    AWS_ENDPOINT_URL_SESV2: sesv2,
    AWS_ENDPOINT_URL_SCHEDULER: scheduler,
    AWS_ENDPOINT_URL_LAMBDA: run.consoleUrl,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  return ['--aws', '--outputs', file];
}
