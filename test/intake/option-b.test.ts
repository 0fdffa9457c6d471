import { expect, test } from 'vitest';
import { cplCsv } from '../support/cpl-csv.ts';
import { FakeLane } from '../support/fake-lane.ts';
import { registerOf as register } from '../support/gbcs-register-csv.ts';

const SUBSTITUTE = '{"gbcsSubstitution":{"9.9":"4.1"}}';
const BLOCKED = cplCsv([
  { entry: 1, gbcs: '9.9' },
  { entry: 2, gbcs: '9.9' },
]);

/** What is known of the one incident, and the letters that reported it. */
async function incidentOf(lane: FakeLane) {
  const [incident, ...others] = await lane.ledger.list('incidents');
  if (incident === undefined || others.length > 0) throw new Error('There is not one incident');
  const steps = (await lane.ledger.list('incidentEvents', { incidentId: incident.incidentId })).map(
    ({ event }) => event,
  );
  const letters = [...lane.mails.keys()].filter((mailId) => mailId.startsWith('INC-'));
  return { ...incident, steps, letters: letters.map((mailId) => mailId.slice(incident.incidentId.length)) };
}

test('[R17] [R18] an incident is mitigated while the DSP holds a substitute, and resolved once it is corrected', async () => {
  const lane = new FakeLane();
  await lane.drop('cpl/cpl-1.1.csv', BLOCKED);
  await lane.drop('governance/settings.json', SUBSTITUTE);
  expect(await incidentOf(lane)).toMatchObject({
    state: 'mitigated',
    mitigatedAt: lane.now,
    steps: ['opened', 'entries-gone', 'mitigated'],
    letters: ['', '-U1'],
  });
  await lane.drop('governance/gbcs-register.csv', register('9.9', '4.1'));
  expect(lane.sent.slice(-2)).toMatchObject([
    { kind: 'correction', gbcsVersion: '9.9' },
    { kind: 'correction', gbcsVersion: '9.9' },
  ]);
  expect(await lane.ledger.list('corrections')).toEqual([]);
  expect(await incidentOf(lane)).toMatchObject({
    state: 'resolved',
    steps: ['opened', 'entries-gone', 'mitigated', 'corrected', 'resolved'],
    letters: ['', '-U1', '-RESOLVED'],
  });
});

test('[R18] what never waited, because its substitute was set before it came, is an incident too', async () => {
  const lane = new FakeLane();
  await lane.drop('governance/settings.json', SUBSTITUTE);
  await lane.drop('cpl/cpl-1.1.csv', BLOCKED);
  expect(await incidentOf(lane)).toMatchObject({
    state: 'mitigated',
    cause: 'GBCS 9.9 not recognised',
    entries: { length: 2 },
    steps: ['opened', 'mitigated'],
    letters: ['-U1'],
  });
});

test('[R18] it is open again when a line of its cause waits', async () => {
  const lane = new FakeLane();
  await lane.drop('cpl/cpl-1.1.csv', BLOCKED);
  await lane.drop('governance/settings.json', SUBSTITUTE);
  await lane.drop('governance/settings.json', '{}');
  await lane.drop(
    'cpl/cpl-1.2.csv',
    cplCsv(
      [1, 2, 3].map((entry) => ({ entry, gbcs: '9.9' })),
      '1.2',
    ),
  );
  const incident = await incidentOf(lane);
  expect(incident).toMatchObject({ state: 'open', entries: { length: 3 } });
  expect(incident).not.toHaveProperty('mitigatedAt');
});
