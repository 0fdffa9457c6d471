import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DynamoDBClient,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, DeleteQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from '../../infra/local-aws/emulators/closing-dynalite.ts';
import { secondDynamoDb } from './second-dynamodb.ts';
import { startFauxqs } from 'fauxqs';
import { documentClient } from '../../functions/adapters/clients.ts';
import { LocalRun } from '../../functions/contracts/local-run.ts';
import { awsClients, type Clients, localClients } from '../../functions/operator/pipeline-access.ts';

/**
 * Where the contract suites run: on emulators of their own, unless `CONTRACTS_ON` names the `run.json` of a pipeline on
 * this machine, or says `aws` for whatever AWS's usual environment points to (`AWS_ENDPOINT_URL_*`, region, credentials).
 */
const ELSEWHERE = process.env['CONTRACTS_ON'] ?? '';

/** Whether the suites of tables run on the second DynamoDB: the project `second-dynamodb` (`vitest.config.ts`) says so. */
const ON_SECOND = process.env['SECOND_DYNAMODB'] !== undefined && ELSEWHERE === '';

/** What the suites call the services they run on. */
export const SERVICES = ON_SECOND ? 'dynoxide' : ELSEWHERE === '' ? 'the emulator' : ELSEWHERE;

const RUN = `contract-${randomBytes(4).toString('hex')}`;
const ACCOUNT = { region: 'eu-west-2', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };

function elsewhere(): Clients {
  return ELSEWHERE === 'aws' ? awsClients() : localClients(LocalRun.parse(JSON.parse(readFileSync(ELSEWHERE, 'utf8'))));
}

/** DynamoDB for one test file: tables are made as they are needed, and gone when it stops. */
export type ContractTables = {
  readonly client: DynamoDBDocumentClient;
  /** @returns the name of the new table */
  readonly createTable: (table: Omit<CreateTableCommandInput, 'TableName'>) => Promise<string>;
  readonly stop: () => Promise<void>;
};

/** Starts a DynamoDB in memory on a free port of the loopback address, or takes the one of `CONTRACTS_ON`. */
export async function contractTables(): Promise<ContractTables> {
  const server = ELSEWHERE !== '' ? undefined : ON_SECOND ? await secondDynamoDb() : await firstDynamoDb();
  const raw =
    server === undefined ? elsewhere().dynamodb : new DynamoDBClient({ ...ACCOUNT, endpoint: server.endpoint });
  const made: string[] = [];
  return {
    client: documentClient(raw),
    async createTable(table) {
      const TableName = `${RUN}-${made.length}`;
      made.push(TableName);
      await raw.send(new CreateTableCommand({ BillingMode: 'PAY_PER_REQUEST', ...table, TableName }));
      const patience = ELSEWHERE === 'aws' ? { minDelay: 1, maxDelay: 3 } : { minDelay: 0.02, maxDelay: 0.1 };
      await waitUntilTableExists({ client: raw, maxWaitTime: 60, ...patience }, { TableName });
      return TableName;
    },
    async stop() {
      if (server === undefined) {
        for (const TableName of made) await raw.send(new DeleteTableCommand({ TableName }));
      }
      raw.destroy();
      await server?.stop();
    },
  };
}

/** The DynamoDB that the local run has too. */
async function firstDynamoDb() {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** S3 for one test file. */
export type ContractBuckets = {
  readonly client: S3Client;
  /** @returns the name of the new bucket */
  readonly createBucket: () => Promise<string>;
  readonly stop: () => Promise<void>;
};

/** Starts the emulator of S3, or takes the S3 of `CONTRACTS_ON`. */
export async function contractBuckets(): Promise<ContractBuckets> {
  const server = ELSEWHERE === '' ? await startFauxqs({ port: 0, host: '127.0.0.1', logger: false }) : undefined;
  const client =
    server === undefined ? elsewhere().s3 : new S3Client({ ...ACCOUNT, endpoint: `http://127.0.0.1:${server.port}` });
  const made: string[] = [];
  return {
    client,
    async createBucket() {
      const Bucket = `${RUN}-${made.length}`;
      made.push(Bucket);
      const region = await client.config.region();
      const there = { CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-2' } };
      await client.send(
        new CreateBucketCommand({ Bucket, ...(ELSEWHERE === 'aws' && region !== 'us-east-1' ? there : {}) }),
      );
      return Bucket;
    },
    async stop() {
      if (server === undefined) {
        for (const Bucket of made) {
          const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
          for (const { Key } of Contents) await client.send(new DeleteObjectCommand({ Bucket, Key }));
          await client.send(new DeleteBucketCommand({ Bucket }));
        }
      }
      client.destroy();
      await server?.stop();
    },
  };
}

/** SQS for one test file. */
export type ContractQueues = {
  readonly client: SQSClient;
  /** @returns the URL of the new queue */
  readonly createQueue: (kind: 'standard' | 'fifo') => Promise<string>;
  readonly stop: () => Promise<void>;
};

/** Starts the emulator of SQS, or takes the SQS of `CONTRACTS_ON`. */
export async function contractQueues(): Promise<ContractQueues> {
  const server = ELSEWHERE === '' ? await startFauxqs({ port: 0, host: '127.0.0.1', logger: false }) : undefined;
  const endpoint = `http://127.0.0.1:${server?.port}`;
  const client = server === undefined ? elsewhere().sqs : new SQSClient({ ...ACCOUNT, endpoint });
  const made: string[] = [];
  return {
    client,
    async createQueue(kind) {
      const [ending, Attributes] = kind === 'fifo' ? ['.fifo', { FifoQueue: 'true' }] : ['', {}];
      const QueueName = `${RUN}-${made.length}${ending}`;
      const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName, Attributes }));
      // The emulator names its queues by a host that many machines do not resolve.
      const url = server === undefined ? QueueUrl : `${endpoint}/000000000000/${QueueName}`;
      made.push(url);
      return url;
    },
    async stop() {
      if (server === undefined) {
        for (const QueueUrl of made) await client.send(new DeleteQueueCommand({ QueueUrl }));
      }
      client.destroy();
      await server?.stop();
    },
  };
}

/** A key schema of string attributes: the partition key, and a sort key if there is one. */
export function stringKeys(
  pk: string,
  sk?: string,
): Required<Pick<CreateTableCommandInput, 'KeySchema' | 'AttributeDefinitions'>> {
  const names = sk === undefined ? [pk] : [pk, sk];
  return {
    KeySchema: names.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
    AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  };
}
