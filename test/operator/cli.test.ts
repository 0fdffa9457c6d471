import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoInput } from '../../infra/local/demo-inputs.ts';
import { combinationsCsv } from '../../functions/domain/gbcs/combinations-file.ts';
import { DEFAULT_VERSION_COMBINATIONS } from '../../functions/domain/gbcs/version-combinations.ts';
import { runCpl as cpl, runCplJson as cplJson } from '../support/cpl-command.ts';
import { cplCsv } from '../support/cpl-csv.ts';
import { rowsOf } from '../support/lane-lists.ts';
import { publishedOf, workbookOf } from '../support/workbook-lists.ts';
import { A_MONDAY } from '../support/chosen-instant.ts';
import { timeBegins } from '../support/time-begins.ts';

timeBegins(A_MONDAY);

const home = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'cli-'));

beforeAll(() => {
  process.chdir(folder);
  for (const name of ['cpl-2.301.csv', 'cpl-2.305.csv', 'cpl-2.312.csv']) writeFileSync(name, demoInput(name));
  writeFileSync('doubled.csv', demoInput('cpl-2.301.csv').replace('Manufacturer_Image.hash', 'Entry.status'));
  writeFileSync('notes.txt', demoInput('cpl-2.301.csv'));
  mkdirSync('folder.csv');
  writeFileSync('settings.json', '{"blockPolicy": "sometimes"}');
});

afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

