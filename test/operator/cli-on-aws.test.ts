import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { demoAccess } from '../../infra/local/demo-outcome.ts';
import { DEMO_BEGINS, demoInput, demoLists, loadDemo } from '../../infra/local/demo-inputs.ts';
import type { LocalPipeline } from '../../infra/local/pipeline.ts';
import { pipelineOfTheRun } from '../support/pipeline-of-the-run.ts';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackOutput } from '../../functions/contracts/outputs.ts';
import { backfill } from '../../functions/operator/backfill/backfill.ts';
import { localClients } from '../../functions/operator/pipeline-access.ts';
import { nameOfArn } from '../../infra/local-aws/template/topology.ts';
import { nextIssue } from '../support/next-demo-issue.ts';
import { asOnAws } from '../support/as-on-aws.ts';
import { runCpl, runCplJson } from '../support/cpl-command.ts';
import { temporaryFolder } from '../support/small-assembly.ts';

const folder = temporaryFolder();
let pipeline: LocalPipeline;
let aws: readonly string[];

beforeAll(async () => {
  pipeline = await pipelineOfTheRun({ directory: folder, port: 0, clockFrom: DEMO_BEGINS });
  await loadDemo(pipeline.run);
  await pipeline.quiet();
  await dieThere(pipeline);
  aws = asOnAws(pipeline, folder, pipeline.credentialsOf(policyOf('OperatorPolicyArn')));
});

/** The name of a policy for people, by its output. */
function policyOf(output: StackOutput): string {
  return nameOfArn(pipeline.topology.outputs.get(output) ?? '').replace(/^policy\//, '');
}

/** Leaves a message in each dead-letter queue that has none yet. */
async function dieThere({ run }: LocalPipeline): Promise<void> {
  const { sqs } = localClients(run);
  const { laneDeadLettersUrl, dspUpdatesDeadLettersUrl } = run.resources;
  for (const QueueUrl of [laneDeadLettersUrl, dspUpdatesDeadLettersUrl]) {
    const fifo = { MessageGroupId: 'lane', MessageDeduplicationId: 'nonsense' };
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'nonsense', ...fifo }));
  }
}

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
    expect((await cpl('report', 'esi-034i')).answer).toMatchObject({ rows: expect.any(Number) });
    expect((await cpl('report', 'opr')).answer).toMatchObject({ key: expect.stringMatching(/^opr\/OPR-R/) });
  });

  test('report --no-wait: the id of what was asked for, under which it will be found', async () => {
    const { answer } = await cpl('report', 'esi-034i', '--no-wait');
    expect(answer).toEqual({ reportId: expect.stringMatching(/^ESI-034i-R[0-9a-f]{8}$/) });
  });

  test('redrive: what lay dead is moved back, and comes back with its reason', async () => {
    for (const queue of ['lane', 'dsp-updates', 'srv-events']) {
      expect((await cpl('dead-letters', queue)).answer).toHaveLength(1);
    }
    expect((await cpl('redrive', 'srv-events')).answer).toMatchObject({ moved: 1, cameBack: 1 });
    expect((await cpl('redrive', 'lane')).answer).toMatchObject({ moved: 1, cameBack: 1 });
    const redriven = cpl('redrive', 'dsp-updates');
    const { ports } = demoAccess(pipeline.run, () => pipeline.clock.now());
    const ofDsp = async () => (await ports.queueDepths()).find(({ queue }) => queue === 'dsp-updates');
    await expect.poll(async () => (await ofDsp())?.inFlight).toBe(1);
    // It is tried ten times, and hidden in between.
    await pipeline.clock.advance('PT2H');
    expect((await redriven).answer).toMatchObject({ moved: 1, cameBack: 1, waiting: 0 });
  });

  test('check: a list that is older than the accepted one would not be applied', async () => {
    const older = join(folder, 'older.csv');
    writeFileSync(older, demoInput(demoLists()[0] ?? ''));
    expect(await cpl('check', older)).toMatchObject({ exitCode: 1, answer: { verdict: 'superseded' } });
  });

  test('every other command does what it does on one machine', async () => {
    writeFileSync(join(folder, 'settings.json'), '{"blockPolicy": "file"}');
    const list = join(folder, 'cpl-2.313.csv');
    writeFileSync(
      list,
      nextIssue((row) => row.replace(',Current,', ',Removed,'), 20),
    );
    expect((await cpl('check', list)).answer).toMatchObject({ verdict: 'held' });
    expect((await cpl('upload', join(folder, 'settings.json'))).exitCode).toBe(0);
    const held = await cpl('upload', list);
    expect((await cpl('approve', held.answer.uploadId, '--reason', 'meant')).answer.decision).toBe('accepted');
    const [incident] = (await cpl('incidents')).answer;
    const [entry] = (await cpl('entries', '--blocked')).answer;
    for (const words of [
      ['status'],
      ['uploads'],
      ['history', entry.entryKey],
      ['export', join(folder, 'list.csv')],
      ['device', '00-00-5E-EF-10-00-00-07'],
      ['trials'],
      ['trial', 'SYN-TRIAL-1'],
      ['incident', incident.incidentId, '--note', 'seen'],
      ['corrections'],
      ['certificates'],
      ['gbcs'],
      ['letters'],
      ['audit'],
      ['report', 'ssc', '--print'],
      ['report', 'ssc', '--print', '--at', DEMO_BEGINS],
    ]) {
      expect([words, (await cpl(...words)).exitCode]).toEqual([words, 0]);
    }
  });
});

