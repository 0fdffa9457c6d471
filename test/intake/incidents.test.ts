import { describe, expect, test } from 'vitest';
import type { IncidentAct } from '../../functions/contracts/incident-act.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { incidentChanges } from '../../functions/intake/incidents/incident-changes.ts';
import { cplEntry, waitingLine } from '../support/cpl-entries.ts';
import { cplCsv, type CplRow } from '../support/cpl-csv.ts';
import { FakeLedger } from '../support/fake-ledger.ts';
import { FakeLane, SUPPLIER } from '../support/fake-lane.ts';
import { registerOf as register } from '../support/gbcs-register-csv.ts';

const blocked = (...numbers: number[]): CplRow[] => numbers.map((entry) => ({ entry, gbcs: '9.9' }));
const at = (hours: number): string =>
  new Date(Date.parse('2026-11-02T09:00:00.000Z') + hours * 3_600_000).toISOString();

/** A lane with one incident, of one entry. */
async function laneWithIncident() {
  const lane = new FakeLane();
  await lane.drop('cpl/cpl-1.1.csv', cplCsv(blocked(1)));
  const only = async () => {
    const [incident] = await lane.ledger.list('incidents');
    if (incident === undefined) throw new Error('There is no incident');
    return incident;
  };
  const { incidentId } = await only();
  let commands = 0;
  return {
    lane,
    only,
    steps: async () => (await lane.ledger.list('incidentEvents', { incidentId })).map(({ event }) => event),
    reported: () =>
      [...lane.mails.values()]
        .filter(({ mailId }) => mailId.startsWith(incidentId))
        .map(({ mailId, text }) => `${mailId.slice(incidentId.length)}: ${text}`),
    say: (act: IncidentAct, commandId = `command-${(commands += 1)}`) =>
      lane.ask({ command: 'update-incident', commandId, incidentId, act, requestedBy: 'pat' }),
    look: (hours: number) => {
      lane.now = at(hours);
      return lane.ask({ command: 'reconsider', commandId: `look-${hours}`, requestedBy: 'watch' });
    },
  };
}

