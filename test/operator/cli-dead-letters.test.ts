import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localClients } from '../../functions/operator/pipeline-access.ts';
import { demoAccess, workedOff } from '../../infra/local/demo-outcome.ts';
import { type LocalPipeline, startPipeline } from '../../infra/local/pipeline.ts';
import { A_MONDAY } from '../support/chosen-instant.ts';
import { runCpl, runCplJson as cpl } from '../support/cpl-command.ts';

const home = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'cli-'));
let pipeline: LocalPipeline;
const access = () => demoAccess(pipeline.run, () => pipeline.clock.now());

beforeAll(async () => {
  pipeline = await startPipeline({ directory: join(folder, '.local'), port: 0, clockFrom: A_MONDAY });
  process.chdir(folder);
  const { sqs } = localClients(pipeline.run);
  const MessageBody = '<Request><NotClosed></Request>';
  await sqs.send(new SendMessageCommand({ QueueUrl: pipeline.run.resources.srvEventsQueueUrl, MessageBody }));
  await workedOff(access());
});

afterAll(async () => {
  process.chdir(home);
  await pipeline?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the operator CLI and dead letters', () => {
  test('redrive gives the dead letters back, and what can never succeed comes back with its reason', async () => {
    const lying = (await cpl('dead-letters', 'srv-events')).answer;
    expect(lying).toMatchObject([{ reason: expect.any(String), body: expect.any(String) }]);
    expect((await cpl('redrive', 'srv-events')).answer).toEqual({
      queue: 'srv-events',
      moved: 1,
      cameBack: 1,
      waiting: 0,
    });
    await workedOff(access());
    const { answer } = await cpl('status');
    expect(answer.queues.find(({ queue }: { queue: string }) => queue === 'srv-events').deadLetters).toBe(1);
  });

  test('redrive and discard take only the dead letters that are chosen, and what is discarded is kept whole', async () => {
    const [letter] = (await cpl('dead-letters', 'srv-events')).answer;
    expect(letter).toMatchObject({
      where: expect.stringMatching(/^line \d+, character \d+$/),
      todo: expect.any(String),
    });
    expect((await runCpl('dead-letters', 'srv-events')).printed).toContain(letter.todo);
    expect((await cpl('redrive', 'srv-events', '--reason', 'another reason')).answer).toMatchObject({ moved: 0 });
    expect((await cpl('discard', 'srv-events', '--message', 'no-such-id', '--why', 'a try')).answer).toMatchObject({
      discarded: 0,
    });
    const chosen = ['discard', 'srv-events', '--reason', letter.reason.slice(0, 12).toUpperCase()];
    expect((await runCpl(...chosen)).complained).toContain('needs a reason');
    expect((await cpl(...chosen, '--why', 'Sent again by its sender')).answer).toMatchObject({ discarded: 1 });
    expect((await cpl('dead-letters', 'srv-events')).answer).toEqual([]);
    const { where: _where, todo: _todo, what: _what, ...kept } = letter;
    expect(await access().discarded('srv-events')).toMatchObject([
      { messages: 1, first: { ...kept, why: 'Sent again by its sender', discardedBy: userInfo().username } },
    ]);
  });
});
