import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { EMPTY_LANE } from '../../functions/contracts/lane-state.ts';
import type { ReadyLetter } from '../../functions/contracts/ready-letter.ts';
import type { Command, GivenOptions } from '../../functions/operator/command.ts';
import { approve } from '../../functions/operator/commands/answer-held.ts';
import { certificates } from '../../functions/operator/commands/certificates.ts';
import { clock } from '../../functions/operator/commands/clock.ts';
import { exportList } from '../../functions/operator/commands/export.ts';
import { gbcs } from '../../functions/operator/commands/gbcs.ts';
import { incident } from '../../functions/operator/commands/incident.ts';
import { entries, uploads } from '../../functions/operator/commands/lists.ts';
import { letters } from '../../functions/operator/commands/letters.ts';
import { report } from '../../functions/operator/commands/report.ts';
import { trial } from '../../functions/operator/commands/trial.ts';
import { upload } from '../../functions/operator/commands/upload.ts';
import { certificatesOf } from '../support/certificates.ts';
import { fakePipeline } from '../support/fake-pipeline.ts';
import { entryOf, held, orderOf, uploadOf } from '../support/fake-operator-ports.ts';
import { reportWorld } from '../support/report-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'commands-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ACCEPTED = {
  uploadId: 'u1',
  key: 'cpl/cpl-2.301.csv.gz',
  issue: '2.301',
  receivedAt: '2026-11-02T09:00:00.000Z',
  sha256: '',
  listKey: 'lists/u1/1',
  models: 1,
  activeModels: 1,
  missingModels: 0,
};

describe('a command says what to do instead', () => {
  test.each<[string, Command, string[], GivenOptions, string]>([
    ['an upload that there is not', approve, ['u9'], { reason: 'checked' }, 'There is no upload u9'],
    ['an upload that is not held', approve, ['u1'], { reason: 'checked' }, 'Upload u1 is accepted, not held'],
    ['an incident that there is not', incident, ['INC-0'], {}, 'There is no incident INC-0: npm run cpl -- incidents'],
    ['a trial that no list had', trial, ['T9'], {}, 'No version of the agreed list has a trial T9'],
    ['the clock of AWS', clock, [], {}, 'clock is for a pipeline on this machine'],
    ['a report of the future', report, ['ssc'], { at: '2026-11-03' }, '2026-11-03 is not past'],
  ])('%s', async (_, command, words, options, message) => {
    const pipeline = fakePipeline({ uploads: [uploadOf('u1', 'accepted')] });
    await expect(pipeline.run(command, words, options)).rejects.toThrow(message);
  });

  test('uploads are listed a hundred at a time, the newest first, and the answer names where the older ones begin', async () => {
    const all = Array.from({ length: 130 }, (_, number) => uploadOf(`u${String(number).padStart(3, '0')}`, 'accepted'));
    const pipeline = fakePipeline({ uploads: all });
    const first = await pipeline.run(uploads, []);
    expect(first.json).toHaveLength(100);
    expect(first.text).toContain('Older ones: uploads --after u030');
    const rest = await pipeline.run(uploads, [], { after: 'u030' });
    expect(rest.json).toHaveLength(30);
    expect(rest.text).not.toContain('Older ones');
  });

  test.each([[['advance']], [['back', 'PT24H']]])(
    'the clock is only read and advanced: %j is refused',
    async (words) => {
      const pipeline = fakePipeline(
        {},
        { console: { clock: async () => ({ now: '' }), advance: async () => ({ now: '' }) } },
      );
      await expect(pipeline.run(clock, words)).rejects.toThrow('Usage: clock, or clock advance PT24H');
    },
  );
});

describe('a report', () => {
  const asked: unknown[] = [];
  const runReport = async (input: unknown) => {
    asked.push(input);
    return { reportId: 'R', trials: 1, devices: 2, mail: 'sent', key: 'opr/R.csv', rows: 3 };
  };
  const run = (words: string[], options: GivenOptions = {}) =>
    fakePipeline({}, { console: { runReport } }).run(report, words, options);

  test('that is an extract is made as such, and the answer says where it is', async () => {
    expect((await run(['opr'])).text).toBe(
      'R: 3 rows, in the reports bucket as opr/R.csv\nClassification: Amber / DCC Controlled: holds data of the Smart Metering Inventory, do not pass it on',
    );
    expect(asked.pop()).toEqual({ report: 'opr', requestId: expect.any(String) });
  });

  test('that is an extract and is not waited for is named by its id', async () => {
    const begun = fakePipeline({}, { console: { runReport: async () => ({ reportId: 'OPR-R1' }) } });
    expect((await begun.run(report, ['opr'], { 'no-wait': true })).text).toBe('OPR-R1');
  });

  test.each([
    ['2026-10-01', '2026-10-01T22:59:59.999Z'],
    ['01/12/2025', '2025-12-01T23:59:59.999Z'],
    ['2026-10-01T12:00:00+01:00', '2026-10-01T11:00:00.000Z'],
    // Of today there is what there is so far.
    ['2026-11-02', '2026-11-02T12:00:00.000Z'],
  ])('[R65] at %s is as things stood at %s', async (at, instant) => {
    await run(['ssc'], { at });
    expect(asked.pop()).toMatchObject({ report: 'ssc', at: instant });
  });
});

