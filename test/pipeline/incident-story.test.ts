import { afterAll, beforeAll, expect, test } from 'vitest';
import { A_MONDAY } from '../support/chosen-instant.ts';
import { cplCsv, type CplRow } from '../support/cpl-csv.ts';
import { registerOf } from '../support/gbcs-register-csv.ts';
import { type StoryDriver, storyDriver } from '../support/story.ts';
import { type StoryPipeline, storyPipeline } from '../support/story-pipeline.ts';

const CERTIFIED: CplRow = { entry: 1 };
const NEW_FIRMWARE: CplRow = { entry: 1, number: 2, firmware: '00000200', gbcs: '9.9' };
const OTHER_MAKER: CplRow = { entry: 2, number: 3, manufacturer: 'CD02', gbcs: '9.9' };

let pipeline: StoryPipeline;
let story: StoryDriver;
let read = 0;

beforeAll(async () => {
  pipeline = await storyPipeline(A_MONDAY);
  story = storyDriver(pipeline.run);
});

afterAll(() => pipeline?.stop());

/** The mails that came since this was asked last, by subject, without the id of the incident. */
async function news(incidentId = 'none') {
  // A mail is the last thing of a decision: whoever saw the rest of it waits until all has come to rest.
  await story.pass('PT1S');
  const all = await story.letters();
  const fresh = all.slice(read);
  read = all.length;
  return fresh
    .filter(({ subject }) => !/^(?:ALARM|OK)|Trial report|SSC-/.test(subject))
    .map(({ subject }) => subject.replace(incidentId, 'INC'));
}

async function lastLetter(subject: string): Promise<string> {
  const found = (await story.letters()).findLast((letter) => letter.subject.includes(subject));
  if (found === undefined) throw new Error(`No mail says ${subject}`);
  expect(found.to).toContain('operations');
  return found.text.replaceAll(/\s+/g, ' ');
}

test('[R29] [R31] [R32] [R33] the story of one incident, from the first block to the letter about its end', async () => {
  await story.put('governance/settings.json', '{"incidentThresholds":{"pendingModels":2,"manufacturers":2}}');
  await story.put('cpl/cpl-1.1.csv', cplCsv([CERTIFIED]));
  await news();

  // 0 h: blocked.
  await story.put('cpl/cpl-1.2.csv', cplCsv([CERTIFIED, NEW_FIRMWARE], '1.2'));
  const [{ incidentId } = { incidentId: '' }] = await story.ports.ledger.list('incidents');
  expect(await news(incidentId)).toEqual([
    'Action for DSP Service team: INC Proposed category 2: 1 entry blocked, GBCS 9.9 not recognised',
    expect.stringContaining('CPL list accepted'),
  ]);
  expect(await lastLetter('Proposed category 2')).toContain('Earlier firmware installs: yes, for the one Device Model');

  // 18 h and 24 h: at risk, then in breach; each is reported once.
  await story.pass('PT17H30M');
  expect(await news(incidentId)).toEqual([]);
  await story.pass('PT45M');
  expect(await news(incidentId)).toEqual(['Action for DCC operations: CPL watch: 1 deadline at risk']);
  await story.pass('PT6H');
  expect(await news(incidentId)).toEqual([
    'Action for DSP Service team: INC update 1: upload limit breached, GBCS 9.9 not recognised',
  ]);
  expect(await story.incident(incidentId)).toMatchObject({
    category: 2,
    confirmed: false,
    clocks: { response: { status: 'late' }, resolution: { status: 'late' }, upload: { status: 'late' } },
  });

  // More Device Models and manufacturers: category 1 is proposed, and only proposed.
  await story.put('cpl/cpl-1.3.csv', cplCsv([CERTIFIED, NEW_FIRMWARE, OTHER_MAKER], '1.3'));
  expect(await news(incidentId)).toEqual([
    'Action for DCC operations: INC update 2: category 1 proposed: reassess it, GBCS 9.9 not recognised',
    expect.stringContaining('CPL list accepted'),
  ]);
  expect(await lastLetter('update 2')).toContain('for 1 of 2 Device Models; not for ESME 0002 0101 (CD02)');

  // The operator evaluates: category 2, as in 2018; what is said twice is reported once.
  const confirm = { category: 2, reason: 'Installation goes on with earlier firmware' };
  expect(await story.say(incidentId, { confirm })).toBe('recorded');
  expect(await story.say(incidentId, { confirm })).toBe('known-already');
  expect(await story.say(incidentId, { note: 'The DSP designs the mapping', suppliers: ['One Supply'] })).toBe(
    'recorded',
  );
  expect(await news(incidentId)).toEqual([
    'Action for DSP Service team: INC update 3: category 2 confirmed, GBCS 9.9 not recognised',
  ]);

  // 72 h: its age calls for another look. The entry of the second extract breaches by itself in between.
  await story.pass('PT48H');
  expect(await news(incidentId)).toEqual([
    'Action for DCC operations: CPL watch: 1 deadline at risk',
    'Action for DCC operations: CPL watch: 1 breach',
    'Action for DCC operations: INC update 4: reassess category 2 again, GBCS 9.9 not recognised',
  ]);

  // The days are known.
  const day = async (days: number) =>
    new Date(Date.parse(await story.now()) + days * 86_400_000).toISOString().slice(0, 10);
  await story.say(incidentId, { fixExpected: await day(20), deployExpected: await day(30) });
  expect(await news(incidentId)).toEqual([
    'Action for DSP Service team: INC update 5: deployment date known, GBCS 9.9 not recognised',
  ]);
  await expect(story.say(incidentId, { deployExpected: await day(10) })).rejects.toThrow('before its fix');
  await expect(story.say(incidentId, { fixExpected: '2001-01-01' })).rejects.toThrow('1 Jan 2001 is past');
  await expect(story.say('INC-0', { note: 'Who is there?' })).rejects.toThrow('There is no incident INC-0');

  // The register is fixed: what waited is released, and the end is reported with all that happened.
  await story.put('governance/gbcs-register.csv', registerOf('4.1', '9.9'));
  expect(await news(incidentId)).toEqual([
    expect.stringMatching(/^INC resolved after 3 d.*: GBCS 9.9 not recognised$/),
    expect.stringContaining('GBCS register'),
  ]);
  const end = await lastLetter('resolved after');
  for (const sentence of [
    'The upload limit of 24 hours was not kept: a breach of the SEC.',
    ' of 24 h, missed',
    'Category: 2, confirmed',
    'recorded by operators: One Supply',
    'Category 2 confirmed by operator: Installation goes on with earlier firmware',
    'operator: The DSP designs the mapping',
    '2 entries no longer wait.',
  ])
    expect(end).toContain(sentence);
  const { timeline, state, waiting } = await story.incident(incidentId);
  expect({ state, waiting }).toEqual({ state: 'resolved', waiting: 0 });
  expect(timeline.map(({ event }) => event)).toEqual([
    'opened',
    'at-risk',
    'breached',
    'entries-added',
    'reassessed',
    'confirmed',
    'suppliers',
    'note',
    'reassessed',
    'fix-expected',
    'deploy-expected',
    'entries-gone',
    'resolved',
  ]);

  // A note is still recorded, and nothing is reported again, however often the watch runs.
  await story.say(incidentId, { note: 'Lessons: register new versions ahead' });
  await story.pass('PT1H');
  expect(await news(incidentId)).toEqual([]);
});
