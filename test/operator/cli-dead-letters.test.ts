import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { userInfo } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localClients } from '../../functions/operator/pipeline-access.ts';
import { demoAccess } from '../../infra/local/demo-outcome.ts';
import type { LocalPipeline } from '../../infra/local/pipeline.ts';
import { consoleOfStage } from '../support/console-of-stage.ts';
import { runCpl, runCplJson as cpl } from '../support/cpl-command.ts';
import { type PipelineInFolder, pipelineInFolder } from '../support/pipeline-in-folder.ts';

/** Before any day on which the console of a stage, which goes by the machine's clock, looks at it. */
const LONG_AGO = '2017-11-01T09:00:00.000Z';

let place: PipelineInFolder;
let pipeline: LocalPipeline;

beforeAll(async () => {
  place = await pipelineInFolder(LONG_AGO);
  ({ pipeline } = place);
  const { sqs } = localClients(pipeline.run);
  for (const MessageBody of ['<broken', '{"specversion": }', 'neither'])
    await sqs.send(new SendMessageCommand({ QueueUrl: pipeline.run.resources.srvEventsQueueUrl, MessageBody }));
  await pipeline.quiet();
});

afterAll(() => place?.stop());

test('dead-letters says what is wrong with each message, where, and what to do', async () => {
  const { answer } = await cpl('dead-letters', 'srv-events');
  expect(answer).toHaveLength(3);
  expect(answer).toContainEqual({
    messageId: expect.any(String),
    body: '{"specversion": }',
    reason: 'Not well-formed JSON',
    sentAt: expect.any(String),
    what: 'Not well-formed JSON',
    where: 'line 1, character 17',
    todo: expect.stringContaining('Have its sender'),
  });
  expect((await runCpl('dead-letters', 'srv-events')).printed).toMatch(
    /Not well-formed JSON +1 .* GMT .*line 1, character 17/,
  );
});

test('discard takes only the chosen ones, and keeps each whole in the archive with who and why', async () => {
  const all = (await cpl('dead-letters', 'srv-events')).answer;
  const { answer } = await cpl('discard', 'srv-events', '--reason', 'not well-formed json', '--why', 'Sent again');
  expect(answer).toEqual({ queue: 'srv-events', discarded: 1, by: userInfo().username, why: 'Sent again' });
  expect((await cpl('dead-letters', 'srv-events')).answer).toHaveLength(2);
  const { messageId, body, reason, sentAt } = all.find((each: { body: string }) => each.body.startsWith('{'));
  const access = demoAccess(pipeline.run, () => pipeline.clock.now());
  const [act, ...others] = await access.discarded('srv-events');
  expect(others).toEqual([]);
  expect(act).toMatchObject({
    messages: 1,
    first: { messageId, body, reason, sentAt, why: 'Sent again', discardedBy: userInfo().username },
  });
  expect(await access.archive.text(`${act?.folder}${messageId}.json`)).toContain('"contract": "discarded-message/1"');
});

test('the console of a deployed stage shows dead letters, alarms and charts, and discards where it may act', async () => {
  const path = '/operations/dead-letters/srv-events';
  const stage = await consoleOfStage(pipeline.run, place.folder, '--act');
  try {
    expect((await fetch(stage.base)).status).toBe(401);
    expect(await stage.get('/')).toMatch(/2 messages of srv-events could not[^]*Lane stuck[^]*AWS, in eu-west-2/);
    expect(await stage.get(path)).toMatch(/2 dead letters of srv-events[^]*Not well-formed XML[^]*Sent again/);
    const charts = await stage.get('/operations/charts?range=3h');
    expect(charts).toContain('accepted: 7 in all');
    expect(charts).toContain('Lane stuck: on');
    const asked = { act: 'discard', why: 'A test of a partner', name: 'An Operator' };
    expect((await stage.post(path, asked)).status).toBe(303);
  } finally {
    await stage.close();
  }
  expect((await cpl('dead-letters', 'srv-events')).answer).toEqual([]);
  const access = demoAccess(pipeline.run, () => pipeline.clock.now());
  const acts = await access.discarded('srv-events');
  expect(acts.map(({ messages, first }) => [messages, first.discardedBy])).toEqual([
    [2, 'An Operator'],
    [1, userInfo().username],
  ]);
});
