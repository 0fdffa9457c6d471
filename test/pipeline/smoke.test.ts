import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { LocalPipeline } from '../../infra/local/pipeline.ts';
import { nameOfArn } from '../../infra/local-aws/template/topology.ts';
import { pipelineOfTheRun } from '../support/pipeline-of-the-run.ts';
import { asOnAws } from '../support/as-on-aws.ts';
import { A_MONDAY } from '../support/chosen-instant.ts';
import { temporaryFolder } from '../support/small-assembly.ts';
import { smoke, targetOf } from './smoke.ts';

const folder = temporaryFolder();
let pipeline: LocalPipeline;

beforeAll(async () => {
  pipeline = await pipelineOfTheRun({ directory: folder, port: 0, clockFrom: A_MONDAY });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await pipeline.stop();
});

test('the first day of a stage goes well when it is rehearsed here, as an operator with the policy of the stack', async () => {
  const policy = nameOfArn(pipeline.topology.outputs.get('OperatorPolicyArn') ?? '').replace(/^policy\//, '');
  const target = targetOf(asOnAws(pipeline, folder, pipeline.credentialsOf(policy)));
  const said: string[] = [];
  const passed = await smoke(target, (text) => void said.push(text));
  expect(said.filter((text) => !text.startsWith('✓'))).toEqual([]);
  expect([passed, said.length]).toEqual([true, 10]);
  // A stage that is in use is left alone.
  const again: string[] = [];
  expect(await smoke(target, (text) => void again.push(text))).toBe(false);
  expect(again).toEqual([expect.stringContaining('there is an accepted list')]);
});
