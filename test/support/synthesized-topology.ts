import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENVIRONMENT } from '../../functions/contracts/environment.ts';
import { pipelineApp } from '../../infra/app.ts';
import { readAssembly } from '../../infra/local-aws/template/assembly.ts';
import { readTopology, type Topology } from '../../infra/local-aws/template/topology.ts';
import type { StageName } from '../../infra/stages.ts';

/** A stage as the local run reads it: every reference resolved, queues at an endpoint. Its functions are empty. */
export async function synthesizedTopology(stage: StageName, sqsEndpoint = 'http://127.0.0.1:1'): Promise<Topology> {
  const folder = mkdtempSync(join(tmpdir(), 'topology-'));
  try {
    for (const name of Object.keys(ENVIRONMENT)) {
      mkdirSync(join(folder, 'bundles', name), { recursive: true });
      writeFileSync(join(folder, 'bundles', name, 'index.cjs'), `exports.handler = async () => '${name}';`);
    }
    const outdir = join(folder, 'assembly');
    (await pipelineApp({ stage, bundles: join(folder, 'bundles'), outdir, check: false })).synth();
    const account = { region: 'eu-west-2', accountId: '000000000000', sqsEndpoint };
    return readTopology(await readAssembly(outdir), account);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
