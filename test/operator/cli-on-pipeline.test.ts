import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_BEGINS, demoInput, loadDemo } from '../../infra/local/demo-inputs.ts';
import type { LocalPipeline } from '../../infra/local/pipeline.ts';
import { NO_COUNTS } from '../../functions/intake/lane/arrival.ts';
import { blockedDemoEntry, INSTANT } from '../support/blocked-demo-entry.ts';
import { runCpl, runCplJson as cpl } from '../support/cpl-command.ts';
import { nextIssue } from '../support/next-demo-issue.ts';
import { type PipelineInFolder, pipelineInFolder } from '../support/pipeline-in-folder.ts';

let place: PipelineInFolder;
let pipeline: LocalPipeline;

beforeAll(async () => {
  place = await pipelineInFolder(DEMO_BEGINS);
  ({ pipeline } = place);
  await loadDemo(pipeline.run);
  await pipeline.quiet();
});

afterAll(() => place?.stop());

const BLOCKED = 'ESME/FA01/B1AD/010A/0A7701C4';

describe('the operator CLI on a running pipeline', () => {
  test('[R13] [R14] uploads: each file with its issue, state and counts; one governance file of a kind is active', async () => {
    const { answer } = await cpl('uploads');
    expect(answer).toHaveLength(14);
    const of = (key: string) => answer.find((upload: { key: string }) => upload.key === key);
    expect(of('cpl/cpl-2.312.csv')).toEqual({
      uploadId: expect.any(String),
      key: 'cpl/cpl-2.312.csv',
      kind: 'cpl',
      version: '2.312',
      state: 'blocked',
      receivedAt: INSTANT,
      deadline: INSTANT,
      counts: { ...NO_COUNTS, added: 3, unchanged: 181, blocked: 2, waiting: 2 },
      findings: expect.any(Array),
    });
    expect(of('cpl/cpl-2.304.csv')).toMatchObject({ state: 'uploaded', counts: { gbcsOnly: 1 } });
    expect(of('cpl/cpl-2.309.csv')).toMatchObject({
      counts: { reinstated: 2, duplicate: 1 },
      findings: expect.arrayContaining([expect.objectContaining({ code: 'CPL-DUPLICATE', field: 'Entry.number' })]),
    });
    expect(of('governance/gbcs-register.csv')).toMatchObject({ state: 'active', version: '1', deadline: null });
  });

  test('[R9] entries --blocked: published, not sent, and why', async () => {
    const { answer } = await cpl('entries', '--blocked');
    expect(answer).toHaveLength(2);
    const { entryNumber } = answer[0];
    expect(answer[0]).toEqual(blockedDemoEntry(BLOCKED, entryNumber));
  });

  test('[R14] [R15] entries: a model that was listed again has both lines, and the number of the one that holds', async () => {
    const { answer } = await cpl('entries');
    const relisted = answer.find(({ history }: { history: { kind: string }[] }) =>
      history.some(({ kind }) => kind === 'gbcsOnly'),
    );
    const { lines } = relisted;
    expect(lines).toHaveLength(2);
    expect(relisted).toMatchObject({
      state: 'uploaded',
      entryNumber: lines[1].number,
      uploadedGbcsVersion: lines[1].gbcsVersion,
      history: [
        { kind: 'added', entryNumber: lines[0].number, issue: '2.301' },
        { kind: 'gbcsOnly', entryNumber: lines[1].number, issue: '2.304' },
      ],
    });
  });

  test('[R15] history: every line of one entry and how far it came; an entry nobody heard of is none', async () => {
    const { answer, exitCode } = await cpl('history', BLOCKED.toLowerCase());
    expect(exitCode).toBe(0);
    expect(answer).toEqual({
      entryKey: BLOCKED,
      known: true,
      state: 'blocked',
      history: [expect.objectContaining({ kind: 'added', state: 'blocked', issue: '2.312' })],
    });
    const unknown = await cpl('history', 'ESME/FFFF/B1CD/010A/0A10410C');
    expect(unknown).toEqual({
      exitCode: 1,
      answer: { entryKey: 'ESME/FFFF/B1CD/010A/0A10410C', known: false, state: null, history: [] },
    });
    expect((await cpl('history', 'B1CD')).exitCode).toBe(2);
  });

  test('[R27] export: the accepted list in the format it came in; put in again, it changes nothing', async () => {
    const { answer } = await cpl('export', 'list.csv');
    expect(answer).toMatchObject({ file: 'list.csv', key: 'cpl/cpl-2.312.csv', issue: '2.312' });
    expect(readFileSync('list.csv', 'utf8')).toBe(demoInput('cpl-2.312.csv'));
    const { answer: verdict } = await cpl('check', 'list.csv');
    expect(verdict).toMatchObject({ verdict: 'accepted', counts: { added: 0, changed: 0, removed: 0 } });
    writeFileSync('cpl-2.312.csv', '');
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
      entryNumber: '000165',
      declaredGbcsVersion: '4.1',
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
      devices: 13,
      devicesByStatus: { Pending: 11, Commissioned: 2, Decommissioned: 1, Withdrawn: 1 },
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
        entries: [BLOCKED, 'GSME/FA0A/B09D/010A/0A7702C4'],
      },
    ]);
  });

  test('check: evaluates against the accepted list, and changes nothing', async () => {
    writeFileSync(
      'next.csv',
      nextIssue((row) => row.replace(/,GBCS Version 4\.1,([0-9A-F])/, ',GBCS Version 4.1,0'), 1),
    );
    const { answer, exitCode } = await cpl('check', 'next.csv');
    expect(exitCode).toBe(0);
    expect(answer.counts).toMatchObject({ changed: 1, added: 0 });
    expect((await cpl('uploads')).answer).toHaveLength(14);
  });

  test('upload and approve: an extract that removes too much is held until somebody says why it may', async () => {
    writeFileSync(
      'cpl-2.313.csv',
      nextIssue((row) => row.replace(',Current,', ',Removed,'), 20),
    );
    const held = await cpl('upload', 'cpl-2.313.csv');
    expect(held.exitCode).toBe(1);
    expect(held.answer).toMatchObject({ state: 'held', key: 'cpl/cpl-2.313.csv' });
    const { answer, exitCode } = await cpl('approve', held.answer.uploadId, '--reason', 'A test takes a tenth away');
    expect(exitCode).toBe(0);
    expect(answer).toMatchObject({ uploadId: held.answer.uploadId, decision: 'accepted' });
    const again = await cpl('approve', held.answer.uploadId, '--reason', 'once more');
    expect(again).toEqual({ exitCode: 2, answer: `Upload ${held.answer.uploadId} is accepted, not held` });
  });

  test('refuse: an extract that is held is refused with the reason that its sender gets', async () => {
    const shorter = nextIssue((row) => row.replace(',Current,', ',Removed,'), 60).replaceAll('2.313', '2.314');
    writeFileSync('cpl-2.314.csv', shorter);
    const { uploadId } = (await cpl('upload', 'cpl-2.314.csv')).answer;
    const { answer, exitCode } = await cpl('refuse', uploadId, '--reason', 'A draft');
    expect([exitCode, answer]).toEqual([0, expect.objectContaining({ uploadId, decision: 'refused' })]);
    expect((await cpl('approve', uploadId, '--reason', 'after all')).exitCode).toBe(2);
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
      key: expect.stringMatching(/^esi-034\/ESI-034-R[0-9a-f]{8}-AMBER\.csv$/),
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
    const lying = (await cpl('dead-letters', 'srv-events')).answer;
    expect(lying).toMatchObject([{ reason: expect.any(String), body: expect.any(String) }]);
    expect((await cpl('redrive', 'srv-events')).answer).toEqual({
      queue: 'srv-events',
      moved: 1,
      cameBack: 1,
      waiting: 0,
    });
    await pipeline.quiet();
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