describe('for people', () => {
  test('a list with nothing in it says so', async () => {
    expect((await fakePipeline().run(uploads, [])).text).toBe('none');
  });

  test('changes are counted for an extract, and not for a governance file', async () => {
    const both = [uploadOf('u1', 'accepted'), uploadOf('g1', 'active', { kind: 'settings' })];
    const [, , extract = '', governance = ''] = (await fakePipeline({ uploads: both }).run(uploads, [])).text.split(
      '\n',
    );
    const column = (line: string) => line.split(/ {2,}/)[4];
    expect([column(extract), column(governance)]).toEqual(['1', '0']);
    expect(governance.split(/ {2,}/)).toHaveLength(extract.split(/ {2,}/).length - 1);
  });

  test('[R25] entries under an expired GBCS version are shown with their three months', async () => {
    const model = held(entryOf('0A010A0C', { gbcsVersion: '1.0' }), orderOf(1), 'u1');
    const { entryKey, entryNumber } = model;
    const notice = { entryKey, entryNumber, gbcsVersion: '1.0', expiredOn: '2026-09-30' };
    const pipeline = fakePipeline({ deviceModels: [model], expiredEntries: [{ ...notice, noticedOn: '2026-10-01' }] });
    const { text } = await pipeline.run(entries, [], { 'expired-gbcs': true });
    expect(text).toMatch(/^ENTRY +GBCS +NOTICED +CORRECT BY +STATUS\n.*\n\S+ +1\.0 +2026-10-01 +2027-01-01/);
  });

  test('the GBCS register is a table, with no next change where none is known, or the file to correct', async () => {
    const register = [
      {
        gbcsVersion: '4.1',
        recognised: true,
        validFrom: '',
        validTo: '',
        dspMapping: '4.1',
        source: '',
        confidence: 'high' as const,
        note: '',
      },
    ];
    const pipeline = fakePipeline({ register });
    expect((await pipeline.run(gbcs, [])).text).toMatch(/^4\.1 +in-force +0 +0 +0$/m);
    expect((await pipeline.run(gbcs, [], { csv: true })).text).toMatch(/^gbcs_version,recognised,.*\r?\n4\.1,yes/);
  });
});

describe('letters', () => {
  const letter: ReadyLetter = {
    letterId: 'PARTIES-1',
    addressee: 'SEC Parties',
    sender: 'dccOperations',
    subject: 'Entries published, not uploaded',
    classification: 'public',
    madeAt: '2026-11-02T10:00:00.000Z',
    text: 'To: SEC Parties',
    attachment: { fileName: 'models.csv', csv: '"device type"' },
  };
  const run = (...words: string[]) =>
    fakePipeline({}, { reached: { readyLetters: { all: async () => [letter] } } }).run(letters, words);

  test('[R33] that are ready are a list; one of them is its text, with what goes with it', async () => {
    expect((await run()).text).toMatch(
      /^LETTER .*\n.*\nPARTIES-1 +Mon 2 Nov 2026, 10:00 GMT +SEC Parties +DCC operations/,
    );
    expect((await run('PARTIES-1')).text).toBe('To: SEC Parties\nmodels.csv\n"device type"');
    await expect(run('PARTIES-0')).rejects.toThrow('There is no letter PARTIES-0: npm run cpl -- letters');
  });
});

test('certificates have the days that are left where there is a day, and entries that have none are named too', async () => {
  const entries = ['1', '2'].map((number) => entryOf(`0000000${number}`, { entryNumber: `00000${number}` }));
  const { ports } = reportWorld('2026-11-02T12:00:00.000Z', []);
  const governance = {
    ...ports.governance,
    certificates: async () =>
      certificatesOf({ '000001': { reference: 'SYN-CPA', date: '2026-11-22' }, '000002': null }),
  };
  const models = { all: () => entries.map((entry) => held(entry, orderOf(1), 'u1')) };
  const { text } = await fakePipeline({}, { reached: { reportPorts: { ...ports, governance, models } } }).run(
    certificates,
    [],
  );
  expect(text).toMatch(/^000001 .* SYN-CPA +expires 2026-11-22 +20 days \(within 30\) +0/m);
  expect(text).toMatch(/^000002 .* none on the published list +0 +none/m);
});

describe('export', () => {
  test('says that there is no list before the first was accepted', async () => {
    expect(await fakePipeline().run(exportList, [join(folder, 'none.csv')])).toMatchObject({
      text: 'No list was accepted yet',
      exitCode: 1,
    });
    expect(existsSync(join(folder, 'none.csv'))).toBe(false);
  });

  test('writes over a file only when its name is given', async () => {
    const home = process.cwd();
    process.chdir(folder);
    try {
      writeFileSync('cpl-2.301.csv', 'mine');
      const pipeline = fakePipeline({ lane: [{ ...EMPTY_LANE, accepted: ACCEPTED }] });
      await expect(pipeline.run(exportList, [])).rejects.toThrow('cpl-2.301.csv is there already: name another file');
    } finally {
      process.chdir(home);
    }
  });
});

describe('upload', () => {
  test('--no-wait puts the file and waits for nothing', async () => {
    const path = join(folder, 'settings.json');
    writeFileSync(path, '{}');
    const pipeline = fakePipeline();
    expect((await pipeline.run(upload, [path], { 'no-wait': true })).text).toBe(
      'governance/settings.json is in the inbox',
    );
    expect(pipeline.inbox.textOf('governance/settings.json')).toBe('{}');
  });
});
