import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { consolePages } from '../../functions/operator/console/server.ts';
import type { ConsoleSource } from '../../functions/operator/console/source.ts';
import type { LaneCommand } from '../../functions/contracts/lane-command.ts';
import { deadLetterDesk } from '../../functions/operator/dead-letters/desk.ts';
import type { FakeLedger } from './fake-ledger.ts';
import type { SeenByOperators } from './fake-operator-ports.ts';
import { fakePipeline, type Reached } from './fake-pipeline.ts';
import { htmlText } from './html-text.ts';

/** Pages of the console over plain values, served on this machine. */
export async function servedPages(
  seen: SeenByOperators,
  more: {
    readonly ask?: (command: LaneCommand, ledger: FakeLedger) => Promise<void>;
    readonly source?: Partial<ConsoleSource>;
    readonly reached?: Reached;
  } = {},
) {
  const { access, ledger } = fakePipeline(seen, more);
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
  // An act that does not end at once is followed by its page at once.
  const pages = consolePages(source, deadLetterDesk({ ...access, patience: { ...access.patience, everyMs: 0 } }, 20));
  const { base, close } = await listening((request, response) => {
    pages(request, response).then(
      (served) => served || response.writeHead(404).end(),
      (fault: unknown) => response.writeHead(500).end(String(fault)),
    );
  });
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(base + path, { headers, redirect: 'manual' });
  const post = (path: string, fields: Readonly<Record<string, string | File>>, headers: Record<string, string> = {}) =>
    fetch(base + path, { method: 'POST', body: formOf(fields), headers, redirect: 'manual' });
  return {
    access,
    ledger,
    base,
    get,
    post,
    /** The words of a page. */
    words: async (path: string): Promise<string> => wordsOf(await (await get(path)).text()),
    /** Does something by a form: the status, and what is said of it on the page that it leads to, with all its words. */
    act: async (path: string, fields: Readonly<Record<string, string | File>>) => {
      const done = await post(path, { name: 'A. Person', ...fields });
      const at = done.headers.get('location') ?? path;
      const page = await (done.status === 303 ? await get(at) : done).text();
      const [, said = ''] = /<p class="said [^>]*>([^<]*)</.exec(page) ?? [];
      return { status: done.status, at, said: wordsOf(said), words: wordsOf(page) };
    },
    close,
  };
}

/** What a page says between its bar and its foot, in one line and without its markup. */
function wordsOf(page: string): string {
  return htmlText(/<main .*<\/main>/s.exec(page)?.[0] ?? page)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ (?=[.,:;)](?: |$))|(?<=\() /g, '')
    .trim();
}

/** A form as a browser sends it: with a file in it in parts. */
function formOf(fields: Readonly<Record<string, string | File>>): FormData | URLSearchParams {
  const form = new FormData();
  const plain = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    form.append(name, value);
    if (typeof value === 'string') plain.append(name, value);
  }
  return Object.values(fields).every((value) => typeof value === 'string') ? plain : form;
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
