import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { consolePages } from '../../functions/operator/console/server.ts';
import type { ConsoleSource } from '../../functions/operator/console/source.ts';
import type { LaneCommand } from '../../functions/contracts/lane-command.ts';
import type { FakeLedger } from './fake-ledger.ts';
import type { SeenByOperators } from './fake-operator-ports.ts';
import { fakePipeline } from './fake-pipeline.ts';

/** Pages of the console over plain values, served on this machine. */
export async function servedPages(
  seen: SeenByOperators,
  more: {
    readonly ask?: (command: LaneCommand, ledger: FakeLedger) => Promise<void>;
    readonly source?: Partial<ConsoleSource>;
  } = {},
) {
  const { access, ledger } = fakePipeline(seen, more.ask === undefined ? {} : { ask: more.ask });
  const source: ConsoleSource = {
    access,
    where: 'a test',
    mayAct: true,
    alarms: async () => [],
    alarmChanges: async () => [],
    metrics: async (queries) => queries.map(() => []),
    pulse: async () => 'still',
    lookEveryMs: 1000,
    local: undefined,
    ...more.source,
  };
  const pages = consolePages(source);
  const { base, close } = await listening((request, response) => {
    pages(request, response).then(
      (served) => served || response.writeHead(404).end(),
      (fault: unknown) => response.writeHead(500).end(String(fault)),
    );
  });
  return {
    access,
    ledger,
    get: (path: string, headers: Record<string, string> = {}) => fetch(base + path, { headers, redirect: 'manual' }),
    post: (path: string, fields: Readonly<Record<string, string>>, headers: Record<string, string> = {}) =>
      fetch(base + path, { method: 'POST', body: new URLSearchParams(fields), headers, redirect: 'manual' }),
    close,
  };
}

/** A server of this machine, on any free port. */
export async function listening(handle: RequestListener): Promise<{ base: string; close: () => Promise<unknown> }> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
