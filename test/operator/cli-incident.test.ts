import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { LocalPipeline } from '../../infra/local/pipeline.ts';
import { A_MONDAY } from '../support/chosen-instant.ts';
import { runCpl as cpl } from '../support/cpl-command.ts';
import { cplCsv } from '../support/cpl-csv.ts';
import { storyDriver } from '../support/story.ts';
import { type PipelineInFolder, pipelineInFolder } from '../support/pipeline-in-folder.ts';

let place: PipelineInFolder;
let pipeline: LocalPipeline;
let incidentId: string;

beforeAll(async () => {
  place = await pipelineInFolder(A_MONDAY);
  ({ pipeline } = place);
  const story = storyDriver(pipeline.run);
  await story.put('cpl/cpl-1.1.csv', cplCsv([{ entry: 1 }]));
  await story.pass('PT1S');
  const blocked = [1, 2].map((entry) => ({ entry, number: 90 + entry, firmware: '00000200', gbcs: '9.9' }));
  await story.put('cpl/cpl-1.2.csv', cplCsv([{ entry: 1 }, ...blocked], '1.2'));
  incidentId = (await story.ports.ledger.list('incidents'))[0]?.incidentId ?? 'none';
});

afterAll(() => place?.stop());

const Timeline = z.looseObject({ timeline: z.array(z.looseObject({ event: z.string() })) });

/** What the CLI says of the incident as JSON, and the steps of its timeline. */
async function incident(...words: string[]) {
  const answer: unknown = JSON.parse((await cpl('incident', incidentId, ...words, '--json')).printed);
  return { answer, steps: Timeline.parse(answer).timeline.map(({ event }) => event) };
}

describe('cpl incident', () => {
  test('[R26] [R30] [R32] says all that is known of it', async () => {
    const { answer } = await incident();
    expect(answer).toMatchObject({
      incidentId,
      cause: 'GBCS 9.9 not recognised',
      category: 2,
      confirmed: false,
      state: 'open',
      waiting: 2,
      suppliers: [],
      fixExpected: null,
      deployExpected: null,
      models: [{ earlierFirmware: true }, { earlierFirmware: false }],
      manufacturers: ['AB01'],
      clocks: { resolution: { targetHours: 24, status: 'running' }, upload: { targetHours: 24 } },
      criteria: { length: 6 },
      timeline: [{ event: 'opened', by: null }],
    });
    const { printed } = await cpl('incident', incidentId);
    expect(printed).toMatch(/suppliers +none has devices of these Device Models/);
    expect(printed).toContain('for 1 of 2 Device Models; not for ESME 0002 0101 (AB01)');
  });

  test('[R30] [R32] records what an operator says of it, once', async () => {
    const confirm = ['--confirm', '3', '--reason', 'Earlier firmware installs'];
    const said = await incident(...confirm, '--note', 'Called the DSP', '--suppliers', ' One Supply; Two Supply;');
    expect(said.answer).toMatchObject({ category: 3, confirmed: true, suppliers: ['One Supply', 'Two Supply'] });
    expect(said.steps).toEqual(['opened', 'confirmed', 'suppliers', 'note']);
    expect((await incident(...confirm, '--note', 'Called the DSP')).steps).toEqual(said.steps);
    const list: unknown = JSON.parse((await cpl('incidents', '--json')).printed);
    expect(list).toMatchObject([{ incidentId, category: 3, confirmed: true }]);
    await incident('--fix-expected', '2099-01-31', '--deploy-expected', '2099-02-28');
    const { printed } = await cpl('incident', incidentId);
    expect(printed).toMatch(/fix expected +31 Jan 2099\ndeployment expected +28 Feb 2099/);
    expect(printed).toMatch(/Category 3 confirmed by .*: Earlier firmware installs/);
  });

  test('[R33] lists the letters that are ready to be sent, and prints one', async () => {
    const { printed } = await cpl('letters');
    expect(printed).toContain(`PANEL-${incidentId}`);
    const circular = await cpl('letters', `PARTIES-${incidentId}`);
    expect(circular.printed).toMatch(
      /^To: SEC Parties\nSubject: Central Products List: entries published, not uploaded\n/,
    );
    expect(circular.printed).toContain('"device type","manufacturer","model"');
    const none = await cpl('letters', 'PARTIES-0');
    expect([none.exitCode, none.complained]).toEqual([2, 'There is no letter PARTIES-0: npm run cpl -- letters']);
  });

  test('[R32] records the numbers of the DCC and the DSP, in any case, and refuses what is none', async () => {
    const { answer } = await incident('--dcc-incident', 'inc000000435732', '--dsp-change', 'TR03743');
    expect(answer).toMatchObject({ dccIncident: 'INC000000435732', dspChange: 'TR03743' });
    const { exitCode, complained } = await cpl('incident', incidentId, '--dsp-change', '3743');
    expect([exitCode, complained]).toEqual([2, expect.stringContaining('is not a number such as TR03743')]);
  });

  test.each([
    [['INC-0'], 'There is no incident INC-0'],
    [['INC-0', '--note', 'a'], 'There is no incident INC-0'],
    [['', '--fix-expected', '2099-02-30'], '2099-02-30 is not a valid date'],
    [['', '--fix-expected', '2001-01-01'], '1 Jan 2001 is past'],
    [['', '--deploy-expected', '2099-01-01'], 'before its fix on 31 Jan 2099'],
  ])('%j says in a sentence what cannot be, and exits 2', async ([id, ...words], sentence) => {
    const { exitCode, complained } = await cpl('incident', id === '' || id === undefined ? incidentId : id, ...words);
    expect([exitCode, complained]).toEqual([2, expect.stringContaining(sentence)]);
  });
});
