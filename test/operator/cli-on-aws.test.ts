import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { demoAccess, workedOff } from '../../infra/local/demo-outcome.ts';
import { DEMO_BEGINS, loadDemo } from '../../infra/local/demo-inputs.ts';
import { type LocalPipeline, startPipeline } from '../../infra/local/pipeline.ts';
import { asOnAws } from '../support/as-on-aws.ts';
import { runCpl, runCplJson } from '../support/cpl-command.ts';
import { temporaryFolder } from '../support/small-assembly.ts';

const folder = temporaryFolder();
let pipeline: LocalPipeline;
let aws: readonly string[];

beforeAll(async () => {
  pipeline = await startPipeline({ directory: folder, port: 0, clockFrom: DEMO_BEGINS });
  await loadDemo(pipeline.run);
  await workedOff(demoAccess(pipeline.run, () => pipeline.clock.now()));
  aws = asOnAws(pipeline, folder, pipeline.run.credentials);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await pipeline.stop();
});

const cpl = (...words: readonly string[]) => runCplJson(...words, ...aws);

describe('the operator CLI reaches a deployed pipeline by its outputs', () => {
  test('[R65] report ssc: the function is asked, and the report is there once its mail is sent', async () => {
    const { exitCode, answer } = await cpl('report', 'ssc');
    expect([exitCode, answer]).toEqual([
      0,
      {
        reportId: expect.stringMatching(/^SSC-\d{4}-W\d\d-R[0-9a-f]{8}$/),
        trials: 3,
        devices: expect.any(Number),
        mail: 'sent',
      },
    ]);
  });

  test('[R66] [R69] report: each extract is waited for by what is known of it', async () => {
    const { answer } = await cpl('report', 'esi-034');
    expect(answer).toMatchObject({
      reportId: expect.stringMatching(/^ESI-034-R/),
      rows: 199,
      withoutEntry: expect.any(Number),
    });
    expect((await cpl('report', 'opr')).answer).toMatchObject({ key: expect.stringMatching(/^opr\/OPR-R/) });
  });

  test('report --no-wait: the id of what was asked for, under which it will be found', async () => {
    const { answer } = await cpl('report', 'esi-034i', '--no-wait');
    expect(answer).toEqual({ reportId: expect.stringMatching(/^ESI-034i-R[0-9a-f]{8}$/) });
  });

  test('redrive: what lay dead is moved back, and comes back with its reason', async () => {
    expect((await cpl('redrive', 'srv-events')).answer).toMatchObject({ moved: 1, cameBack: 1 });
  });
});

describe('what goes wrong on AWS is one line, and the exit code 1', () => {
  const wrong = async (environment: Readonly<Record<string, string>>, ...words: readonly string[]) => {
    const before = Object.keys(environment).map((name) => [name, process.env[name]] as const);
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    try {
      return await runCpl(...words, ...aws);
    } finally {
      for (const [name, value] of before) vi.stubEnv(name, value);
    }
  };

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['credentials of somebody else', { AWS_ACCESS_KEY_ID: 'AKIANOBODY' }, 'AWS does not know these credentials'],
    ['a wrong secret', { AWS_SECRET_ACCESS_KEY: 'guessed' }, 'AWS does not know these credentials'],
    [
      'nobody there',
      { AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:9', AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9' },
      'No answer from AWS',
    ],
  ])('%s', async (_, environment, words) => {
    const { exitCode, printed, complained } = await wrong(environment, 'status');
    expect([exitCode, printed]).toEqual([1, '']);
    expect(complained).toContain(words);
    expect(complained).toMatch(/^[^\n]+ \((?:SQS|DynamoDB|S3) \w+: [^\n]+\)$/);
  });
});
