import dynalite from 'dynalite';
import * as z from 'zod';
import { callerOf, type Meter, signedBy, targetAction } from '../meter.ts';
import type { TableModel } from '../template/topology.ts';
import { listenWith } from './http-service.ts';

/** DynamoDB on one machine. */
export type TableEmulator = {
  readonly endpoint: string;
  readonly create: (table: TableModel) => Promise<void>;
  readonly close: () => Promise<void>;
};

const Description = z.object({ Table: z.object({ TableStatus: z.string() }) });

/** Starts dynalite in memory on the loopback address. */
export async function startTables(region: string, meter: Meter): Promise<TableEmulator> {
  const server = dynalite({ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  server.prependListener('request', (request) => {
    const action = targetAction(request);
    if (action !== undefined) meter.count('dynamodb', action, callerOf(request));
  });
  const service = await listenWith(server);

  const call = async (action: string, body: object): Promise<unknown> => {
    const response = await fetch(service.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${action}`,
        'x-amz-date': '20200101T000000Z',
        authorization: signedBy('local-run', 'dynamodb', region),
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
      await call('CreateTable', { ...properties, TableName: name });
      const active = async (): Promise<boolean> =>
        Description.parse(await call('DescribeTable', { TableName: name })).Table.TableStatus === 'ACTIVE';
      // dynalite makes a table in the background, even in no time.
      while (!(await active())) await new Promise((resolve) => setTimeout(resolve, 5));
    },
  };
}
