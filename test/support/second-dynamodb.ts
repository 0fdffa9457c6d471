import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { listen } from '../../infra/local-aws/emulators/http-service.ts';

/** Where the program of dynoxide lies: undefined on a machine for which its package has none. */
export const DYNOXIDE = ((): string | undefined => {
  try {
    return createRequire(import.meta.url).resolve('@dynoxide/linux-x64/dynoxide');
  } catch {
    return undefined;
  }
})();

/** A DynamoDB that shares no code with the one of the local run: dynoxide, a program of its own, in memory. */
export async function secondDynamoDb() {
  if (DYNOXIDE === undefined) throw new Error('dynoxide is not installed: its package is of Linux on x64 alone');
  const free = await listen(() => undefined);
  await free.close();
  const child = spawn(DYNOXIDE, ['serve', '--host', '127.0.0.1', '--port', new URL(free.endpoint).port], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  await Promise.race([once(createInterface(child.stderr), 'line'), ended]);
  if (child.exitCode !== null) throw new Error(`dynoxide ended with ${child.exitCode} before it was ready`);
  return {
    endpoint: free.endpoint,
    async stop(): Promise<void> {
      child.kill();
      await ended;
    },
  };
}