describe('an incident', () => {
  test('[R29] [R32] keeps a timeline of what joins it and what leaves it, until nothing waits', async () => {
    const { lane, steps, only, reported } = await laneWithIncident();
    await lane.drop('cpl/cpl-1.2.csv', cplCsv(blocked(1, 2, 3), '1.2'), { at: at(1) });
    await lane.drop('cpl/cpl-1.3.csv', cplCsv([...blocked(1, 2), { entry: 3, gbcs: '4.1' }], '1.3'), { at: at(2) });
    await lane.drop('governance/gbcs-register.csv', register('9.9', '4.1'), { at: at(3) });
    expect(await steps()).toEqual(['opened', 'entries-added', 'entries-gone', 'entries-gone', 'resolved']);
    expect(await only()).toMatchObject({ state: 'resolved', resolvedAt: at(3), events: 5, entries: { length: 3 } });
    expect(reported()).toEqual([': opened', '-RESOLVED: entries-gone, resolved']);
  });

  test('[R7] is reported as a breach once, and recorded as at risk before', async () => {
    const { look, steps, reported } = await laneWithIncident();
    for (const hours of [17, 18, 18.25, 24, 24.25, 48]) await look(hours);
    expect(await steps()).toEqual(['opened', 'at-risk', 'breached']);
    expect(reported()).toEqual([': opened', '-U1: breached']);
  });

  test('[R7] is a breach too when what goes was too late and nobody had looked since', async () => {
    const { lane, only, reported } = await laneWithIncident();
    await lane.drop('governance/gbcs-register.csv', register('9.9', '4.1'), { at: at(25) });
    expect((await only()).assessment.status).toBe('breached');
    expect(reported()).toEqual([': opened', '-RESOLVED: breached, entries-gone, resolved']);
  });

  test('[R31] is reassessed by its age, and by the number of its Device Models and manufacturers', async () => {
    const { lane, look, only, reported } = await laneWithIncident();
    await lane.drop('governance/settings.json', '{"incidentThresholds":{"pendingModels":2,"manufacturers":1}}');
    expect((await only()).assessment).toMatchObject({ category: 2, reached: ['manufacturers'] });
    await look(72);
    expect((await only()).assessment).toMatchObject({ category: 2, reached: ['manufacturers', 'ageHours'] });
    await lane.drop('cpl/cpl-1.4.csv', cplCsv(blocked(1, 2), '1.4'));
    expect((await only()).assessment).toMatchObject({ category: 1, status: 'breached' });
    expect(reported()).toEqual([
      ': opened',
      '-U1: reassessed',
      '-U2: reassessed, breached',
      '-U3: entries-added, reassessed',
    ]);
  });

  test('[R30] is of category 1 only when an operator has confirmed it', async () => {
    const { lane, say, only, steps } = await laneWithIncident();
    await lane.drop('governance/settings.json', '{"incidentThresholds":{"pendingModels":1,"manufacturers":1}}');
    expect(await only()).toMatchObject({ assessment: { category: 1 } });
    expect((await only()).confirmation).toBeUndefined();
    lane.now = at(1);
    await say({ confirm: { category: 1, reason: 'Two suppliers stand still' } });
    expect((await only()).confirmation).toEqual({
      category: 1,
      reason: 'Two suppliers stand still',
      by: 'pat',
      at: at(1),
    });
    expect(await steps()).toEqual(['opened', 'reassessed', 'confirmed']);
  });

  test('[R32] has the numbers under which the DCC and the DSP keep it, each recorded once', async () => {
    const { say, only, steps } = await laneWithIncident();
    const numbers = { dccIncident: 'INC000000435732', dspChange: 'TR03743' };
    await say(numbers);
    await say(numbers);
    expect(await only()).toMatchObject(numbers);
    expect(await steps()).toEqual(['opened', 'dcc-incident', 'dsp-change']);
  });

  test('opens again when its cause comes back', async () => {
    const { lane } = await laneWithIncident();
    await lane.drop('governance/gbcs-register.csv', register('9.9', '4.1'), { at: at(1) });
    await lane.drop('governance/gbcs-register.csv', `${register('4.1')}9.9,no,,,,synthetic,high,\n`, { at: at(2) });
    await lane.drop('cpl/cpl-1.2.csv', cplCsv([{ entry: 2, gbcs: '9.9' }], '1.2'), { at: at(3) });
    const states = (await lane.ledger.list('incidents')).map(({ state }) => state).toSorted();
    expect(states).toEqual(['open', 'resolved']);
  });
});

test('[R32] an incident that names all it can, said of it all that can be said, has room in its item', async () => {
  const ledger = new FakeLedger();
  const lines = Array.from({ length: 10_001 }, (_, index) => {
    const firmwareVersion = String(index).padStart(8, '0');
    const manufacturerIdentifier = (index % 100).toString(16).toUpperCase().padStart(4, '0');
    return waitingLine(
      index,
      cplEntry({ deviceType: 'HCALCS', manufacturerIdentifier, firmwareVersion, gbcsVersion: '9.9' }),
    );
  });
  const view = { incidents: [], waiting: [], corrections: [], settings: DEFAULT_SETTINGS, now: at(0) };
  const impact = { devices: 100_000, atLeast: true, suppliers: Array.from({ length: 500 }, () => SUPPLIER) };
  const impacts = new Map([['GBCS 9.9 not recognised', impact]]);
  const [opened] = incidentChanges(
    view,
    { stillWaiting: lines, stillOutstanding: [] },
    impacts,
    () => '000000000001-0000000000',
  );
  if (opened === undefined) throw new Error('No incident was opened');
  const { incident } = opened;
  expect([incident.entries.length, incident.manufacturers.length]).toEqual([10_000, 50]);
  const suppliers = Array.from({ length: 50 }, () => '€'.repeat(100));
  const confirmation = { category: 2, reason: '€'.repeat(1000), by: 'pat', at: at(1) };
  // The ledger in memory refuses what DynamoDB would.
  const fix = { entryKey: 'E'.repeat(200), reference: '€'.repeat(100), by: 'pat', at: at(1) };
  const severity1Fixes = Array.from({ length: 20 }, () => fix);
  await ledger.put('incidents', {
    ...incident,
    suppliers,
    severity1Fixes,
    confirmation,
    resolvedAt: at(2),
    respondedAt: at(1),
  });
  expect(await ledger.list('incidents')).toHaveLength(1);
});

