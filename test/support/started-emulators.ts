import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AccessGate } from '../../infra/local-aws/access/access-gate.ts';
import { RunCredentials } from '../../infra/local-aws/access/run-credentials.ts';
import { type EmulatorSetting, startEmulators } from '../../infra/local-aws/emulators/emulators.ts';
import { startMeter } from '../../infra/local-aws/meter.ts';
import { temporaryFolder } from './small-assembly.ts';

/** Region and account of the emulators of a test. */
export const ACCOUNT = { region: 'eu-west-2', accountId: '000000000000' } as const;

/** Starts all emulators in a folder of the test's own, empty, for whoever has these credentials. */
export async function startedEmulators({ tableFaults }: Pick<EmulatorSetting, 'tableFaults'> = {}) {
  const folder = temporaryFolder();
  const [objectDir, outboxDir] = [join(folder, 'objects'), join(folder, 'outbox')];
  for (const each of [objectDir, outboxDir]) mkdirSync(each);
  const [gate, credentials, meter] = [new AccessGate(), new RunCredentials(), startMeter()];
  const setting = { account: ACCOUNT, objectDir, outboxDir, meter, gate, credentials, tableFaults };
  return { emulators: await startEmulators(setting), outboxDir, gate, credentials, meter };
}
