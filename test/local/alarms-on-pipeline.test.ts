import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localClients, pipelineAccess, type PipelineAccess } from '../../functions/operator/pipeline-access.ts';
import { putAndWait } from '../../functions/operator/put-file.ts';
import { readEml } from '../../infra/local/console/eml.ts';
import { type LocalPipeline, startPipeline } from '../../infra/local/pipeline.ts';
import { A_MONDAY } from '../support/chosen-instant.ts';
import { cplCsv } from '../support/cpl-csv.ts';
import { registerOf } from '../support/gbcs-register-csv.ts';

const folder = mkdtempSync(join(tmpdir(), 'alarms-'));
let pipeline: LocalPipeline;
let access: PipelineAccess;

beforeAll(async () => {
  pipeline = await startPipeline({ directory: folder, port: 0, clockFrom: A_MONDAY });
  const { run, clock } = pipeline;
  access = pipelineAccess(localClients(run), run.resources, async () => clock.now());
});

afterAll(async () => {
  await pipeline?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const on = async (): Promise<string[]> =>
  (await pipeline.alarms()).filter(({ state }) => state === 'alarm').map(({ name }) => name);

async function put(key: string, body: string): Promise<void> {
  await putAndWait(access, { key, bytes: Buffer.from(body) });
  await pipeline.quiet();
}

const subjects = (): string[] =>
  readdirSync(pipeline.run.outboxDir)
    .filter((name) => name.endsWith('.eml') && !name.startsWith('.'))
    .toSorted()
    .map((name) => readEml(readFileSync(join(pipeline.run.outboxDir, name))).subject);

describe('on a running pipeline', () => {
  test('[R7] a blocked entry sets off the alarms of its deadline by itself, and its release ends them', async () => {
    await put('cpl/cpl-1.1.csv', cplCsv([{ entry: 1 }, { entry: 2, gbcs: '9.9' }]));
    await pipeline.clock.advance('PT17H');
    expect(await on()).toEqual([]);
    await pipeline.clock.advance('PT2H');
    expect(await on()).toEqual(['Upload deadline at risk']);
    await pipeline.clock.advance('PT6H');
    expect(await on()).toEqual(['Upload deadline breached', 'Service impaired']);

    await put('governance/gbcs-register.csv', registerOf('4.1', '9.9'));
    await pipeline.clock.advance('PT30M');
    expect(await on()).toEqual([]);
  });

  test('each event is reported to operations by the mail of one alarm, once; who is on call hears of the one over all', () => {
    // Of alarms that change together, which is reported first depends on when the pipeline came to rest.
    const reported = subjects().filter((subject) => /^(?:ALARM|OK): /.test(subject));
    expect(reported.toSorted()).toEqual([
      'ALARM: "Service impaired" in eu-west-2',
      'ALARM: "Upload deadline at risk" in eu-west-2',
      'ALARM: "Upload deadline breached" in eu-west-2',
      'OK: "Service impaired" in eu-west-2',
      'OK: "Upload deadline breached" in eu-west-2',
    ]);
  });

  test('[R7] of a blocked entry one letter says each thing: its incident, that it is at risk, its breach, its end and what ended it', () => {
    const letters = subjects().filter((subject) => !/^(?:ALARM|OK): /.test(subject) && !subject.includes('CPL list'));
    expect(letters.map((subject) => subject.replace(/INC-\S+/, 'INC'))).toEqual([
      'Action for DSP Service team: INC Proposed category 2: 1 entry blocked, GBCS 9.9 not recognised',
      'Action for DCC operations: CPL watch: 1 deadline at risk',
      'Action for DSP Service team: INC update 1: upload limit breached, GBCS 9.9 not recognised',
      'INC resolved after 25 h: GBCS 9.9 not recognised',
      'GBCS register active: gbcs-register.csv',
    ]);
  });

  test('[R54] an alarm is on while the feature switch is off', async () => {
    await put('governance/settings.json', '{"trialFlagging":"off"}');
    await pipeline.clock.advance('PT20M');
    expect(await on()).toEqual(['Trial flagging off']);
    await put('governance/settings.json', '{"trialFlagging":"on"}');
    await pipeline.clock.advance('PT20M');
    expect(await on()).toEqual([]);
  });

  test('an issue that was skipped is missed after a Working Day, until it comes', async () => {
    const rows = [{ entry: 1 }, { entry: 2, gbcs: '9.9' }, { entry: 3 }];
    await put('cpl/cpl-1.3.csv', cplCsv(rows, '1.3'));
    await pipeline.clock.advance('PT20M');
    expect(await on()).toEqual([]);
    await pipeline.clock.advance('P2D');
    expect(await on()).toEqual(['Issue skipped']);
    await put('cpl/cpl-1.2.csv', cplCsv(rows.slice(0, 2), '1.2'));
    await pipeline.clock.advance('PT20M');
    expect(await on()).toEqual([]);
  });

  test('a list that the accepted one shuts out is reported until it is sent again under that number', async () => {
    const rows = [{ entry: 1 }, { entry: 2, gbcs: '9.9' }, { entry: 3 }, { entry: 4 }];
    await put('cpl/cpl-1.4.csv', cplCsv(rows.slice(0, 3), '1.4'));
    await pipeline.clock.advance('P1D');
    const today = new Date(pipeline.clock.now()).toISOString().slice(0, 10);
    await put('cpl/cpl-1.3 late.csv', cplCsv(rows, '1.3', today));
    await pipeline.clock.advance('PT20M');
    expect((await on()).toSorted()).toEqual(['Newer list superseded', 'Service impaired']);
    await put('cpl/cpl-1.4 again.csv', cplCsv(rows, '1.4', today));
    await pipeline.clock.advance('PT20M');
    expect(await on()).toEqual([]);
  });

  test.each<[alarm: string, queue: keyof LocalPipeline['run']['resources'], severity1: boolean]>([
    ['Lane dead letters', 'laneDeadLettersUrl', true],
    ['DSP updates dead letters', 'dspUpdatesDeadLettersUrl', true],
    ['SRV events dead letters', 'srvEventsDeadLettersUrl', false],
  ])('"%s" is on while a message lies in that queue, looked at or not', async (alarm, queue, severity1) => {
    const { sqs } = localClients(pipeline.run);
    const QueueUrl = pipeline.run.resources[queue];
    const group = QueueUrl.endsWith('.fifo') ? { MessageGroupId: 'g', MessageDeduplicationId: alarm } : {};
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'what nobody could work off', ...group }));
    const expected = [alarm, ...(severity1 ? ['Service impaired'] : [])].toSorted();
    expect((await on()).toSorted()).toEqual(expected);
    // As operators look at it.
    await sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0 }));
    expect((await on()).toSorted()).toEqual(expected);
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages[0]?.ReceiptHandle }));
    expect(await on()).toEqual([]);
  });

  test.each([
    ['intake fails', /IntakeFunction/],
    ['dsp-ingestion fails', /DspIngestionFunction/],
    ['srv-events fails', /SrvEventsFunction/],
    ['reports fails', /ReportsFunction/],
  ])('"%s" is on when an invocation fails, and off when that is over', async (alarm, name) => {
    const failing = pipeline.topology.functions.find((each) => name.test(each.name))?.name ?? '';
    for (let failure = 0; failure < 3; failure += 1) await pipeline.invoke(failing, 'no event at all');
    expect(await on()).toContain(alarm);
    await pipeline.clock.advance('PT2H');
    expect(await on()).not.toContain(alarm);
  });

  test('"watch fails" is on while it cannot read the settings, and "Scheduled runs lost" until somebody has seen to them', async () => {
    const { s3, sqs } = localClients(pipeline.run);
    const lost = { Bucket: pipeline.run.resources.archiveBucket, Key: 'governance/settings/000002.json' };
    await s3.send(new DeleteObjectCommand(lost));
    while (pipeline.killSandbox('WatchFunction'));
    await pipeline.clock.advance('PT1H');
    expect(await on()).toEqual(expect.arrayContaining(['watch fails', 'Scheduled runs lost']));
    await put('governance/settings.json', '{}');
    await pipeline.clock.advance('PT2H');
    expect(await on()).toEqual(['Scheduled runs lost']);
    const lostRuns = pipeline.topology.queues.find(({ name }) => name.includes('LostRuns'))?.name ?? '';
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: lostRuns }));
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    expect(await on()).toEqual([]);
  });

  test('the console is given the metrics and the dashboard over them', async () => {
    const get = async (path: string): Promise<unknown> => (await fetch(`${pipeline.run.consoleUrl}${path}`)).json();
    expect(await get('/api/metrics')).toContainEqual(
      expect.objectContaining({
        namespace: 'CplPipeline',
        name: 'UploadHours',
        dimensions: { service: 'dsp-ingestion' },
      }),
    );
    expect(await get('/api/dashboard')).toContainEqual(expect.objectContaining({ title: '2 Blocked' }));
    expect(await get('/api/alarms')).toContainEqual(
      expect.objectContaining({
        name: 'Upload deadline breached',
        severity: 1,
        state: 'ok',
        since: expect.any(String),
      }),
    );
  });
});
