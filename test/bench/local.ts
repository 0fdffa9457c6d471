import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { A_MONDAY } from '../support/chosen-instant.ts';
import { ROOT } from '../support/source-tree.ts';
import type { Figure } from './figure.ts';

/** How long the local run takes to be ready, and the demo to be over. */
export async function localFigures(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'local-'));
  try {
    const start = ['infra/local/start.ts', '--port', '0', '--no-demo', '--dir', folder, '--clock-from', A_MONDAY];
    const ready = await secondsOf(start, 'ready ');
    const demo = await secondsOf(['infra/local/demo.ts'], undefined);
    return [
      { name: 'local.readySeconds', value: ready, atMost: 10 },
      { name: 'local.demoSeconds', value: demo, atMost: 30 },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Seconds until a program prints a line that begins so, and is then stopped, or until it ends on its own.
 *
 * @throws when it ends with another code than 0 before that.
 */
async function secondsOf(words: readonly string[], line: string | undefined): Promise<number> {
  const startedAt = performance.now();
  const seconds = (): number => (performance.now() - startedAt) / 1000;
  const program = spawn(process.execPath, words, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  let reached: number | undefined;
  let printed = '';
  program.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    if (line === undefined || reached !== undefined || !`\n${printed}`.includes(`\n${line}`)) return;
    reached = seconds();
    program.kill('SIGTERM');
  });
  const code = await new Promise<number | null>((resolve) => program.once('close', resolve));
  if (reached === undefined && code !== 0) throw new Error(`${words.join(' ')} ended with ${code}:\n${printed}`);
  return reached ?? seconds();
}
