import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LocalPipeline } from '../../infra/local/pipeline.ts';
import { A_MONDAY } from '../support/chosen-instant.ts';
import { runCpl as cpl } from '../support/cpl-command.ts';
import { cplCsv } from '../support/cpl-csv.ts';
import { storyDriver } from '../support/story.ts';
import { publishedOf } from '../support/workbook-lists.ts';
import { type PipelineInFolder, pipelineInFolder } from '../support/pipeline-in-folder.ts';

let place: PipelineInFolder;
let pipeline: LocalPipeline;

beforeAll(async () => {
  place = await pipelineInFolder(A_MONDAY);
  ({ pipeline } = place);
  const story = storyDriver(pipeline.run);
  await story.put('cpl/cpl-1.1.csv', cplCsv([{ entry: 1 }, { entry: 2 }]));
  const dated = { cpa: { id: 'SYN-CPA', date: '2026-12-15', dated: 'expires' as const } };
  await story.put(
    'cpl/published.csv',
    publishedOf([{ entry: 1 }, { entry: 2 }], () => dated),
  );
});

afterAll(() => place?.stop());

describe('cpl decide', () => {
  test('[R62] records what the SSC decided, and the report asks SECAS from then on', async () => {
    const draft = async () => (await cpl('report', 'ssc', '--print')).printed.replaceAll(/\s+/g, ' ');
    expect(await draft()).not.toContain('Mark the entry as Removed on the list');
    const { exitCode, printed } = await cpl('decide', '000002', 'remove', '--reference', 'SSC 2026/11-3');
    expect([exitCode, printed]).toEqual([
      0,
      expect.stringMatching(/about entry 000002\.\nSECAS: Mark the entry as Removed/),
    ]);
    expect(await draft()).toMatch(
      /The SSC decided it on 16 Nov 2026: SSC 2026\/11-3\. Mark the entry as Removed on the list\./,
    );
    expect((await cpl('audit')).printed).toMatch(/record-decision/);
  });

  test.each([
    [
      'an entry about which nothing is asked',
      ['000999', 'remove', '--reference', 'x'],
      'Nothing is asked about entry 000999',
    ],
    ['a number that is none', ['12', 'remove', '--reference', 'x'], 'the entry number is not six digits'],
    ['another decision', ['000001', 'ponder', '--reference', 'x'], 'the decision (remove, extend, correct)'],
    ['no reference', ['000001', 'remove'], 'the reference says nothing'],
    ['a day that there is not', ['000001', 'remove', '--reference', 'x', '--on', '2026-02-31'], 'not a valid date'],
    ['a day to come', ['000001', 'remove', '--reference', 'x', '--on', '2031-01-01'], '2031-01-01 is still to come'],
  ])('refuses %s with what is wrong', async (_, words, complaint) => {
    expect(await cpl('decide', ...words)).toEqual({
      exitCode: 2,
      printed: '',
      complained: expect.stringContaining(complaint),
    });
  });
});
