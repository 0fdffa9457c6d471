import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { isDropped, watchInboxFolder } from '../../infra/local/inbox-folder.ts';
import type { LocalPipeline } from '../../infra/local/pipeline.ts';
import { startInboxPipeline } from '../support/inbox-pipeline.ts';
import { temporaryFolder } from '../support/small-assembly.ts';

/** For how long somebody who copies a file pauses. */
const PAUSE_MS = 3000;

const running: LocalPipeline[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});

test.each([
  ['list.csv', true],
  ['.list.csv.swp', false],
  ['list.csv.part', false],
  ['list.csv.filepart', false],
  ['Thumbs.db', false],
  ['desktop.ini', false],
])('%s in a drop folder is an upload: %s', (fileName, expected) => {
  expect(isDropped(fileName)).toBe(expected);
});

test('a file dropped into the watched folder is uploaded', async () => {
  const { pipeline, notes } = await startInboxPipeline();
  running.push(pipeline);
  const folder = temporaryFolder();
  const faults: unknown[] = [];
  const watched = await watchInboxFolder({
    folder,
    run: pipeline.run,
    onFault: (fault) => faults.push(fault),
    settleMs: 100,
  });
  writeFileSync(join(folder, 'dropped list.csv'), 'hello');
  await expect.poll(() => notes().length).toBe(1);
  watched.close();
  expect(JSON.parse(notes()[0]?.event.Records?.[0]?.body ?? '').detail.object.key).toBe('cpl/dropped list.csv');
  expect(faults).toEqual([]);
});

test('a file that is copied into the folder slowly, with a pause of three seconds, is uploaded once and whole', async () => {
  const { pipeline, notes } = await startInboxPipeline();
  running.push(pipeline);
  const folder = temporaryFolder();
  const faults: unknown[] = [];
  const watched = await watchInboxFolder({ folder, run: pipeline.run, onFault: (fault) => faults.push(fault) });
  const file = join(folder, 'slow list.csv');
  writeFileSync(file, 'part one, ');
  await setTimeout(PAUSE_MS);
  appendFileSync(file, 'and the rest');
  await expect.poll(() => notes().length).toBe(1);
  watched.close();
  const { size } = JSON.parse(notes()[0]?.event.Records?.[0]?.body ?? '').detail.object;
  expect(size).toBe('part one, and the rest'.length);
  expect(notes()).toHaveLength(1);
  expect(faults).toEqual([]);
});
