import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import dynalite from './closing-dynalite.ts';
import * as z from 'zod';
import { tableNeeds } from '../access/needs.ts';
import type { RunCredentials } from '../access/run-credentials.ts';
import { targetAction } from '../meter.ts';
import type { TableModel } from '../template/topology.ts';
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

/** Starts dynalite in memory on the loopback address. */
export async function startTables(
  account: { readonly region: string; readonly accountId: string },
  { meter, gate, door }: Guard,
  credentials: RunCredentials,
  isFault: FaultPlan = () => false,
): Promise<TableEmulator> {
  // dynalite keeps each item as a small buffer. Cut from Node's shared pool, one of them holds 8 KiB: a million items
  // would take ten gigabytes.
  Buffer.poolSize = 0;
  const partitionKeys = new Map<string, string>();
  const server = dynalite({ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  const [database] = server.listeners('request');
  if (database === undefined) throw new Error('dynalite answers no requests');
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
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
      // dynalite reads the body itself: it gets the same request with its body once more.
      const { method, url, headers } = request;
      Reflect.apply(database, server, [Object.assign(Readable.from([bytes]), { method, url, headers }), response]);
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
    ...service,
    create: async ({ name, properties }) => {
      const partition = properties.KeySchema.find(({ KeyType }) => KeyType === 'HASH');
      if (partition !== undefined) partitionKeys.set(name, partition.AttributeName);
      await call('CreateTable', { ...properties, TableName: name });
      const active = async (): Promise<boolean> =>
        Description.parse(await call('DescribeTable', { TableName: name })).Table.TableStatus === 'ACTIVE';
      // dynalite makes a table in the background, even in no time.
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
