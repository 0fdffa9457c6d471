import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SRV_EVENT_TYPES } from '../../functions/contracts/srv-event.ts';
import { localClients, type PipelineAccess } from '../../functions/operator/pipeline-access.ts';
import { demoAccess } from '../../infra/local/demo-outcome.ts';
import type { LocalPipeline } from '../../infra/local/pipeline.ts';
import { faultsOfPages } from '../support/axe.ts';
import { type ConsoleInBrowser, consoleInBrowser, keepScreenshots } from '../support/console-in-browser.ts';
import { DEVICE, duis, envelope, prenotification } from '../support/srv-messages.ts';

const DESK = '/operations/dead-letters';
const TOASTER = duis('12.2', prenotification({ deviceType: 'TOASTER' }));
const LATE = envelope(SRV_EVENT_TYPES.statusChanged, { deviceId: DEVICE, status: 'Lost \u202E' });

let pipeline: LocalPipeline;
let access: PipelineAccess;
let seen: ConsoleInBrowser;
let page: Page;

beforeAll(async () => {
  seen = await consoleInBrowser(async (started) => {
    pipeline = started;
    access = demoAccess(pipeline.run, () => pipeline.clock.now());
    await send(...Array.from({ length: 12 }, () => TOASTER), LATE, '<unclosed');
    await pipeline.quiet();
  });
  ({ page } = seen);
});

afterAll(() => seen?.stop());

async function send(...bodies: readonly string[]): Promise<void> {
  const { sqs } = localClients(pipeline.run);
  for (const MessageBody of bodies)
    await sqs.send(new SendMessageCommand({ QueueUrl: pipeline.run.resources.srvEventsQueueUrl, MessageBody }));
}

async function dead(): Promise<number | undefined> {
  return (await access.ports.queueDepths()).find(({ queue }) => queue === 'srv-events')?.deadLetters;
}

const look = (name: string) => keepScreenshots(page, name, [390, 1280]);

test('an operator reads dead letters by their reason, with the place of the fault in each', async () => {
  await page.goto('/');
  await page.getByRole('link', { name: '14 messages of srv-events could not be handled' }).press('Enter');
  await page.getByRole('heading', { level: 1, name: '14 dead letters of srv-events' }).waitFor();
  await look('queue');
  await page.goto(DESK);
  const table = page.getByRole('table', { name: 'Dead letters of srv-events by their reason' });
  await expect.poll(() => table.getByRole('row').count()).toBe(4);
  await look('desk');
  await table.getByRole('link', { name: /DeviceType/ }).press('Enter');
  await page.getByText('Have its sender, by the DSP Service team').first().waitFor();
  const fault = page.locator('.body .fault').first();
  expect(await fault.textContent()).toContain('<sr:DeviceType>TOASTER</sr:DeviceType>');
  await page.getByText('1 to 10 of 11').waitFor();
  await look('group');
});

test('what a sender hid in a message is spelled out, and its body can be downloaded as it is', async () => {
  await page.goto(DESK);
  await page.getByRole('link', { name: /Not a change of status/ }).press('Enter');
  await page.locator('.body .fault', { hasText: '"status": "Lost <U+202E>"' }).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download its body' }).press('Enter'),
  ]);
  expect(readFileSync(await download.path(), 'utf8')).toBe(LATE);
});

test('one message, then all of a reason, are moved back, and the page says how many came back', async () => {
  await page.goto(DESK);
  await page.getByRole('link', { name: /DeviceType/ }).press('Enter');
  await page.getByRole('link', { name: 'This message alone' }).first().press('Enter');
  await page.getByLabel('Your name').first().fill('Night Operator');
  await page.getByRole('button', { name: 'Move this message back to srv-events' }).press('Enter');
  await page.getByText('1 message moved back to srv-events, 1 came back').waitFor();
  expect(await dead()).toBe(14);
  await page.goto(DESK);
  await page.getByRole('link', { name: /DeviceType/ }).press('Enter');
  await page.getByRole('button', { name: 'Move all 12 messages of this reason back to srv-events' }).press('Enter');
  await page.getByText('12 messages moved back to srv-events, 12 came back').waitFor();
  await look('came-back');
  expect(await dead()).toBe(14);
});

test('a reason is discarded only with why, which is kept in the archive with each message and who did it', async () => {
  const discard = page.locator('#act-discard');
  await discard.getByRole('button').press('Enter');
  await discard.getByRole('alert').getByText('Enter why').waitFor();
  expect(await dead()).toBe(14);
  await discard.getByLabel('Why').fill('Sent again as ESME');
  await discard.getByRole('button').press('Enter');
  // What takes longer is followed by the page.
  await page.getByText(/12 messages of srv-events (?:being )?discarded/).waitFor();
  await expect.poll(dead).toBe(2);
  const [act] = await access.discarded('srv-events');
  expect(act).toMatchObject({
    messages: 12,
    first: { body: TOASTER, discardedBy: 'Night Operator', why: 'Sent again as ESME', reason: expect.any(String) },
  });
  await page.goto(`${DESK}/srv-events`);
  await page.getByRole('table', { name: 'Acts of discarding' }).getByText('Sent again as ESME').waitFor();
  await look('discarded');
});

test('no page of the desk has a fault that axe finds, or moves sideways', async () => {
  const group = (await page.locator('#groups a').first().getAttribute('href')) ?? '';
  await page.goto(group);
  const message = await page.getByRole('link', { name: 'This message alone' }).first().getAttribute('href');
  expect(await faultsOfPages(page, [DESK, `${DESK}/srv-events`, group, message ?? '', `${DESK}/lane`])).toEqual([]);
});

test('all is discarded at once, and a page of what is gone says so', async () => {
  const before = await page
    .goto(`${DESK}/srv-events`)
    .then(() => page.locator('#groups a').first().getAttribute('href'));
  await page.locator('#act-discard').getByLabel('Why').fill('A test of a partner');
  await page.getByRole('button', { name: 'Discard all 2 messages' }).press('Enter');
  await page.getByRole('heading', { level: 1, name: 'No dead letters of srv-events' }).waitFor();
  await page.goto(before ?? '');
  await page.getByRole('heading', { level: 1, name: /has no such message now$/ }).waitFor();
  await page.goto(DESK);
  await page.getByRole('heading', { level: 1, name: 'No dead letters' }).waitFor();
  expect(seen.faults).toEqual([]);
});