describe('the impact of an incident', () => {
  test('[R32] [R80] is counted in devices and suppliers when it opens and as it grows, and calls for a category', async () => {
    const lane = new FakeLane();
    lane.devicesOf.set('AB01/00010101/00000100', { Commissioned: 70, Pending: 2 });
    await lane.drop('governance/settings.json', '{"incidentThresholds":{"pendingModels":1,"suppliers":1}}');
    await lane.drop('cpl/cpl-1.1.csv', cplCsv(blocked(1)));
    const impact = { devices: 72, atLeast: false, suppliers: [SUPPLIER] };
    const assessment = { category: 1, reached: ['pendingModels', 'suppliers'] };
    expect(await lane.ledger.list('incidents')).toMatchObject([{ impact, assessment }]);
    lane.devicesOf.set('AB01/00020101/00000100', { Commissioned: 1 });
    await lane.drop('cpl/cpl-1.2.csv', cplCsv(blocked(1, 2), '1.2'), { at: at(1) });
    expect(await lane.ledger.list('incidents')).toMatchObject([{ impact: { ...impact, devices: 73 } }]);
  });
});

describe('a blocked line that is the fix of a Severity 1 incident', () => {
  const severity1Fix = { entryKey: 'ESME/AB01/0001/0101/00000100', reference: 'INC000000123456' };

  test('[R31] raises the category that is proposed, once, and everyone concerned hears of it', async () => {
    const { say, only, steps, reported } = await laneWithIncident();
    await say({ severity1Fix }, 'one');
    await say({ severity1Fix }, 'two');
    expect(await only()).toMatchObject({
      assessment: { category: 1, reached: ['severity1Fixes'], status: 'on-time' },
      severity1Fixes: [{ ...severity1Fix, by: 'pat' }],
    });
    expect(await steps()).toEqual(['opened', 'severity-1-fix', 'reassessed']);
    expect(reported()).toEqual([': opened', '-U1: severity-1-fix, reassessed']);
  });

  test('is not recorded of an incident that is over', async () => {
    const { lane, say, steps } = await laneWithIncident();
    await lane.drop('governance/gbcs-register.csv', register('9.9', '4.1'));
    await say({ severity1Fix });
    expect(await steps()).toEqual(['opened', 'entries-gone', 'resolved']);
  });
});

