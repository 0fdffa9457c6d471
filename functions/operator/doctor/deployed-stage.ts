import {
  CloudFormationClient,
  ListStackResourcesCommand,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SNSClient } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';
import { dynamoClient, type Region, s3Client, sqsClient } from '../../adapters/clients.ts';
import { STACK_OUTPUTS } from '../../contracts/outputs.ts';
import { naming } from '../aws-fault.ts';
import type { Deployment } from '../find-pipeline.ts';

/** A client for each service that a stage is made of. */
export function stageClients(region: Region) {
  return {
    sts: naming(new STSClient(region)),
    cloudformation: naming(new CloudFormationClient(region)),
    cloudwatch: naming(new CloudWatchClient(region)),
    lambda: naming(new LambdaClient(region)),
    scheduler: naming(new SchedulerClient(region)),
    ses: naming(new SESv2Client(region)),
    sns: naming(new SNSClient(region)),
    s3: naming(s3Client(region)),
    sqs: naming(sqsClient(region)),
    dynamodb: naming(dynamoClient(region)),
  };
}
export type StageClients = ReturnType<typeof stageClients>;

/** A resource of a stage's stacks: what people call it, and the id by which its service knows it. */
export type StageResource = { readonly name: string; readonly id: string };

/** A deployed stage, as the doctor looks at it. */
export type DeployedStage = {
  readonly clients: StageClients;
  /** The outputs of each stack, as the file has them. */
  readonly stacks: readonly (readonly [name: string, outputs: Readonly<Record<string, string>>])[];
  /** An output of either stack, by its name. */
  readonly output: (name: (typeof STACK_OUTPUTS)[number]) => string;
  /** The account that the outputs are of; undefined where no queue names one. */
  readonly accountId: string | undefined;
  /** The resources of a type that the stacks have. */
  readonly resources: (type: string) => Promise<readonly StageResource[]>;
};

/** A stage by the outputs of its stacks: everything else it is made of, CloudFormation says. */
export function deployedStage(
  { outputs, region }: Deployment,
  clients: StageClients = stageClients(region),
): DeployedStage {
  const stacks = Object.entries(outputs).filter(([, of]) => STACK_OUTPUTS.some((name) => name in of));
  const all: Readonly<Record<string, string>> = Object.assign({}, ...stacks.map(([, of]) => of));
  let listed: Promise<readonly StackResourceSummary[]> | undefined;
  return {
    clients,
    stacks,
    output: (name) => all[name] ?? '',
    accountId: /\/(\d{12})\//.exec(all['LaneQueueUrl'] ?? '')?.[1],
    async resources(type) {
      listed ??= Promise.all(stacks.map(([name]) => resourcesOf(name, clients.cloudformation))).then((of) => of.flat());
      return (await listed)
        .filter(({ ResourceType }) => ResourceType === type)
        .map(({ LogicalResourceId = '', PhysicalResourceId = '' }) => ({
          name: LogicalResourceId.replace(/[0-9A-F]{8}$/, ''),
          id: PhysicalResourceId,
        }));
    },
  };
}

async function resourcesOf(StackName: string, client: CloudFormationClient): Promise<StackResourceSummary[]> {
  const found: StackResourceSummary[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListStackResourcesCommand({ StackName, NextToken }));
    found.push(...(page.StackResourceSummaries ?? []));
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return found;
}
