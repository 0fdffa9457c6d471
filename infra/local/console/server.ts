import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LocalRun } from '../../../functions/contracts/local-run.ts';
import { inboxKey } from '../../../functions/operator/inbox-key.ts';
import {
  localClients,
  pipelineAccess,
  type PipelineAccess,
  QUEUE_NAMES,
} from '../../../functions/operator/pipeline-access.ts';
import { putAndWait } from '../../../functions/operator/put-file.ts';
import { uploadTimeline } from '../../../functions/operator/views/upload-timeline.ts';
import { answerJson, bodyOf, unescaped, urlOf } from '../emulators/http-service.ts';
import { serveIncident, takeAct } from './incident-pages.ts';
import { type Mailbox, mailbox } from './mailbox.ts';
import { overview } from './overview.ts';
import { serveMail, servePage } from './pages.ts';
import { readRunbook } from './runbook.ts';

/** What the console needs of the pipeline it shows. */
export type ConsoleSetting = { readonly run: LocalRun; readonly clock: { readonly now: () => string } };

/** A file that is dropped on the page has at most this many bytes; a larger one goes in by CLI or SDK. */
export const MOST_DROPPED_BYTES = 64 * 1024 * 1024;

type Served = { readonly access: PipelineAccess; readonly mails: Mailbox };

/**
 * The console's pages and what they ask for. The handler answers false for a path that is not its own.
 */
export function consoleHandler({ run, clock }: ConsoleSetting) {
  const served: Served = {
    access: pipelineAccess(localClients(run), run.resources, async () => clock.now()),
    mails: mailbox(run.outboxDir),
  };
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const { pathname, searchParams } = urlOf(request);
    if (request.method === 'GET') {
      return (await servePage(pathname, response)) || (await serveFact(pathname, served, response));
    }
    if (request.method === 'POST' && pathname === '/api/upload') {
      await takeFile(searchParams.get('name') ?? '', request, served, response);
      return true;
    }
    const spokenOf = /^\/api\/incident\/([\w-]+)$/.exec(pathname)?.[1];
    if (request.method === 'POST' && spokenOf !== undefined) {
      await takeAct(spokenOf, request, served.access, response);
      return true;
    }
    const redriven = /^\/api\/redrive\/([\w-]+)$/.exec(pathname)?.[1];
    const queue = QUEUE_NAMES.find((name) => name === redriven);
    if (request.method !== 'POST' || queue === undefined) return false;
    answerJson(response, 200, await served.access.redrive(queue));
    return true;
  };
}

async function serveFact(path: string, { access, mails }: Served, response: ServerResponse): Promise<boolean> {
  if (path === '/api/overview') {
    answerJson(response, 200, await overview(access, mails));
    return true;
  }
  if (path === '/api/runbook') {
    answerJson(response, 200, await readRunbook());
    return true;
  }
  const [, kind, name = '', form] =
    /^\/api\/(dead-letters|incident|mail|timeline)\/([^/]+)(?:\/(html))?$/.exec(path) ?? [];
  if (kind === 'dead-letters') {
    const queue = QUEUE_NAMES.find((candidate) => candidate === name);
    if (queue === undefined) return false;
    answerJson(response, 200, await access.deadLetters(queue));
    return true;
  }
  if (kind === 'incident') return serveIncident(name, access, response);
  if (kind === 'timeline') {
    const timeline = await uploadTimeline(unescaped(name), access.ports);
    if (timeline !== undefined) answerJson(response, 200, timeline);
    return timeline !== undefined;
  }
  const mail = kind === 'mail' ? await mails.mail(name) : undefined;
  if (mail === undefined) return false;
  if (form === 'html') serveMail(mail.html, response);
  else answerJson(response, 200, mail);
  return true;
}

async function takeFile(
  name: string,
  request: IncomingMessage,
  { access }: Served,
  response: ServerResponse,
): Promise<void> {
  if (!/^[^/\\\0]{1,200}\.(?:csv|csv\.gz|xlsx|xlsm|json)$/i.test(name)) {
    const error = `${name || 'A file without a name'} is not a .csv, .csv.gz, .xlsx, .xlsm or .json file`;
    answerJson(response, 400, { error });
    return;
  }
  const tooLarge = `The page takes files up to ${MOST_DROPPED_BYTES / 1024 / 1024} MiB; upload larger ones by CLI`;
  const bytes = await bodyOf(request, MOST_DROPPED_BYTES, tooLarge);
  answerJson(response, 200, await putAndWait(access, { key: inboxKey(name, bytes), bytes }));
}
