import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { transform } from 'esbuild';

const MODULES = [
  'alarms',
  'ask',
  'charts',
  'console',
  'dashboard',
  'dom',
  'drop',
  'incidents',
  'mails',
  'queues',
  'standing',
  'uploads',
];

const PAGES: Readonly<Record<string, readonly [file: string, contentType: string]>> = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/console.css': ['console.css', 'text/css; charset=utf-8'],
  ...Object.fromEntries(MODULES.map((name) => [`/${name}.js`, [`${name}.js`, 'text/javascript; charset=utf-8']])),
  '/icon.svg': ['icon.svg', 'image/svg+xml'],
};

/** The console loads nothing from anywhere else, and nobody else shows it in a frame. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A mail is shown as a mail client would: its own styles, no scripts, nothing fetched. */
const MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

/** The rule of what a person may be shown is the domain's, which the page runs as it is but for its types. */
const SHARED_RULE = '/printable.js';
let sharedRule: Promise<string> | undefined;

async function scriptOf(module: URL): Promise<string> {
  return (await transform(await readFile(module, 'utf8'), { loader: 'ts', format: 'esm' })).code;
}

/** Serves a page of the console, if the path is one. */
export async function servePage(path: string, response: ServerResponse): Promise<boolean> {
  if (path === SHARED_RULE) {
    sharedRule ??= scriptOf(new URL('../../../functions/domain/findings/printable.ts', import.meta.url));
    servePart(await sharedRule, 'text/javascript; charset=utf-8', response);
    return true;
  }
  const page = Object.hasOwn(PAGES, path) ? PAGES[path] : undefined;
  if (page === undefined) return false;
  const [file, contentType] = page;
  servePart(await readFile(new URL(`public/${file}`, import.meta.url)), contentType, response);
  return true;
}

function servePart(content: string | Buffer, contentType: string, response: ServerResponse): void {
  response.writeHead(200, { ...COMMON, 'content-type': contentType, 'content-security-policy': POLICY });
  response.end(content);
}

/** Serves the HTML of a mail for a sandboxed frame. */
export function serveMail(html: string, response: ServerResponse): void {
  response.writeHead(200, {
    ...COMMON,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': MAIL_POLICY,
  });
  response.end(html);
}

const COMMON = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;
