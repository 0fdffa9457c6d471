import { describe, expect, test } from 'vitest';
import { cplCsv } from '../support/cpl-csv.ts';
import { FakeLane } from '../support/fake-lane.ts';

const NOTHING = {
  ExtractsAccepted: 0,
  ExtractsRefused: 0,
  ExtractsHeld: 0,
  ExtractsNotApplied: 0,
  GovernanceActivated: 0,
  GovernanceRefused: 0,
  ChangesSent: 0,
  EntriesBlocked: 0,
  PoisonMessages: 0,
  MailsSent: 0,
};

describe('what the lane counts', () => {
  test('an accepted extract, its changes, what it blocks, and the mails about it', async () => {
    const lane = new FakeLane();
    await lane.drop('cpl/cpl-1.1.csv', cplCsv([{ entry: 1 }, { entry: 2, gbcs: '9.9' }]));
    expect(lane.metrics).toEqual([
      { ...NOTHING, ExtractsAccepted: 1, ChangesSent: 1, EntriesBlocked: 1, MailsSent: 2 },
    ]);
  });

  test('a refused extract, and one that is the same over again', async () => {
    const lane = new FakeLane();
    await lane.drop('cpl/broken.csv', '"open');
    await lane.drop('cpl/cpl-1.1.csv', cplCsv([{ entry: 1 }]));
    await lane.drop('cpl/again.csv', cplCsv([{ entry: 1 }]));
    expect(lane.metrics).toEqual([
      { ...NOTHING, ExtractsRefused: 1, MailsSent: 1 },
      { ...NOTHING, ExtractsAccepted: 1, ChangesSent: 1, MailsSent: 1 },
      { ...NOTHING, ExtractsNotApplied: 1, MailsSent: 1 },
    ]);
  });

  test('governance files, activated and refused', async () => {
    const lane = new FakeLane();
    await lane.drop('governance/settings.json', '{"trialFlagging":"off"}');
    await lane.drop('governance/settings.json', '{"trialFlaging":"off"}', { at: '2026-11-03T09:00:00.000Z' });
    expect(lane.metrics).toEqual([
      // Its receipt, and that a control is weaker.
      { ...NOTHING, GovernanceActivated: 1, MailsSent: 2 },
      { ...NOTHING, GovernanceRefused: 1, MailsSent: 1 },
    ]);
  });

  test('what a crashed predecessor decided, once it is carried out', async () => {
    const lane = new FakeLane();
    // The first effect is the intent: it is durable, and its answer is lost.
    lane.crashAt = 1;
    await lane.drop('cpl/cpl-1.1.csv', cplCsv([{ entry: 1 }]));
    expect(lane.metrics).toEqual([{ ...NOTHING, ExtractsAccepted: 1, ChangesSent: 1, MailsSent: 1 }]);
  });
});
