import { createServer, type Server, type ServerResponse } from 'node:http';
import * as z from 'zod';
import { tableNeeds } from '../access/needs.ts';
import type { RunCredentials } from '../access/run-credentials.ts';
import { targetAction } from '../meter.ts';
import type { TableModel } from '../template/topology.ts';
import { type Database, databaseAt, ownDatabase } from './database.ts';
import type { Guard } from './guard.ts';
import { bodyOf, listenWith, serviceError } from './http-service.ts';

/** DynamoDB on one machine. */
export type TableEmulator = {
  readonly endpoint: string;
  readonly create: (table: TableModel) => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * Which requests of functions DynamoDB fails, as if it were away: asked by the action, such as `PutItem`, and the body.
 * For tests of what a function does then.
 */
export type FaultPlan = (action: string, body: unknown) => boolean;

/** DynamoDB takes requests of up to 16 MiB. */
const MOST_BYTES = 16 * 1024 * 1024;

const Description = z.object({ Table: z.object({ TableStatus: z.string() }) });

/** How the tables of a run are kept, and when they fail. */
export type TableOptions = {
  /**
   * Which requests of functions DynamoDB fails.
   * @default - none
   */
  readonly tableFaults?: FaultPlan | undefined;
  /**
   * Endpoint of a DynamoDB, such as another emulator's, that keeps the tables.
   * @default - dynalite, in memory
   */
  readonly dynamoDb?: string | undefined;
};

/** Starts DynamoDB on the loopback address: what a run lets in, and may do, is decided here, and a database answers. */
export async function startTables(
  account: { readonly region: string; readonly accountId: string },
  { meter, gate, door }: Guard,
  credentials: RunCredentials,
  { tableFaults: isFault = () => false, dynamoDb }: TableOptions,
): Promise<TableEmulator> {
  const partitionKeys = new Map<string, string>();
  const database: Database = dynamoDb === undefined ? ownDatabase() : databaseAt(dynamoDb);
  const server: Server = createServer((request, response) => {
    const answered = async (): Promise<void> => {
      const bytes = await bodyOf(request, MOST_BYTES);
      const caller = await door.admit(request, bytes);
      const action = targetAction(request);
      if (action !== undefined) meter.count('dynamodb', action, caller);
      const principal = gate.principalOf(caller);
      if (principal !== undefined) {
        const body: unknown = JSON.parse(bytes.toString('utf8'));
        gate.pass(principal, tableNeeds(action ?? '', body, { ...account, partitionKeys }));
        if (isFault(action ?? '', body)) throw new Error('Internal server error');
      }
      await database.answer(request, bytes, response);
    };
    answered().catch((error: unknown) => answerError(response, error));
  });
  const service = await listenWith(server);

  const call = async (action: string, body: object): Promise<unknown> => {
    const response = await fetch(service.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${action}`,
        'x-amz-date': '20200101T000000Z',
        authorization: credentials.inProcess('local-run', 'dynamodb', account.region),
      },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`DynamoDB ${action} failed: ${JSON.stringify(answer)}`);
    return answer;
  };
  return {
    endpoint: service.endpoint,
    close: async () => {
      await service.close();
      database.close();
    },
    create: async ({ name, properties }) => {
      const partition = properties.KeySchema.find(({ KeyType }) => KeyType === 'HASH');
      if (partition !== undefined) partitionKeys.set(name, partition.AttributeName);
      await call('CreateTable', { ...properties, TableName: name });
      const active = async (): Promise<boolean> =>
        Description.parse(await call('DescribeTable', { TableName: name })).Table.TableStatus === 'ACTIVE';
      // A table is made in the background, even in no time.
      while (!(await active())) await new Promise((resolve) => setTimeout(resolve, 5));
    },
  };
}

function answerError(response: ServerResponse, error: unknown): void {
  const { code, status, message } = serviceError(error);
  const isOurs = status === 500;
  const type = isOurs ? 'com.amazonaws.dynamodb.v20120810#InternalServerError' : `com.amazon.coral.service#${code}`;
  // DynamoDB says 400 where other services say 403.
  response.writeHead(isOurs ? 500 : 400, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify({ __type: type, Message: message }));
}
