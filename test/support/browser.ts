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

/** Starts the browser that the tests carry with them; close it when done. */
export async function startBrowser(): Promise<Browser> {
  // The package carries the libraries too, and unpacks them where it takes itself to be on Lambda.
  const hasLibraries = NSS.some((folder) => existsSync(`${folder}/libnss3.so`));
  if (!hasLibraries) process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs22.x';
  const { executablePath, args } = await inFolderOfItsOwn(async () => {
    const { default: chromium } = await import('@sparticuz/chromium');
    chromium.setGraphicsMode = false;
    return { executablePath: await chromium.executablePath(), args: chromium.args };
  });
  return playwright.launch({
    executablePath,
    // With one process for all, closing a page takes the browser with it.
    args: [...args.filter((argument) => argument !== '--single-process'), ...QUIET],
    headless: true,
    timeout: PATIENCE_MS,
  });
}

/** The package unpacks into the folder for temporary files: what another test is still writing there cannot be started. */
async function inFolderOfItsOwn<T>(unpack: () => Promise<T>): Promise<T> {
  const { TMPDIR } = process.env;
  process.env['TMPDIR'] = mkdtempSync(join(tmpdir(), 'chromium-'));
  try {
    return await unpack();
  } finally {
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
  }
}
