import { describe, expect, test } from 'vitest';
import { EMPTY_LANE } from '../../functions/contracts/lane-state.ts';
import type { CplEntry } from '../../functions/domain/cpl/cpl-entry.ts';
import type { GbcsVersion } from '../../functions/domain/gbcs/gbcs-register.ts';
import { cplEntry } from '../support/cpl-entries.ts';
import { RECIPIENTS } from '../support/recipients.ts';
import { watchWorld } from '../support/watch-world.ts';
import { horizonFacts } from '../../functions/watch/gbcs-horizon.ts';

const DAY = 86_400;

function version(gbcsVersion: string, fields: Partial<GbcsVersion>): GbcsVersion {
  const open = { validFrom: '', validTo: '', dspMapping: '', source: 'test', confidence: 'high', note: '' };
  return { gbcsVersion, recognised: true, ...open, ...fields };
}

/** The register that the DCC could have had in 2017: 1.1 begins unrecognised, 1.0 ends half a year later. */
const REGISTER_2017 = [
  version('1.0', { validTo: '2018-05-07' }),
  version('1.1', { recognised: false, validFrom: '2017-11-06' }),
];

/** A watch over a published list. */
function world(now: string, list: readonly CplEntry[]) {
  const here = watchWorld(now);
  const accepted = {
    uploadId: 'upload-1',
    key: 'cpl/cpl.csv',
    issue: '1.50',
    receivedAt: now,
    sha256: '',
    listKey: 'lists/1',
    models: list.length,
    activeModels: list.length,
    missingModels: 0,
  };
  here.ledger.state = { ...EMPTY_LANE, revision: 1, sequence: 1, accepted };
  let reads = 0;
  const modelsOfList = async () => {
    reads += 1;
    return new Map(list.map((entry) => [entry.entryKey, entry]));
  };
  const run = (acceptedModels: typeof modelsOfList = modelsOfList) => here.run({ acceptedModels });
  const days = async (count: number) => {
    for (let day = 0; day < count; day += 1) {
      await run();
      here.clock.advance(DAY);
    }
  };
  const texts = () => here.mailer.sent.map(({ text }) => text.replaceAll(/\s+/g, ' '));
  const reported = () => texts().map((text) => /\* (GBCS .*?) \[/.exec(text)?.[1]);
  return { ...here, run, days, texts, reported, reads: () => reads };
}

const OLD = [
  cplEntry({ gbcsVersion: '1.0' }),
  cplEntry({ gbcsVersion: '1.0', firmwareVersion: '00020130' }),
  cplEntry({ gbcsVersion: '1.0', manufacturerIdentifier: 'CD02' }),
];

describe('the watch over the GBCS horizon', () => {
  test('[R23][R35] reports a version that begins unrecognised 180, 90 and 30 days ahead, and on its first day', async () => {
    const here = world('2017-04-01T08:00:00.000Z', []);
    here.recognise(REGISTER_2017);
    await here.days(400);
    expect(here.reported()).toEqual([
      expect.stringMatching(/^GBCS 1\.1 comes into force in 180 days, and the DSP does not recognise it/),
      expect.stringMatching(/^GBCS 1\.1 comes into force in 90 days/),
      expect.stringMatching(/^GBCS 1\.1 comes into force in 30 days/),
      expect.stringMatching(/^GBCS 1\.1 comes into force today/),
    ]);
    const { dccOperations, dccServiceTeam, dspServiceTeam, secas } = RECIPIENTS;
    expect(here.mailer.sent[0]?.to).toEqual([...dccOperations, ...dccServiceTeam, ...dspServiceTeam, ...secas]);
    expect(here.mailer.sent[0]?.subject).toMatch(/^Action for DSP Service team: /);
    expect(here.texts()[0]).toContain('set recognised to yes in governance/gbcs-register.csv');
  });

  test('[R35] reports a version that ends while it is in use the same way, with what depends on it and what could take over', async () => {
    const here = world('2017-10-01T08:00:00.000Z', OLD);
    here.recognise([version('1.0', { validTo: '2018-05-07' }), version('1.1', { validFrom: '2017-11-06' })]);
    await here.days(219);
    expect(here.reported()).toEqual([
      expect.stringMatching(/^GBCS 1\.0 ends in 180 days, and active entries declare it/),
      expect.stringMatching(/^GBCS 1\.0 ends in 90 days/),
      expect.stringMatching(/^GBCS 1\.0 ends in 30 days/),
    ]);
    expect(here.texts()[0]).toContain('3 entries of 2 Device Models by 2 manufacturers');
    expect(here.texts()[0]).toContain('Recognised after that day: GBCS 1.1');
  });

  test('[R35] reports once more, within the same warning, when no version is left to move to', async () => {
    const here = world('2017-11-20T08:00:00.000Z', OLD);
    const successor = { validFrom: '2017-11-06' };
    here.recognise([version('1.0', { validTo: '2018-05-07' }), version('1.1', successor)]);
    await here.days(3);
    here.recognise(REGISTER_2017);
    await here.days(3);
    expect(here.mailer.sent).toHaveLength(2);
    expect(here.texts()[1]).toContain('has no recognised version for the day after');
    expect(here.mailer.sent[1]?.subject).toBe(
      'Action for DSP Service team and SECAS: CPL watch: 1 GBCS version that begins and 1 GBCS version that ends',
    );
  });

  test('[R35] says nothing more once a register recognises the version, or moves the date away', async () => {
    const here = world('2017-10-20T08:00:00.000Z', OLD);
    here.recognise(REGISTER_2017);
    await here.run();
    here.recognise([version('1.0', { validTo: '2019-05-07' }), version('1.1', { validFrom: '2017-11-06' })]);
    await here.days(100);
    expect(here.mailer.sent).toHaveLength(1);
  });

  test('[R35] evaluates days in London: the warning is there when the 180th day begins there, summer time included', async () => {
    const here = world('2017-05-09T22:59:00.000Z', []);
    here.recognise(REGISTER_2017);
    expect(await here.run()).toMatchObject({ news: 0 });
    here.clock.advance(60);
    expect(await here.run()).toMatchObject({ news: 1 });
  });

  test('counts what depends on a version once a day, and goes on with that count while the list cannot be read', async () => {
    const here = world('2018-03-01T08:00:00.000Z', OLD);
    here.recognise([version('1.0', { validTo: '2018-05-07' })]);
    for (let quarter = 0; quarter < 8; quarter += 1) {
      await here.run();
      here.clock.advance(900);
    }
    expect(here.reads()).toBe(1);
    here.clock.advance(40 * DAY);
    const broken = async () => {
      throw new Error('The archive does not answer');
    };
    await expect(here.run(broken)).rejects.toThrow('does not answer');
    expect(here.reported()).toEqual([
      expect.stringMatching(/ends in 67 days/),
      expect.stringMatching(/ends in 27 days/),
    ]);
  });
});

describe('a change of a GBCS version, as operations read it', () => {
  /** The first change that is ahead at a moment, with so many entries under the version. */
  const factAt = (now: string, register: readonly GbcsVersion[], gbcsVersion: string, entries: number) =>
    horizonFacts({
      now,
      horizon: { register, uses: [{ gbcsVersion, entries, models: 1, manufacturers: 1 }] },
    })[0];
  const details = (label: string, value: string, use: string) => [
    { label, value },
    { label: 'Active entries', value: use },
  ];
  const MAPPING =
    ', and the list is not loaded in full: the DSP needs a mapping for it. When it has one, set recognised to yes in governance/gbcs-register.csv and put the file into the inbox. No release of this pipeline is needed.';
  const ENDS = [version('1.0', { validTo: '2018-05-07' })];

  test('[R35] a version that begins, and that no entry declares yet', () => {
    expect(factAt('2017-11-01T09:00:00.000Z', REGISTER_2017, '1.1', 0)).toEqual({
      factId: 'gbcs/1.1/begins/2017-11-06',
      level: 6,
      kind: 'gbcs-begins',
      title: 'GBCS 1.1 comes into force in 5 days, and the DSP does not recognise it',
      text: `Entries that declare it will be blocked${MAPPING}`,
      details: details('First valid day', '6 Nov 2017', 'none yet'),
    });
  });

  test('[R35] is worse, and says so, once entries declare the version', () => {
    expect(factAt('2017-11-06T09:00:00.000Z', REGISTER_2017, '1.1', 2)).toMatchObject({
      level: 9,
      title: 'GBCS 1.1 comes into force today, and the DSP does not recognise it',
      text: `Entries declare it, and are blocked${MAPPING}`,
      details: details('First valid day', '6 Nov 2017', '2 entries of 1 Device Model by 1 manufacturer'),
    });
    expect(factAt('2017-11-07T09:00:00.000Z', REGISTER_2017, '1.1', 1)?.title).toBe(
      'GBCS 1.1 has been in force since 6 Nov 2017, and the DSP does not recognise it',
    );
    expect(factAt('2017-11-05T09:00:00.000Z', REGISTER_2017, '1.1', 1)?.title).toContain('in 1 day,');
  });

  test('[R35] a version that ends, and whose entries have no recognised version to move to', () => {
    expect(factAt('2018-05-06T09:00:00.000Z', ENDS, '1.0', 1)).toEqual({
      factId: 'gbcs/1.0/ends/2018-05-07',
      level: 7,
      kind: 'gbcs-ends',
      title: 'GBCS 1.0 ends in 1 day, and active entries declare it',
      text: 'The register has no recognised version for the day after: whatever the entries move to is blocked, as in May 2018. Get the mapping of the next version from the DSP, and put governance/gbcs-register.csv with it into the inbox. SECAS asks the manufacturers to submit the entries again under a later version; no new firmware is needed only for that.',
      details: details('Last valid day', '7 May 2018', '1 entry of 1 Device Model by 1 manufacturer'),
    });
    expect(factAt('2018-05-07T09:00:00.000Z', ENDS, '1.0', 1)?.title).toContain('GBCS 1.0 ends today, and');
  });

  test('[R35] the last five versions that could take over are named, and the others counted', () => {
    const textWith = (...successors: string[]) =>
      factAt('2018-05-06T09:00:00.000Z', [...ENDS, ...successors.map((gbcs) => version(gbcs, {}))], '1.0', 1)?.text;
    const resubmit =
      'SECAS asks the manufacturers to submit the entries again under a later version; no new firmware is needed only for that. Recognised after that day: GBCS ';
    const moved = '. If the end has moved, put governance/gbcs-register.csv with the new date into the inbox.';
    expect(textWith('1.1', '2.0', '2.1', '3.2', '4.0')).toBe(`${resubmit}1.1, 2.0, 2.1, 3.2 and 4.0${moved}`);
    expect(textWith('1.1', '2.0', '2.1', '3.2', '4.0', '4.1', '4.2')).toBe(
      `${resubmit}2.1, 3.2, 4.0, 4.1 and 4.2, and 2 earlier ones${moved}`,
    );
  });
});
