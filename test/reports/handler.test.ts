import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { LedgerWriter } from '../../functions/contracts/ledger.ts';
import { handler } from '../../functions/reports/handler.ts';
import { cplEntry, dspChange } from '../support/cpl-entries.ts';
import { type FunctionAtWork, functionAtWork } from '../support/function-at-work.ts';
import { invoke } from '../support/lambda.ts';
import { agreedList } from '../support/srv-messages.ts';
import { deviceIdOf, evaluatedRecord, TRIAL_FIRMWARE } from '../support/trial-records.ts';

const NOW = '2026-11-02T07:00:00.000Z';
const BEFORE = '2026-10-26T07:00:00.000Z';
const KEY = 'governance/agreed-list/000001.json';
let at: FunctionAtWork;

/** A trial of one device, and the model whose firmware it runs. */
beforeAll(async () => {
  at = await functionAtWork('reports', BEFORE);
  const { rehearsalBase, archive, reportPorts } = at.access;
  const list = agreedList(1, BEFORE, [{ trialId: 'T1', firmwareVersion: TRIAL_FIRMWARE }]);
  await archive.put(KEY, JSON.stringify(list), 'application/json');
  const active = { version: 1, uploadId: 'upload-1', key: KEY, receivedAt: BEFORE, activatedAt: BEFORE };
  const ledger: LedgerWriter<'activeGovernance'> = rehearsalBase.ledger;
  await ledger.put('activeGovernance', { revision: 1, agreedList: active });
  await reportPorts.devices.put(evaluatedRecord(1, [list], { at: BEFORE }), 0);
  const change = dspChange(1, cplEntry({ firmwareVersion: TRIAL_FIRMWARE }));
  await reportPorts.models.apply(change, { sentAt: BEFORE, uploadedAt: BEFORE });
  vi.setSystemTime(Date.parse(NOW));
});

afterAll(() => at.stop());

/** Runs the function: it comes to an answer, and prints one line and nothing else. */
async function ran(input: object): Promise<Readonly<Record<string, unknown>>> {
  const ended = await invoke(handler, input);
  expect(ended).toHaveProperty('answer');
  expect(ended.lines).toMatchObject([{ message: 'run', service: 'reports' }]);
  return 'answer' in ended ? Object(ended.answer) : {};
}

test('[R75] the report is made of the trial and its devices, kept, noted as sent, and mailed to the SSC once', async () => {
  const scheduled = { report: 'ssc', scheduledTime: NOW };
  const answer = await ran(scheduled);
  expect(answer).toMatchObject({ trials: 1, devices: 1, mail: 'sent' });
  expect(await at.access.reportPorts.reports.find(String(answer['reportId']))).toMatchObject({
    devices: [{ deviceId: deviceIdOf(1), trialId: 'T1' }],
  });
  expect(await at.access.rehearsalBase.ledger.get('reportSent')).toMatchObject({
    reportId: answer['reportId'],
    sentAt: NOW,
  });
  expect(await ran(scheduled)).toMatchObject({ reportId: answer['reportId'], mail: 'already-sent' });
  expect(await at.mails()).toMatchObject([
    {
      subject: expect.stringContaining(String(answer['reportId'])),
      to: 'ssc@dev.example.org',
      from: expect.stringContaining('cpl-pipeline@dev.example.org'),
      attachments: [expect.objectContaining({ fileName: expect.stringContaining('.xlsx') })],
    },
  ]);
});

test('a report on the past is rebuilt', async () => {
  expect(await ran({ report: 'ssc', requestId: 'past', at: '2026-10-26T08:00:00.000Z' })).toMatchObject({
    trials: 1,
    devices: 1,
  });
});

test.each([
  ['esi-034', ',true,T1,', 1],
  ['esi-034i', ',true,T1,', 1],
  // Of the month in which the trial began, and of this one.
  ['opr', ',T1', 2],
])('[R66] [R69] the extract %s is made of the inventory', async (report, flagged, rows) => {
  const answer = await ran({ report });
  expect(answer).toMatchObject({ rows });
  const text = await at.reports.text(String(answer['key']));
  expect(text).toContain(deviceIdOf(1));
  expect(text).toContain(flagged);
});

test('it makes no request that its role does not allow', () => {
  expect(at.gate.refusals.filter((words) => !words.includes('s3:ListBucket'))).toEqual([]);
});
