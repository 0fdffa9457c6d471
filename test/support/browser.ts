import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium as playwright } from 'playwright-core';
import { PATIENCE_MS } from './patience.ts';

/** Keeps the browser from asking anybody anything by itself. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-first-run',
  '--no-pings',
];

/** Where Linux distributions keep the one library that a machine without any browser lacks. */
const NSS = ['/lib/x86_64-linux-gnu', '/usr/lib/x86_64-linux-gnu', '/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/lib'];

type Program = { readonly executablePath: string; readonly args: readonly string[] };

let program: Promise<Program> | undefined;

/** Starts the browser that the tests carry with them; close it when done. */
export async function startBrowser(): Promise<Browser> {
  const { executablePath, args } = await (program ??= unpacked());
  return playwright.launch({
    executablePath,
    // With one process for all, closing a page takes the browser with it.
    args: [...args.filter((argument) => argument !== '--single-process'), ...QUIET],
    headless: true,
    timeout: PATIENCE_MS,
  });
}

/**
 * Unpacks the browser, once in a process. The package does that in the folder for temporary files, where what another
 * process is still writing cannot be started, and carries the libraries too, which it unpacks where it takes itself to
 * be on Lambda.
 */
async function unpacked(): Promise<Program> {
  const { TMPDIR, AWS_EXECUTION_ENV } = process.env;
  const before = { TMPDIR, AWS_EXECUTION_ENV };
  process.env['TMPDIR'] = mkdtempSync(join(tmpdir(), 'chromium-'));
  const hasLibraries = NSS.some((folder) => existsSync(`${folder}/libnss3.so`));
  if (!hasLibraries) process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs22.x';
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    chromium.setGraphicsMode = false;
    return { executablePath: await chromium.executablePath(), args: chromium.args };
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