/** A receipt is written just after the record of its upload: only a look in between has to learn that it is not there yet. */
const mayBeNeeded = (action: string, resource: string): boolean =>
  action === 's3:ListBucket' && resource.includes('archive');

describe('the policy of operators', () => {
  test('allows everything that the commands ask for', () => {
    expect(pipeline.gate.refusals.filter((words) => words.includes('Operator'))).toEqual([]);
  });

  test('allows nothing else: without any one of its grants a command is refused', () => {
    const unusedGrants = pipeline.gate
      .unusedGrants()
      .filter(({ policy, action, resource }) => policy.startsWith('OperatorPolicy') && !mayBeNeeded(action, resource));
    expect(unusedGrants.map(({ action, resource }) => `${action} on ${resource}`)).toEqual([]);
  });
});

describe('the policy of who loads an inventory', () => {
  test('[R66] allows backfill to load devices, and nothing else: without any one of its grants a load is refused', async () => {
    const file = join(folder, 'inventory.csv');
    const labels = 'Device ID,Device Type,Device Status,Device Manufacturer,Device Model,Firmware Version';
    writeFileSync(file, `${labels}\r\n00-00-5E-EF-7F-00-00-01,ESME,Commissioned,AB01,010A030B,0000000E\r\n`);
    const loader = asOnAws(pipeline, folder, pipeline.credentialsOf(policyOf('BackfillPolicyArn')));
    const printed: string[] = [];
    const load = await backfill([file, '--as-of', DEMO_BEGINS, ...loader], (text) => void printed.push(text));
    expect([load, printed.at(-1)]).toEqual([0, 'done: 1 row: 1 written, 0 unchanged, 0 refused']);
    expect(pipeline.gate.refusals.filter((words) => words.includes('Backfill'))).toEqual([]);
    const unused = pipeline.gate.unusedGrants().filter((grant) => grant.policy.startsWith('BackfillPolicy'));
    expect(unused.map(({ action, resource }) => `${action} on ${resource}`)).toEqual([]);
    expect((await runCpl('status', ...loader)).exitCode).toBe(1);
    asOnAws(pipeline, folder, pipeline.credentialsOf(policyOf('OperatorPolicyArn')));
    expect((await cpl('device', '00-00-5E-EF-7F-00-00-01')).answer).toMatchObject({ firmwareVersion: '0000000E' });
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