describe('cpl check, where no pipeline runs', () => {
  test('answers what the lane would decide, with counts and findings, and exits 0 for a list that is accepted', async () => {
    const { exitCode, printed } = await cpl('check', 'cpl-2.312.csv', '--json');
    const verdict: unknown = JSON.parse(printed);
    expect(exitCode).toBe(0);
    expect(verdict).toMatchObject({
      verdict: 'accepted',
      counts: { added: 184, blocked: 2, quarantined: 0, unchanged: 0 },
    });
  });

  test('names the rows that would be quarantined by their line in the file', async () => {
    const { answer } = await cplJson('check', 'cpl-2.305.csv');
    expect(answer).toMatchObject({ verdict: 'accepted', counts: { quarantined: 3 } });
    const rows = answer.findings.filter(({ severity }: { severity: string }) => severity === 'row');
    expect(rows.map(({ line, field }: { line: number; field: string }) => [line, field])).toEqual([
      [87, 'Device_Model.firmware_version'],
      [176, 'Device_Model.manufacturer_identifier'],
      [177, 'Device_Type.name'],
    ]);
  });

  test('reads the workbook, the published sheet and a table of combinations too', async () => {
    writeFileSync('list.xlsm', workbookOf(rowsOf(2)));
    expect((await cplJson('check', 'list.xlsm')).answer).toMatchObject({
      verdict: 'accepted',
      counts: { added: 2 },
      findings: [],
    });
    writeFileSync('published.csv', publishedOf(rowsOf(2)));
    expect((await cplJson('check', 'published.csv')).answer).toMatchObject({ verdict: 'accepted', findings: [] });
    writeFileSync('version-combinations.csv', combinationsCsv(DEFAULT_VERSION_COMBINATIONS));
    const { exitCode, answer } = await cplJson('check', 'version-combinations.csv');
    expect([exitCode, answer.verdict]).toEqual([0, 'accepted']);
  });

  test('exits 1 for a list that would be held, by its date too', async () => {
    writeFileSync('ahead.csv', cplCsv(rowsOf(1), '1.1', '9999-12-31'));
    const { exitCode, answer } = await cplJson('check', 'ahead.csv');
    expect([exitCode, answer.verdict]).toEqual([1, 'held']);
  });

  test('exits 1 for a file that is refused, and says why', async () => {
    const doubled = await cpl('check', 'doubled.csv', '--json');
    expect(doubled.exitCode).toBe(1);
    expect(JSON.parse(doubled.printed)).toMatchObject({
      verdict: 'refused',
      findings: expect.arrayContaining([expect.objectContaining({ severity: 'file' })]),
    });
    const settings = await cpl('check', 'settings.json');
    expect(settings.exitCode).toBe(1);
    expect(settings.printed).toContain('blockPolicy');
  });

  test('agreed-list check evaluates a file as an agreed list, whatever it is called', async () => {
    writeFileSync('trials-draft.csv', demoInput('agreed-list.csv'));
    const { exitCode, printed } = await cpl('agreed-list', 'check', 'trials-draft.csv', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({ verdict: 'accepted' });
    const refused = await cpl('agreed-list', 'check', 'doubled.csv', '--json');
    expect(refused.exitCode).toBe(1);
    expect(JSON.parse(refused.printed)).toMatchObject({ verdict: 'refused' });
  });

  test('prints a table for people', async () => {
    const { printed } = await cpl('check', 'cpl-2.301.csv');
    expect(printed).toMatch(/accepted.*167/);
    expect(printed).toMatch(/LINE +SEVERITY +CODE/);
    expect(printed).not.toMatch(/Would be blocked|Would lose their entry/);
  });
});

describe('cpl, used wrongly', () => {
  test.each([
    [[], 'npm run cpl'],
    [['toast'], 'There is no command toast.\n\nnpm run cpl'],
    [['entires'], 'Did you mean entries?'],
    [['incident s'], 'Did you mean incidents?'],
    [['constructor'], 'There is no command constructor'],
    [['check'], 'Usage: check FILE'],
    [['check', 'nowhere.csv'], 'nowhere.csv cannot be read'],
    [['check', 'folder.csv'], 'folder.csv is not a file'],
    [['check', 'notes.txt'], 'cpl/notes.txt is not a file of the inbox'],
    [['check', 'a', 'b'], 'Usage: check FILE'],
    [['uploads', '--blocked'], 'uploads has no option --blocked'],
    [['uploads', '--colour'], '--colour'],
    [['uploads'], 'No pipeline runs on this machine'],
    [['device', '12'], 'is not a valid EUI-64'],
    [['trial'], 'Usage: trial ID'],
    [['agreed-list', 'review', 'file.csv'], 'Usage: agreed-list check FILE'],
    [['agreed-list', 'check', 'nowhere.csv'], 'nowhere.csv cannot be read'],
    [['approve', 'u1'], 'An approval needs a reason'],
    [['incident'], 'Usage: incident ID'],
    [['incident', 'INC-1', '--confirm', '2'], 'A category is confirmed with a reason'],
    [['incident', 'INC-1', '--reason', 'agreed'], '--reason goes with --confirm'],
    [['incident', 'INC-1', '--confirm', '6', '--reason', 'agreed'], 'There is no category 6'],
    [['incident', 'INC-1', '--note', ' '], 'A note says something'],
    [['incident', 'INC-1', '--note', 'a'.repeat(5000)], 'That cannot be recorded: note has more than 4000 characters'],
    [['incident', 'INC-1', '--fix-expected', 'soon'], 'soon is not a valid date: use yyyy-mm-dd'],
    [['incident', 'INC-1', '--suppliers', ' ; '], 'Name the suppliers, separated by semicolons'],
    [['incident', 'INC-1', '--severity-1-fix', 'ESME/A'], 'A fix is named with its incident'],
    [['incident', 'INC-1', '--note', 'a'], 'No pipeline runs on this machine'],
    [['redrive', 'mail'], 'There is no queue mail'],
    [['redrive', 'lane', '--reason', 'x', '--message', 'y'], 'not by both'],
    [['discard', 'lane', '--reason', ' ', '--why', 'x'], 'Give --reason a text'],
    [['discard', 'lane', '--why', 'x'], 'Say which messages'],
    [['discard', 'lane', '--all', '--reason', 'x', '--why', 'x'], 'Say which messages'],
    [['discard', 'lane', '--all'], 'Discarding needs a reason'],
    [['report', 'esi'], 'There is no report esi'],
    [['report', 'opr', '--print'], '--print is for report ssc'],
    [['report', 'ssc', '--at', 'soon'], '--at soon is neither a day'],
    [['history', 'ESME/FA01'], 'ESME/FA01 is not an entry'],
    [['report', 'opr', '--at', '2026-10-01'], '--at is for report ssc'],
    [['uploads', '--aws'], 'There is no outputs.json'],
    [['clock', 'advance', '--aws'], 'There is no outputs.json'],
  ])('%j ends with exit code 2 and one clear message', async (words, message) => {
    const { exitCode, printed, complained } = await cpl(...words);
    expect(exitCode).toBe(2);
    expect(printed).toBe('');
    expect(complained).toContain(message);
    expect(complained).not.toMatch(/\n\s+at /);
  });

  test('[R70] reports are the four there are, and no other is expected', async () => {
    const { complained } = await cpl('report', 'operators');
    expect(complained).toMatch(/use report ssc, esi-034, esi-034i, opr$/m);
  });

  test('help is no wrong use', async () => {
    const { exitCode, printed } = await cpl('--help');
    expect(exitCode).toBe(0);
    expect(printed).toContain('check FILE');
  });
});

test('a fault of the program is not taken for wrong use', async () => {
  mkdirSync('.local');
  writeFileSync('.local/run.json', 'half a fi');
  try {
    await expect(cpl('uploads')).rejects.toThrow(SyntaxError);
  } finally {
    rmSync('.local', { recursive: true });
  }
});

describe('cpl --aws', () => {
  test('names the output that the outputs file lacks', async () => {
    writeFileSync('some.json', '{"cpl-pipeline": {"InboxBucket": "b"}}');
    const { exitCode, complained } = await cpl('uploads', '--aws', '--outputs', 'some.json');
    expect(exitCode).toBe(2);
    expect(complained).toContain('some.json has no output ArchiveBucket');
  });
});
