import { createSign, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { handler } from '../../functions/intake/handler.ts';
import { gbcsView } from '../../functions/operator/views/gbcs.ts';
import { agreedListCsv } from '../support/agreed-list-csv.ts';
import { cplCsv } from '../support/cpl-csv.ts';
import { cplEntry, dspChange } from '../support/cpl-entries.ts';
import { type FunctionAtWork, functionAtWork } from '../support/function-at-work.ts';
import { invoke } from '../support/lambda.ts';
import { sqsRecord } from '../support/lambda-event.ts';
import { agreedList } from '../support/srv-messages.ts';
import { deviceIdOf, evaluatedRecord } from '../support/trial-records.ts';

const NOW = '2026-11-02T09:00:00.000Z';
const SECAS_ADDRESS = 'secas@dev.example.org';
const OPERATIONS = 'operations@dev.example.org';
const SECAS = generateKeyPairSync('ec', { namedCurve: 'P-256' });
/** While set, DynamoDB takes nothing. */
let isAway = false;
let at: FunctionAtWork;

beforeAll(async () => {
  at = await functionAtWork('intake', NOW, { tableFaults: (action) => isAway && action === 'PutItem' });
  vi.stubEnv('EXTRACT_SIGNING_KEY', SECAS.publicKey.export({ type: 'spki', format: 'pem' }).toString());
});

afterAll(() => at.stop());

const deliver = (body: string) =>
  invoke(handler, { Records: [sqsRecord('m-1', body, { MessageGroupId: 'lane' })] }, { remainingMs: () => 120_000 });
const answer = (...ids: readonly string[]) => ({
  answer: { batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) },
});

async function uploadOf(key: string) {
  return (await at.access.ports.ledger.list('uploads')).find((upload) => upload.key === key);
}

test('[R5] a list in the inbox is decided, archived and answered, and its changes are sent to the DSP', async () => {
  const key = 'cpl/cpl-1.1.csv';
  expect(await deliver(await at.put(key, cplCsv([{ entry: 1 }, { entry: 2 }])))).toMatchObject(answer());
  const upload = await uploadOf(key);
  expect(upload).toMatchObject({ decision: 'accepted', receivedAt: NOW, counts: { added: 2 } });
  expect(await at.access.archive.text(upload?.receiptKey ?? '')).toContain('"receipt/2"');
  // Before the watch has looked once: what is not counted yet is not shown as none.
  expect(await gbcsView(at.access.ports)).toContainEqual(expect.objectContaining({ gbcsVersion: '4.1', entries: 2 }));
  expect((await at.sentTo('dsp-updates')).map((body): unknown => JSON.parse(body))).toMatchObject([
    { contract: 'dsp-change/2', entry: { entryNumber: '000001' } },
    { contract: 'dsp-change/2', entry: { entryNumber: '000002' } },
  ]);
  expect(await at.mails()).toMatchObject([
    {
      subject: 'CPL list accepted: cpl-1.1.csv',
      to: SECAS_ADDRESS,
      from: expect.stringContaining('cpl-pipeline@dev.example.org'),
    },
  ]);
});

test('[R8] [R31] a blocked line is an incident: all who must end it hear of it, and of the models it affects', async () => {
  // The DSP holds earlier firmware of the blocked entry's model.
  const earlier = dspChange(1, cplEntry({ modelIdentifier: '0001', hardwareVersion: '0101', firmwareVersion: '0001' }));
  await at.access.reportPorts.models.apply(earlier, { sentAt: NOW, uploadedAt: NOW });
  const rows = [{ entry: 1 }, { entry: 2 }, { entry: 1, number: 3, firmware: '00000300', gbcs: '9.9' }];
  expect(await deliver(await at.put('cpl/cpl-1.2.csv', cplCsv(rows, '1.2')))).toMatchObject(answer());
  expect(await at.access.ports.ledger.list('incidents')).toMatchObject([{ cause: 'GBCS 9.9 not recognised' }]);
  const [incident] = (await at.mails()).filter(({ subject }) => subject.includes('GBCS 9.9'));
  expect(incident?.to).toBe(
    `${OPERATIONS}, ${SECAS_ADDRESS}, dcc-service-team@dev.example.org, dsp-service-team@dev.example.org`,
  );
  expect(incident?.text.replaceAll(/\s+/g, ' ')).toContain('Earlier firmware installs: yes, for the one Device Model');
});

test('an extract that must be signed is accepted by the signature beside it, and by the key of the stage', async () => {
  expect(
    await deliver(await at.put('governance/settings.json', JSON.stringify({ signaturePolicy: 'require' }))),
  ).toMatchObject(answer());
  const [key, text] = ['cpl/cpl-1.3.csv', cplCsv([{ entry: 1 }, { entry: 2 }, { entry: 3 }], '1.3')];
  await at.put(`${key}.sig`, createSign('SHA256').update(text).sign(SECAS.privateKey, 'base64'));
  expect(await deliver(await at.put(key, text))).toMatchObject(answer());
  expect(await uploadOf(key)).toMatchObject({ decision: 'accepted' });
});

test('[R53] an agreed list is activated, and the devices that it affects are to be re-evaluated', async () => {
  const list = agreedList(1, '2026-01-01T00:00:00.000Z', []);
  await at.access.reportPorts.devices.put(evaluatedRecord(1, [list], { firmwareVersion: '00000200' }), 0);
  const row = { trial_id: 'T-1', model_identifier: '010A', hardware_version: '030B', firmware_version: '00000200' };
  expect(await deliver(await at.put('governance/agreed-list.csv', agreedListCsv(row)))).toMatchObject(answer());
  expect(await at.access.ports.governance.agreedListHistory()).toMatchObject({ activations: [{ version: 1 }] });
  expect((await at.sentTo('srv-events')).map((body): unknown => JSON.parse(body))).toMatchObject([
    { type: 'uk.smartdcc.pipeline.reevaluate', data: { deviceIds: [deviceIdOf(1)] } },
  ]);
});

test('what is no command is set aside with its reason', async () => {
  expect(await deliver('no command')).toMatchObject(answer());
  expect(await at.access.deadLetters('lane')).toMatchObject([
    { body: 'no command', reason: expect.stringContaining('Not a command') },
  ]);
});

test('a command that cannot be decided now fails its invocation, and is decided when it comes again', async () => {
  const key = 'cpl/cpl-1.4.csv';
  await deliver(await at.put('governance/settings.json', '{}'));
  const event = await at.put(
    key,
    cplCsv(
      [1, 2, 3, 4].map((entry) => ({ entry })),
      '1.4',
    ),
  );
  isAway = true;
  expect(await deliver(event)).toMatchObject({ thrown: { name: 'InternalServerError' }, lines: [] });
  isAway = false;
  expect(await deliver(event)).toMatchObject(answer());
  expect(await uploadOf(key)).toMatchObject({ decision: 'accepted', counts: { added: 1 } });
});

test('it makes no request that its role does not allow', () => {
  expect(at.gate.refusals.filter((words) => !words.includes('s3:ListBucket'))).toEqual([]);
});
