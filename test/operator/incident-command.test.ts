import { beforeEach, describe, expect, test } from 'vitest';
import { letters as letterTexts } from '../../functions/email/letters.ts';
import type { GivenOptions } from '../../functions/operator/command.ts';
import { incident } from '../../functions/operator/commands/incident.ts';
import { letters } from '../../functions/operator/commands/letters.ts';
import { incidents } from '../../functions/operator/commands/lists.ts';
import { cplCsv } from '../support/cpl-csv.ts';
import { FakeLane } from '../support/fake-lane.ts';
import { fakePipeline } from '../support/fake-pipeline.ts';
import { putFile } from '../support/lane-lists.ts';
import { overLane } from '../support/lane-pipeline.ts';
import { RECIPIENTS } from '../support/recipients.ts';

let lane: FakeLane;
let incidentId: string;

/** A lane that blocked two entries: of one Device Model an earlier firmware is in the DSP. */
beforeEach(async () => {
  lane = new FakeLane();
  lane.letters = letterTexts(RECIPIENTS);
  await putFile(lane, 'cpl/cpl-1.1.csv', cplCsv([{ entry: 1 }]));
  const blocked = [1, 2].map((entry) => ({ entry, number: 90 + entry, firmware: '00000200', gbcs: '9.9' }));
  await putFile(lane, 'cpl/cpl-1.2.csv', cplCsv([{ entry: 1 }, ...blocked], '1.2'));
  incidentId = (await lane.ledger.list('incidents'))[0]?.incidentId ?? 'none';
});

const run = (...of: Parameters<ReturnType<typeof fakePipeline>['run']>) =>
  fakePipeline({}, { reached: overLane(lane) }).run(...of);
const say = (options: GivenOptions, id = incidentId) => run(incident, [id], options);
const eventsOf = async () => (await lane.ledger.list('incidentEvents', { incidentId })).map(({ event }) => event);

describe('cpl incident', () => {
  test('[R26] [R30] [R32] says all that is known of it', async () => {
    const { json, text } = await say({});
    expect(json).toMatchObject({
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
    expect(text).toMatch(/suppliers +none has devices of these Device Models/);
    expect(text).toContain('for 1 of 2 Device Models; not for ESME 0002 0101 (AB01)');
  });

  test('[R30] [R32] records what an operator says of it, once', async () => {
    const confirm = { confirm: '3', reason: 'Earlier firmware installs', note: 'Called the DSP' };
    const said = await say({ ...confirm, suppliers: ' One Supply; Two Supply;' });
    expect(said.json).toMatchObject({ category: 3, confirmed: true, suppliers: ['One Supply', 'Two Supply'] });
    expect(said.text).toMatch(/Category 3 confirmed by .*: Earlier firmware installs/);
    const events = await eventsOf();
    expect(events.toSorted()).toEqual(['confirmed', 'note', 'opened', 'suppliers']);
    await say(confirm);
    expect(await eventsOf()).toEqual(events);
    expect((await run(incidents, [])).json).toMatchObject([{ incidentId, category: 3, confirmed: true }]);
    const { text } = await say({ 'fix-expected': '2099-01-31', 'deploy-expected': '2099-02-28' });
    expect(text).toMatch(/fix expected +31 Jan 2099\ndeployment expected +28 Feb 2099/);
  });

  test('[R33] has the letters ready that people send', async () => {
    expect((await run(letters, [])).text).toContain(`PANEL-${incidentId}`);
    const { text } = await run(letters, [`PARTIES-${incidentId}`]);
    expect(text).toMatch(/^To: SEC Parties\nSubject: Central Products List: entries published, not uploaded\n/);
    expect(text).toContain('"device type","manufacturer","model"');
  });

  test('[R32] records the numbers of the DCC and the DSP, in any case, and refuses what is none', async () => {
    const { json } = await say({ 'dcc-incident': 'inc000000435732', 'dsp-change': 'TR03743' });
    expect(json).toMatchObject({ dccIncident: 'INC000000435732', dspChange: 'TR03743' });
    await expect(say({ 'dsp-change': '3743' })).rejects.toThrow('is not a number such as TR03743');
  });

  test.each([
    ['INC-0', {}, 'There is no incident INC-0'],
    ['INC-0', { note: 'a' }, 'There is no incident INC-0'],
    [undefined, { 'fix-expected': '2099-02-30' }, '2099-02-30 is not a valid date'],
    [undefined, { 'fix-expected': '2001-01-01' }, '1 Jan 2001 is past'],
    [undefined, { 'fix-expected': '2099-01-31', 'deploy-expected': '2099-01-01' }, 'before its fix on 31 Jan 2099'],
  ])('says in a sentence what cannot be: %s %j', async (id, options, sentence) => {
    await expect(say(options, id)).rejects.toThrow(sentence);
  });
});
