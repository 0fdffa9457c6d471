import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { userInfo } from 'node:os';
import { UnreadableRow } from '../../adapters/read-row.ts';
import { html } from '../../email/html.ts';
import { type DeadLetterDesk, deadLetterDesk } from '../dead-letters/desk.ts';
import { WrongUse } from '../wrong-use.ts';
import { DOWNLOAD_HEADERS, PAGE_HEADERS, serveAsset } from './assets.ts';
import { checkedFiles } from './checked-files.ts';
import { framed } from './layout.ts';
import { isDownload, type Look, type Page, type PageModule, type Place, type Said } from './page.ts';
import { addressOf, cookieOf, formOf, RequestTrouble } from './requests.ts';
import { pageAt } from './routes.ts';
import type { ConsoleSource } from './source.ts';

/** Confirmations and looks that are remembered, at most: the oldest go first. */
const MOST_REMEMBERED = 500;
const NAME_COOKIE = 'operator';
/** Characters of a name that acts are signed with. */
const MOST_NAME = 80;

/** One request, with what it is answered from. */
type Call = { readonly request: IncomingMessage; readonly response: ServerResponse; readonly address: URL };

/** Serves the console's pages; answers false for an address that is not one of them. */
export function consolePages(source: ConsoleSource, desk: DeadLetterDesk = deadLetterDesk(source.access)) {
  const files = checkedFiles();
  /** What was done, by an id in the address of the page that says so. */
  const done = new Map<string, Said>();
  /** By address: the answer given last, and the pulse by which it was made. */
  const looked = new Map<string, { readonly etag: string; readonly pulse: string }>();

  async function lookOf({ request, address }: Call, of: Look['of'], said: Said | undefined): Promise<Look> {
    return {
      source,
      now: await source.access.ports.now(),
      of,
      query: address.searchParams,
      operator: cookieOf(request, NAME_COOKIE) ?? userInfo().username,
      said,
      files,
      desk,
    };
  }

  /** Sees a page: one conditional read when nothing can have changed since it was seen last. */
  async function show(call: Call, page: PageModule, of: Look['of']): Promise<void> {
    const { request, response, address } = call;
    const key = `${address.pathname}${address.search} ${cookieOf(request, NAME_COOKIE) ?? ''}`;
    const seen = looked.get(key);
    const known = request.headers['if-none-match'];
    const pulse = `${desk.revision()} ${await source.pulse()}`;
    if (known !== undefined && seen?.etag === known && seen.pulse === pulse) return notModified(response, known);
    const began = process.cpuUsage();
    const look = await lookOf(call, of, done.get(address.searchParams.get('said') ?? ''));
    const answer = await page.show(look);
    if (answer === undefined) return notFound(call, page.place);
    if (isDownload(answer)) {
      const { type, body, fileName } = answer;
      const saved =
        fileName === undefined ? {} : { 'content-disposition': `attachment; filename="${asFileName(fileName)}"` };
      response.writeHead(200, { ...DOWNLOAD_HEADERS, 'content-type': type, ...saved });
      response.end(body);
      return;
    }
    const content = framed(answer, { ...look, place: page.place, path: address.pathname }).source;
    const etag = `"${createHash('sha256').update(content).digest('base64url')}"`;
    remember(looked, key, { etag, pulse });
    if (known === etag) return notModified(response, etag);
    const { user, system } = process.cpuUsage(began);
    sendPage(response, 200, content, { etag, 'server-timing': `cpu;dur=${((user + system) / 1000).toFixed(1)}` });
  }

  /** Does what a form asks for, and goes to the page that says so; or shows the form again with what is wrong. */
  async function act(call: Call, page: PageModule, of: Look['of']): Promise<void> {
    const { request, response, address } = call;
    const form = await formOf(request);
    const field = (name: string): string => {
      const value = form.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    const name = field('act');
    const { acts = {}, unsigned = {} } = page;
    const isSigned = Object.hasOwn(acts, name);
    const perform = isSigned ? acts[name] : Object.hasOwn(unsigned, name) ? unsigned[name] : undefined;
    if (perform === undefined) throw new RequestTrouble(400, 'There is nothing of this name to be done here');
    const look = await lookOf(call, of, undefined);
    const here = `${address.pathname}${address.search}`;
    try {
      if (isSigned) checkName(field('name'));
      const outcome = await perform({ ...look, form, field });
      const location = pageSaying(
        outcome.go ?? here,
        outcome.said === '' ? undefined : { form: name, tone: 'good', text: outcome.said, typed: new Map() },
      );
      const signed = field('name') === '' ? {} : { 'set-cookie': nameCookie(field('name')) };
      response.writeHead(303, { ...PAGE_HEADERS, ...signed, location });
      response.end();
    } catch (error) {
      if (!(error instanceof WrongUse) && !(error instanceof RangeError)) throw error;
      const typed = new Map([...form].flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])));
      const said: Said = { form: name, tone: 'bad', text: error.message, typed };
      const answer = await page.show({ ...look, said });
      if (answer === undefined || isDownload(answer)) throw new RequestTrouble(400, error.message);
      const lookAt = pageSaying(here, said);
      const frame = { ...look, said, place: page.place, path: address.pathname, lookAt };
      sendPage(response, 400, framed(answer, frame).source);
    }
  }

  /** The address of a page with what was said there, which it goes on to say for as long as it is open. */
  function pageSaying(go: string, said: Said | undefined): string {
    const { pathname, searchParams } = new URL(go, 'http://console');
    searchParams.delete('said');
    if (said !== undefined) {
      const id = randomUUID();
      remember(done, id, said);
      searchParams.set('said', id);
    }
    return searchParams.size === 0 ? pathname : `${pathname}?${searchParams.toString()}`;
  }

  /** @throws WrongUse for a name that cannot be kept with an act. */
  function checkName(name: string): void {
    if (!source.mayAct) throw new RequestTrouble(403, 'This console only reads: start it with --act');
    if (name === '') throw new WrongUse('Enter your name: it is kept with what you do');
    if (name.length > MOST_NAME) throw new WrongUse(`Enter a name of at most ${MOST_NAME} characters`);
  }

  async function notFound(call: Call, place: Place): Promise<void> {
    await trouble(call, place, 404, 'There is no such page', `There is nothing at ${call.address.pathname}.`);
  }

  async function trouble(call: Call, place: Place, status: number, title: string, text: string): Promise<void> {
    const { response, address } = call;
    const page: Page = { title, main: html`<p class="said bad" role="alert">${text}</p>` };
    const now = await source.access.ports.now().catch(() => new Date().toISOString());
    sendPage(response, status, framed(page, { source, now, place, path: address.pathname, said: undefined }).source);
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const call: Call = { request, response, address: addressOf(request) };
    const { pathname } = call.address;
    if (request.method === 'GET' && (await serveAsset(pathname, response))) return true;
    const found = pageAt(pathname);
    if (found === undefined && (pathname.startsWith('/api/') || request.method !== 'GET')) return false;
    try {
      if (found === undefined) await notFound(call, 'now');
      else if (request.method === 'POST') await act(call, found.page, found.of);
      else if (request.method === 'GET') await show(call, found.page, found.of);
      else return false;
    } catch (error) {
      const status = error instanceof RequestTrouble ? error.status : 500;
      if (status === 500 && !(error instanceof UnreadableRow)) console.error(error);
      const text = error instanceof Error ? error.message : String(error);
      await trouble(call, found?.page.place ?? 'now', status, 'That did not work', text);
    }
    return true;
  };
}

function sendPage(response: ServerResponse, status: number, content: string, more: Record<string, string> = {}): void {
  response.writeHead(status, { ...PAGE_HEADERS, 'content-type': 'text/html; charset=utf-8', ...more });
  response.end(content);
}

function notModified(response: ServerResponse, etag: string): void {
  response.writeHead(304, { ...PAGE_HEADERS, etag });
  response.end();
}

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const oldest = map.keys().next().value;
  if (map.size > MOST_REMEMBERED && oldest !== undefined) map.delete(oldest);
}

function nameCookie(name: string): string {
  return `${NAME_COOKIE}=${encodeURIComponent(name)}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict`;
}

/** A name that a browser may save a file under. */
function asFileName(name: string): string {
  return name.replaceAll(/[^\w. ()-]/g, '_');
}
