import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';

const ASSETS: Readonly<Record<string, string>> = {
  'console.css': 'text/css; charset=utf-8',
  'operations.css': 'text/css; charset=utf-8',
  'console.js': 'text/javascript; charset=utf-8',
  'morph.js': 'text/javascript; charset=utf-8',
  'charts.js': 'text/javascript; charset=utf-8',
  'drop.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
};

/** Pages load nothing from anywhere else, send forms to the console alone, and nobody else shows them in a frame. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A mail is shown as a mail client would: its own styles, no scripts, nothing fetched. */
const MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

const COMMON = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
} as const;

/** Headers of a page of the console, and of all that belongs to it. */
export const PAGE_HEADERS = { ...COMMON, 'content-security-policy': POLICY } as const;

/** Headers of what is given as it is: no page of ours, whatever it claims to be. */
export const DOWNLOAD_HEADERS = { ...COMMON, 'content-security-policy': MAIL_POLICY } as const;

/** Serves a style sheet, a script or the icon, if the path is one. */
export async function serveAsset(path: string, response: ServerResponse): Promise<boolean> {
  const name = path.slice(1);
  const type = Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined;
  if (type === undefined) return false;
  const content = await readFile(new URL(`public/${name}`, import.meta.url));
  response.writeHead(200, { ...PAGE_HEADERS, 'content-type': type });
  response.end(content);
  return true;
}
