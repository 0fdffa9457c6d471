import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_BEGINS, demoInput, loadDemo } from '../../infra/local/demo-inputs.ts';
import { demoAccess, workedOff } from '../../infra/local/demo-outcome.ts';
import { type LocalPipeline, startPipeline } from '../../infra/local/pipeline.ts';
import { runCpl, runCplJson as cpl } from '../support/cpl-command.ts';

const home = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'cli-'));
let pipeline: LocalPipeline;

beforeAll(async () => {
  pipeline = await startPipeline({ directory: join(folder, '.local'), port: 0, clockFrom: DEMO_BEGINS });
  process.chdir(folder);
  await loadDemo(pipeline.run);
  await workedOff(demoAccess(pipeline.run, () => pipeline.clock.now()));
});

afterAll(async () => {
  process.chdir(home);
  await pipeline?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/);

describe('the operator CLI on a running pipeline', () => {
  test('[R13][R14] uploads: each file with its state and counts; a duplicate is refused, a GBCS-only change is not', async () => {
    const { answer } = await cpl('uploads');
    expect(answer).toHaveLength(4);
    expect(answer.find(({ key }: { key: string }) => key === 'cpl/cpl-20261109.csv')).toEqual({
      uploadId: expect.any(String),
      key: 'cpl/cpl-20261109.csv',
      kind: 'cpl',
      version: expect.stringContaining('2026-11-09'),
      state: 'blocked',
      receivedAt: INSTANT,
      deadline: INSTANT,
      counts: {
        added: 14,
        gbcsOnly: 1,
        changed: 3,
        removed: 1,
        reinstated: 1,
        unchanged: 504,
        duplicate: 1,
        disappeared: 0,
        blocked: 2,
        waiting: 2,
        quarantined: 4,
      },
      findings: expect.arrayContaining([
        expect.objectContaining({ severity: 'row', field: 'CPL Entry ID', value: 'SYN-D0001' }),
        {
          code: expect.any(String),
          severity: 'row',
          line: 529,
          field: 'Device Type',
          value: 'TOASTER',
          message: expect.any(String),
        },
      ]),
    });
  });

  test('[R9] entries --blocked: published, not sent, and why', async () => {
    const { answer } = await cpl('entries', '--blocked');
    expect(answer).toHaveLength(2);
    expect(answer[0]).toEqual({
      entryKey: 'ESME/FA05/B1CD/010A/0A10410C',
      state: 'blocked',
      declaredGbcsVersion: '4.4',
      uploadedGbcsVersion: null,
      publishedAt: INSTANT,
      sentAt: null,
      uploadedAt: null,
      blockedSince: INSTANT,
      quarantinedSince: null,
      expiredGbcs: null,
      disappearedAt: null,
      reason: 'GBCS 4.4 not recognised',
      history: [expect.objectContaining({ state: 'blocked' })],
    });
  });

  test('[R15] entries --model: the history of an entry has every line the list had of it', async () => {
    const { answer } = await cpl('entries', '--model', 'ESME/FA03/B11D/010A');
    const changed = answer.find(({ history }: { history: unknown[] }) => history.length === 2);
    expect(changed).toMatchObject({
      state: 'uploaded',
      uploadedGbcsVersion: '4.3',
      history: [{ kind: 'added' }, { kind: 'gbcsOnly' }],
    });
  });

  test('[R15] history: every line of one entry and how far it came; an entry nobody heard of is none', async () => {
    const [blocked] = (await cpl('entries', '--blocked')).answer;
    const { answer, exitCode } = await cpl('history', blocked.entryKey.toLowerCase());
    expect(exitCode).toBe(0);
    expect(answer).toEqual({
      entryKey: blocked.entryKey,
      known: true,
      state: 'blocked',
      history: [expect.objectContaining({ kind: 'added', state: 'blocked', reason: 'GBCS 4.4 not recognised' })],
    });
    const changed = (await cpl('entries', '--model', 'ESME/FA03/B11D/010A')).answer[0];
    expect((await cpl('history', changed.entryKey)).answer.history).toEqual(changed.history);
    const unknown = await cpl('history', 'ESME/FFFF/B1CD/010A/0A10410C');
    expect(unknown).toEqual({
      exitCode: 1,
      answer: { entryKey: 'ESME/FFFF/B1CD/010A/0A10410C', known: false, state: null, history: [] },
    });
    expect((await cpl('history', 'B1CD')).exitCode).toBe(2);
  });

  test('[R27] export: the accepted list in the format it came in; put in again, it changes nothing', async () => {
    const { answer } = await cpl('export', 'list.csv');
    expect(answer).toMatchObject({ file: 'list.csv', key: 'cpl/cpl-20261109.csv' });
    const [sent, list] = [demoInput('cpl-20261109.csv').split('\r\n'), readFileSync('list.csv', 'utf8').split('\r\n')];
    expect(list[0]).toBe(sent[0]);
    const kept = new Set([...sent, ...demoInput('cpl-20261102.csv').split('\r\n')]);
    expect(list.filter((line) => !kept.has(line))).toEqual([]);
    const { answer: verdict } = await cpl('check', 'list.csv');
    expect(verdict).toMatchObject({
      verdict: 'accepted',
      counts: { added: 0, changed: 0, removed: 0, quarantined: 0 },
    });
    writeFileSync('cpl-20261109.csv', '');
    expect((await cpl('export')).exitCode).toBe(2);
  });

  test('[R60] device: a device whose firmware became certified is no trial device', async () => {
    const { answer } = await cpl('device', '00005eef10000000');
    expect(answer).toEqual({
      deviceId: '00-00-5E-EF-10-00-00-00',
      known: true,
      deviceType: 'ESME',
      manufacturer: 'FA01',
      model: 'C10D010A',
      firmwareVersion: '0D8F010C',
      gbcsVersion: '4.1',
      onCpl: true,
      status: 'Pending',
      statusHistory: [{ status: 'Pending', from: INSTANT }],
      trial: null,
      trialHistory: expect.any(Array),
    });
    const flagged = await cpl('device', '00-00-5E-EF-10-00-00-07');
    expect(flagged.answer.trial).toEqual({ trialId: 'SYN-TRIAL-1', since: INSTANT });
    expect(flagged.answer.trialHistory).toEqual([{ trialId: 'SYN-TRIAL-1', from: INSTANT, to: null }]);
  });

  test('device: a deleted one is not known any more', async () => {
    const { answer } = await cpl('device', '00-00-5E-EF-10-00-00-2C');
    expect(answer).toMatchObject({ known: false, status: 'Deleted' });
  });

  test('[R57] trials: devices against the limit', async () => {
    const { answer } = await cpl('trials');
    expect(answer).toHaveLength(3);
    expect(answer[1]).toEqual({
      trialId: 'SYN-TRIAL-2',
      manufacturer: 'FA04',
      deviceType: 'ESME',
      variantFamily: 'poly',
      devices: 12,
      devicesByStatus: { Pending: 10, Commissioned: 2, Decommissioned: 1, Withdrawn: 1 },
      deviceLimit: 100,
      startDate: '2026-11-01',
      endDate: '2028-04-30',
      state: 'active',
    });
  });

  test('[R29] incidents: one for the two entries of one cause', async () => {
    const { answer } = await cpl('incidents');
    expect(answer).toEqual([
      {
        incidentId: expect.any(String),
        cause: 'GBCS 4.4 not recognised',
        category: 2,
        confirmed: false,
        state: 'open',
        openedAt: INSTANT,
        resolvedAt: null,
        entries: ['ESME/FA05/B1CD/010A/0A10410C', 'GSME/FA06/B23D/010A/0B11950C'],
      },
    ]);
  });

  test('check: judges against the accepted list, and changes nothing', async () => {
    writeFileSync('next.csv', demoInput('cpl-20261109.csv').replace(',2031-03-31,', ',2032-03-31,'));
    const { answer, exitCode } = await cpl('check', 'next.csv');
    expect(exitCode).toBe(0);
    expect(answer.counts).toMatchObject({ changed: 1, added: 0 });
    expect((await cpl('uploads')).answer).toHaveLength(4);
  });

  test('upload and approve: an extract that removes too much is held until somebody says why it may', async () => {
    const lines = demoInput('cpl-20261109.csv').split('\r\n');
    writeFileSync('cpl-20261116.csv', lines.filter((_, index) => index === 0 || index % 10 !== 0).join('\r\n'));
    const held = await cpl('upload', 'cpl-20261116.csv');
    expect(held.exitCode).toBe(1);
    expect(held.answer).toMatchObject({ state: 'held', key: 'cpl/cpl-20261116.csv' });
    const { answer, exitCode } = await cpl('approve', held.answer.uploadId, '--reason', 'A test takes a tenth away');
    expect(exitCode).toBe(0);
    expect(answer).toMatchObject({ uploadId: held.answer.uploadId, decision: 'accepted' });
    const again = await cpl('approve', held.answer.uploadId, '--reason', 'once more');
    expect(again).toEqual({ exitCode: 2, answer: `Upload ${held.answer.uploadId} is accepted, not held` });
  });

  test('trial: one trial with its devices and its history on the list', async () => {
    const { answer } = await cpl('trial', 'SYN-TRIAL-1');
    expect(answer).toMatchObject({ trialId: 'SYN-TRIAL-1', state: 'active', versions: [{ listVersion: 1 }] });
    expect(answer.trialDevices).toHaveLength(answer.devices);
    expect((await cpl('trial', 'SYN-TRIAL-9')).exitCode).toBe(2);
  });

  test('[R66] [R69] report: extracts of the inventory are made on demand, in the reports bucket', async () => {
    const all = await cpl('report', 'esi-034');
    expect(all.answer).toMatchObject({
      key: expect.stringMatching(/^esi-034\/ESI-034-R[0-9a-f]{8}\.csv$/),
    });
    expect((await cpl('report', 'esi-034i')).answer.rows).toBeGreaterThanOrEqual(all.answer.rows);
    expect((await cpl('report', 'esi-034i')).answer.rows).toBe(0);
    expect((await cpl('report', 'opr')).answer.rows).toBeGreaterThan(0);
  });

  test('[R21] [R23] gbcs: every version of the register; --csv is the file, which would be activated as it is', async () => {
    const { answer } = await cpl('gbcs');
    expect(answer[0]).toMatchObject({ gbcsVersion: '1.0', state: 'expired', validTo: '2018-05-07', nextChange: null });
    writeFileSync('gbcs-register.csv', (await runCpl('gbcs', '--csv')).printed);
    expect((await cpl('check', 'gbcs-register.csv')).answer).toMatchObject({ verdict: 'accepted', findings: [] });
  });

  test('report ssc --print shows it and sends nothing; without it the report is sent', async () => {
    const draft = await cpl('report', 'ssc', '--print');
    expect(draft.answer).toMatchObject({ reportId: 'DRAFT', trials: expect.any(Array) });
    const sent = await cpl('report', 'ssc');
    expect(sent.answer).toMatchObject({ reportId: expect.stringContaining('SSC-'), trials: 3, mail: 'sent' });
  });

  test('[R65] report ssc --at: as it was on a day that is past, or so far today; not of a day to come', async () => {
    const before = await cpl('report', 'ssc', '--print', '--at', '2020-01-31');
    expect(before.answer).toMatchObject({
      day: '2020-01-31',
      trials: [],
      rebuilt: { asOf: '2020-01-31T23:59:59.999Z' },
    });
    const today = pipeline.clock.now().slice(0, 10);
    expect((await cpl('report', 'ssc', '--at', today)).answer).toMatchObject({
      reportId: expect.stringContaining('SSC-'),
      trials: 3,
      mail: 'sent',
    });
    expect((await cpl('report', 'ssc', '--at', '2999-01-01')).answer).toContain('2999-01-01 is not past');
  });

  test('redrive gives the dead letters back, and what can never succeed comes back with its reason', async () => {
    expect((await cpl('redrive', 'srv-events')).answer).toEqual({ queue: 'srv-events', moved: 1 });
    await workedOff(demoAccess(pipeline.run, () => pipeline.clock.now()));
    const { answer } = await cpl('status');
    expect(answer.queues.find(({ queue }: { queue: string }) => queue === 'srv-events').deadLetters).toBe(1);
  });

  test('clock: reads the time, and moves it', async () => {
    const before = (await cpl('clock')).answer.now;
    const after = (await cpl('clock', 'advance', 'PT24H')).answer.now;
    expect(Date.parse(after) - Date.parse(before)).toBeGreaterThanOrEqual(86_400_000);
    expect((await cpl('entries', '--overdue')).answer.length).toBeGreaterThanOrEqual(2);
    expect((await cpl('clock', 'advance', 'tomorrow')).exitCode).toBe(2);
  });
});
