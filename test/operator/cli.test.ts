import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoInput } from '../../infra/local/demo-inputs.ts';
import { runCpl as cpl } from '../support/cpl-command.ts';
import { A_MONDAY } from '../support/chosen-instant.ts';
import { timeBegins } from '../support/time-begins.ts';

timeBegins(A_MONDAY);

const home = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'cli-'));

beforeAll(() => {
  process.chdir(folder);
  for (const name of ['cpl-20261102.csv', 'cpl-20261109.csv']) writeFileSync(name, demoInput(name));
  writeFileSync('doubled.csv', demoInput('cpl-20261102.csv').replace('DLMS Certificate ID', 'Status'));
  writeFileSync('notes.txt', demoInput('cpl-20261102.csv'));
  mkdirSync('folder.csv');
  writeFileSync('settings.json', '{"blockPolicy": "sometimes"}');
});

afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

describe('cpl check, where no pipeline runs', () => {
  test('answers what the lane would decide, with counts and findings, and exits 0 for an extract that is accepted', async () => {
    const { exitCode, printed } = await cpl('check', 'cpl-20261109.csv', '--json');
    const verdict: unknown = JSON.parse(printed);
    expect(exitCode).toBe(0);
    expect(verdict).toMatchObject({
      verdict: 'accepted',
      counts: { added: 524, blocked: 2, quarantined: 4, unchanged: 0 },
      findings: expect.arrayContaining([
        expect.objectContaining({ severity: 'row', line: 529, field: 'Device Type', value: 'TOASTER' }),
      ]),
    });
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

  test('agreed-list check judges a file as an agreed list, whatever it is called', async () => {
    writeFileSync('trials-draft.csv', demoInput('agreed-list.csv'));
    const { exitCode, printed } = await cpl('agreed-list', 'check', 'trials-draft.csv', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({ verdict: 'accepted' });
    const refused = await cpl('agreed-list', 'check', 'doubled.csv', '--json');
    expect(refused.exitCode).toBe(1);
    expect(JSON.parse(refused.printed)).toMatchObject({ verdict: 'refused' });
  });

  test('prints a table for people', async () => {
    const { printed } = await cpl('check', 'cpl-20261102.csv');
    expect(printed).toContain('Accepted: 511 changes go to the DSP.');
    expect(printed).toMatch(/LINE +SEVERITY +CODE/);
  });
});

describe('cpl, used wrongly', () => {
  test.each([
    [[], 'npm run cpl'],
    [['toast'], 'There is no command toast'],
    [['constructor'], 'There is no command constructor'],
    [['check'], 'Say: check FILE'],
    [['check', 'nowhere.csv'], 'nowhere.csv cannot be read'],
    [['check', 'folder.csv'], 'folder.csv is not a file'],
    [['check', 'notes.txt'], 'cpl/notes.txt is not a file of the inbox'],
    [['check', 'a', 'b'], 'Say: check FILE'],
    [['uploads', '--blocked'], 'uploads takes no --blocked'],
    [['uploads', '--colour'], '--colour'],
    [['uploads'], 'No pipeline runs on this machine'],
    [['device', '12'], 'is no EUI-64'],
    [['trial'], 'Say: trial ID'],
    [['agreed-list', 'judge', 'file.csv'], 'Say: agreed-list check FILE'],
    [['agreed-list', 'check', 'nowhere.csv'], 'nowhere.csv cannot be read'],
    [['approve', 'u1'], 'An approval needs a reason'],
    [['incident'], 'Say: incident ID'],
    [['incident', 'INC-1', '--confirm', '2'], 'A category is confirmed with a reason'],
    [['incident', 'INC-1', '--reason', 'agreed'], '--reason goes with --confirm'],
    [['incident', 'INC-1', '--confirm', '6', '--reason', 'agreed'], 'There is no category 6'],
    [['incident', 'INC-1', '--note', ' '], 'A note says something'],
    [['incident', 'INC-1', '--note', 'a'.repeat(5000)], 'That cannot be recorded: note has more than 4000 characters'],
    [['incident', 'INC-1', '--fix-expected', 'soon'], 'soon is no day: say yyyy-mm-dd'],
    [['incident', 'INC-1', '--suppliers', ' ; '], 'Name the suppliers, separated by semicolons'],
    [['incident', 'INC-1', '--note', 'a'], 'No pipeline runs on this machine'],
    [['redrive', 'mail'], 'There is no queue mail'],
    [['report', 'esi'], 'There is no report esi'],
    [['report', 'opr', '--print'], '--print is for report ssc'],
    [['report', 'ssc', '--at', 'soon'], '--at soon is neither a day'],
    [['history', 'ESME/FA01'], 'ESME/FA01 is no entry'],
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
    expect(complained).toContain('say report ssc, esi-034, esi-034i, opr');
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
