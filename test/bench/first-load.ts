import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3';
import { localClients, pipelineAccess } from '../../functions/operator/pipeline-access.ts';
import { startPipeline } from '../../infra/local/pipeline.ts';
import { A_MONDAY } from '../support/chosen-instant.ts';
import { extractFiles, writeExtracts } from './extracts/files.ts';

/**
 * A first load through the local pipeline: `node test/bench/first-load.ts [ROWS]`, 100,000 unless said otherwise. Says
 * when the lane has decided, when it has sent everything, and when the DSP holds everything.
 */
const [rows = '100000'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'first-load-'));
const files = extractFiles(folder, Number(rows));
await writeExtracts(files);
const pipeline = await startPipeline({ directory: join(folder, '.local'), port: 0, clockFrom: A_MONDAY });
try {
  const { run } = pipeline;
  const { ports } = pipelineAccess(localClients(run), run.resources, async () => pipeline.clock.now());
  const s3 = new S3Client({
    endpoint: run.endpoints.s3,
    region: run.region,
    credentials: run.credentials,
    forcePathStyle: true,
  });
  const startedAt = performance.now();
  const say = (what: string) =>
    console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(7)} s  ${what}`);
  const ContentLength = statSync(files.accepted).size;
  await s3.send(
    new PutObjectCommand({
      Bucket: run.resources.inboxBucket,
      Key: 'cpl/cpl-20261102.csv',
      Body: createReadStream(files.accepted),
      ContentLength,
    }),
  );
  say(`uploaded: ${rows} rows, ${(ContentLength / 1e6).toFixed(0)} MB`);
  await until(async () => (await ports.ledger.get('lane')).pending !== undefined);
  say('decided');
  await until(async () => (await ports.ledger.get('lane')).pending === undefined);
  say('carried out: everything is on its way to the DSP');
  await until(async () => (await ports.queueDepths()).every(({ visible, inFlight }) => visible + inFlight === 0));
  say('the DSP holds everything');
  for (const { queue, deadLetters } of await ports.queueDepths()) {
    if (deadLetters > 0) throw new Error(`${queue} has ${deadLetters} dead letters`);
  }
  let held = 0;
  for await (const _ of ports.deviceModels.all()) held += 1;
  if (held !== Number(rows)) throw new Error(`The DSP holds ${held} of ${rows} entries`);
} finally {
  await pipeline.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 100));
}
