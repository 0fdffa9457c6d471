import { Agent, type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import dynalite from './closing-dynalite.ts';

/** What keeps the tables of a run and answers the requests that were let in. */
export type Database = {
  readonly answer: (request: IncomingMessage, body: Buffer, response: ServerResponse) => Promise<void>;
  readonly close: () => void;
};

/** dynalite, in this process and in memory. */
export function ownDatabase(): Database {
  // dynalite keeps each item as a small buffer. Cut from Node's shared pool, one of them holds 8 KiB: a million items
  // would take ten gigabytes.
  Buffer.poolSize = 0;
  const server = dynalite({ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  const [listener] = server.listeners('request');
  if (listener === undefined) throw new Error('dynalite answers no requests');
  return {
    async answer({ method, url, headers }, body, response) {
      // dynalite reads the body itself: it gets the same request with its body once more.
      Reflect.apply(listener, server, [Object.assign(Readable.from([body]), { method, url, headers }), response]);
    },
    close: () => void server.close(),
  };
}

/** The DynamoDB at an endpoint, to which requests are handed on as they are. */
export function databaseAt(endpoint: string): Database {
  const agent = new Agent({ keepAlive: true });
  return {
    answer: ({ method, url, headers }, body, response) =>
      new Promise((resolve, reject) => {
        const handedOn = httpRequest(new URL(url ?? '/', endpoint), { agent, method, headers }, (answer) => {
          response.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(response).once('close', resolve);
        });
        handedOn.once('error', reject).end(body);
      }),
    close: () => agent.destroy(),
  };
}
