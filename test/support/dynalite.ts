import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { documentClient } from '../../functions/adapters/clients.ts';

/** A DynamoDB emulator on loopback, for one test file. */
export type Emulator = {
  readonly client: DynamoDBDocumentClient;
  readonly createTable: (table: CreateTableCommandInput) => Promise<string>;
  readonly stop: () => Promise<void>;
};

/** Starts dynalite in memory on a free port of the loopback address. */
export async function startDynalite(): Promise<Emulator> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const raw = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-2',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return {
    client: documentClient(raw),
    async createTable(table) {
      const TableName = table.TableName ?? '';
      await raw.send(new CreateTableCommand({ BillingMode: 'PAY_PER_REQUEST', ...table }));
      await waitUntilTableExists({ client: raw, maxWaitTime: 10, minDelay: 0.02, maxDelay: 0.1 }, { TableName });
      return TableName;
    },
    async stop() {
      raw.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
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
