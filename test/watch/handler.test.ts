import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { DspChange } from '../../functions/contracts/dsp-change.ts';
import { handler as intake } from '../../functions/intake/handler.ts';
import { handler } from '../../functions/watch/handler.ts';
import { agreedListCsv } from '../support/agreed-list-csv.ts';
import { cplCsv } from '../support/cpl-csv.ts';
import { type FunctionAtWork, functionAtWork } from '../support/function-at-work.ts';
import { invoke } from '../support/lambda.ts';
import { sqsRecord } from '../support/lambda-event.ts';
import { evaluatedRecord } from '../support/trial-records.ts';

const PUBLISHED = '2026-11-02T09:00:00.000Z';
/** The day after, with an hour left of the 24. */
const NOW = '2026-11-03T08:00:00.000Z';
const SECAS = 'secas@dev.example.org';
const OPERATIONS = 'operations@dev.example.org';
const REGISTER = [
  'gbcs_version,recognised,valid_from,valid_to,dsp_mapping,source,confidence,note',
  '4.1,yes,,2026-11-02,4.1,synthetic,high,',
  '4.2,yes,,,4.2,synthetic,high,',
  '',
].join('\n');
let at: FunctionAtWork;

/** A lane that has decided a register, an agreed list and an extract, whose last letters SES did not take. */
beforeAll(async () => {
  at = await functionAtWork('intake', PUBLISHED);
  const work = async (key: string, text: string): Promise<void> => {
    const Records = [sqsRecord('m-1', await at.put(key, text), { MessageGroupId: 'lane' })];
    expect(await invoke(intake, { Records }, { remainingMs: () => 120_000 })).toMatchObject({
      answer: { batchItemFailures: [] },
    });
  };
  await work('governance/gbcs-register.csv', REGISTER);
  const [trial, more] = ['00000200', '00000300'].map((firmware_version) => ({ trial_id: 'T-1', firmware_version }));
  await work('governance/agreed-list.csv', agreedListCsv({ ...trial }, { ...more }));
  await work('governance/agreed-list.csv', agreedListCsv({ ...trial }));
  const identities = [...at.mailIdentities];
  at.mailIdentities.clear();
  await work(
    'cpl/cpl-1.1.csv',
    cplCsv([
      { entry: 1, gbcs: '4.1' },
      { entry: 2, gbcs: '4.2' },
      { entry: 3, gbcs: '9.9' },
    ]),
  );
  for (const each of identities) at.mailIdentities.add(each);
  const lists = [await at.access.rehearsalBase.governance.agreedList()];
  for (const [index, firmwareVersion] of ['00000200', '00000300'].entries()) {
    await at.access.reportPorts.devices.put(evaluatedRecord(index, lists, { at: PUBLISHED, firmwareVersion }), 0);
  }
  for (const body of await at.sentTo('dsp-updates')) {
    const reached = { sentAt: PUBLISHED, uploadedAt: PUBLISHED };
    await at.access.reportPorts.models.apply(DspChange.parse(JSON.parse(body)), reached);
  }
  await at.sentTo('srv-events');
  vi.setSystemTime(Date.parse(NOW));
  at.takePlaceOf('watch');
});

afterAll(() => at.stop());

test('[R7] [R24] a run closes what has arrived, asks the lane, sends deferred mail, and notifies each recipient of what concerns them', async () => {
  const before = (await at.mails()).length;
  const ended = await invoke(handler, { watch: 'all' });
  expect(ended).toMatchObject({
    answer: { dispatchesClosed: 1, reconsidered: 1, news: 3, mailsSent: 4 },
    lines: [
      {
        service: 'watch',
        EntriesWaiting: 1,
        OldestWaitingHours: 23,
        TrialDevices: 1,
        TrialFirmwareOutside: 1,
        IncidentsOpen: 1,
      },
    ],
  });
  expect((await at.sentTo('lane')).map((body): unknown => JSON.parse(body))).toMatchObject([
    { command: 'reconsider', requestedBy: 'watch' },
  ]);
  const from = expect.stringContaining('cpl-pipeline@dev.example.org');
  expect((await at.mails()).slice(before)).toMatchObject([
    {
      subject: expect.stringContaining('1 entry blocked, GBCS 9.9'),
      to: expect.stringContaining(`${OPERATIONS}, ${SECAS}, `),
      from,
    },
    { subject: expect.stringContaining('cpl-1.1.csv'), to: SECAS, from },
    { subject: 'Action for SECAS: Expired GBCS versions on the CPL: 1 newly noticed', to: SECAS, from },
    {
      subject: 'Action for DCC operations: CPL watch: 1 trial matter to act on and 1 deadline at risk',
      to: OPERATIONS,
      from,
    },
  ]);
});

test('the next run reports to nobody again', async () => {
  const before = (await at.mails()).length;
  expect(await invoke(handler, { watch: 'all' })).toMatchObject({
    answer: { dispatchesClosed: 0, news: 0, mailsSent: 0 },
  });
  expect(await at.mails()).toHaveLength(before);
  await at.sentTo('lane');
});

test('it makes no request that its role does not allow', () => {
  expect(at.gate.refusals.filter((words) => !words.includes('s3:ListBucket'))).toEqual([]);
});
