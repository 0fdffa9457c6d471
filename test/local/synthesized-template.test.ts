import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ENVIRONMENT } from '../../functions/contracts/environment.ts';
import { pipelineApp } from '../../infra/app.ts';
import { readAssembly } from '../../infra/local-aws/template/assembly.ts';
import { readTopology } from '../../infra/local-aws/template/topology.ts';
import { HANDLERS, temporaryFolder } from '../support/small-assembly.ts';

test.each(['dev', 'prod'] as const)(
  'the local run understands everything in the templates of stage %s',
  async (stage) => {
    const bundles = temporaryFolder();
    for (const name of Object.keys(ENVIRONMENT)) {
      mkdirSync(join(bundles, name));
      cpSync(join(HANDLERS, 'notebook.cjs'), join(bundles, name, 'index.cjs'));
    }
    const app = await pipelineApp({ stage, bundles, outdir: temporaryFolder(), check: false });
    const account = { region: 'eu-west-2', accountId: '000000000000', sqsEndpoint: 'http://127.0.0.1:1' };
    const topology = readTopology(await readAssembly(app.synth().directory), account);
    expect(topology.functions).toHaveLength(Object.keys(ENVIRONMENT).length);
    for (const { properties } of topology.functions) {
      const values = Object.values(properties.Environment?.Variables ?? {});
      expect(values.every((value) => value !== '' && !value.includes('[object'))).toBe(true);
    }
  },
);