describe('what an operator says of an incident', () => {
  test('[R32] is recorded step by step; days and category are reported, notes and suppliers are in the timeline only', async () => {
    const { lane, say, only, steps, reported } = await laneWithIncident();
    lane.now = at(0.1);
    await say({ note: 'Called the DSP' });
    await say({ fixExpected: '2026-12-12', deployExpected: '2026-12-22', suppliers: ['One Supply', 'Two Supply'] });
    expect(await only()).toMatchObject({
      respondedAt: at(0.1),
      fixExpected: '2026-12-12',
      deployExpected: '2026-12-22',
      suppliers: ['One Supply', 'Two Supply'],
    });
    expect(await steps()).toEqual(['opened', 'note', 'fix-expected', 'deploy-expected', 'suppliers']);
    expect(reported()).toEqual([': opened', '-U1: fix-expected, deploy-expected, suppliers']);
  });

  test('is recorded once, however often it is said or delivered', async () => {
    const { say, steps, reported, only } = await laneWithIncident();
    const act: IncidentAct = { note: 'Called the DSP', fixExpected: '2026-12-12' };
    await say(act, 'one');
    await say(act, 'one');
    await say(act, 'two');
    // The first category comes again after another one was confirmed: it was a command, not a wish.
    await say({ confirm: { category: 2, reason: 'as in 2018' } }, 'three');
    await say({ confirm: { category: 3, reason: 'a workaround' } }, 'four');
    await say({ confirm: { category: 2, reason: 'as in 2018' } }, 'three');
    expect(await steps()).toEqual(['opened', 'fix-expected', 'note', 'confirmed', 'confirmed']);
    expect(reported()).toHaveLength(4);
    expect((await only()).confirmation?.category).toBe(3);
  });

  test('is no decision of the lane when nothing of it is new', async () => {
    const { lane, say } = await laneWithIncident();
    await say({ note: 'Called the DSP', suppliers: ['One Supply'] }, 'one');
    const before = lane.ledger.state;
    await say({ note: 'Called the DSP' }, 'two');
    expect(lane.ledger.state).toEqual(before);
  });

  test('when it is over: notes and the category are still recorded, nothing is expected and nobody is notified', async () => {
    const { lane, say, only, steps, reported } = await laneWithIncident();
    await lane.drop('governance/gbcs-register.csv', register('9.9', '4.1'));
    await say({ note: 'Lessons learned', fixExpected: '2026-12-12', confirm: { category: 2, reason: 'agreed' } });
    expect((await steps()).slice(-2)).toEqual(['confirmed', 'note']);
    expect(await only()).not.toHaveProperty('fixExpected');
    expect(await only()).not.toHaveProperty('respondedAt');
    expect(reported()).toHaveLength(2);
  });

  test('of an incident that there is not changes nothing', async () => {
    const { lane } = await laneWithIncident();
    const before = lane.ledger.state;
    const act = { note: 'Who is there?' };
    await lane.ask({ command: 'update-incident', commandId: 'c', incidentId: 'INC-0', act, requestedBy: 'pat' });
    expect(lane.ledger.state).toEqual(before);
  });

  test.each([{ fixExpected: 'soon' }, { confirm: { category: 6, reason: 'a' } }, { note: '' }, { suppliers: [] }])(
    'that no contract knows is a dead letter: %j',
    async (act) => {
      const { lane, steps } = await laneWithIncident();
      // A message as it might come from elsewhere.
      const command = { command: 'update-incident', commandId: 'c', incidentId: 'INC-0', act, requestedBy: 'pat' };
      await lane.askRaw(JSON.stringify(command));
      expect(lane.deadLetters).toHaveLength(1);
      expect(await steps()).toEqual(['opened']);
    },
  );
});

describe('[R11] a crash at any effect of an operator’s command', () => {
  async function story(crashAt: number): Promise<FakeLane> {
    const { lane, say } = await laneWithIncident();
    lane.effects = 0;
    lane.crashAt = crashAt;
    await say({ confirm: { category: 2, reason: 'agreed' }, note: 'Called the DSP', fixExpected: '2026-12-12' });
    return lane;
  }

  test('loses no note and reports nothing twice', async () => {
    const calm = await story(0);
    expect(calm.effects).toBeGreaterThan(6);
    for (let crashAt = 1; crashAt <= calm.effects; crashAt += 1) {
      const crashed = await story(crashAt);
      expect(incidentsOf(crashed), `crash at effect ${crashAt}`).toEqual(incidentsOf(calm));
      expect([...crashed.mails.keys()]).toEqual([...calm.mails.keys()]);
    }
  });
});

/** Incidents and their timelines. */
function incidentsOf({ ledger }: FakeLane): ReadonlyMap<string, unknown> {
  return new Map([...ledger.items].filter(([key]) => key.startsWith('INCIDENT')));
}
