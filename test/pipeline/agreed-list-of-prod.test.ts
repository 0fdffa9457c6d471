import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { handler } from '../../functions/intake/handler.ts';
import { agreedListCsv } from '../support/agreed-list-csv.ts';
import { cplCsv } from '../support/cpl-csv.ts';
import { type FunctionAtWork, functionAtWork } from '../support/function-at-work.ts';
import { invoke } from '../support/lambda.ts';
import { sqsRecord } from '../support/lambda-event.ts';

const A_MONDAY = '2026-11-02T09:00:00.000Z';
const LIST = 'governance/agreed-list.csv';
/** The Device Model of the trial of `agreedListCsv`, as the CPL has it. */
const TRIAL = { entry: 0x010a, hardware: '030B', firmware: '0002012F' };

let at: FunctionAtWork;
beforeAll(async () => {
  at = await functionAtWork('intake', A_MONDAY, { stage: 'prod' });
});
afterAll(() => at.stop());

let messages = 0;
let minutes = 0;

async function deliver(body: string, SenderId = 'S3'): Promise<void> {
  messages += 1;
  const record = sqsRecord(`m-${messages}`, body, { MessageGroupId: 'lane', SenderId });
  const { answer } = {
    answer: undefined,
    ...(await invoke(handler, { Records: [record] }, { remainingMs: () => 120_000 })),
  };
  expect(answer).toEqual({ batchItemFailures: [] });
}

/** Puts a file into the inbox, a minute after what was done before. */
async function put(key: string, content: string) {
  minutes += 1;
  vi.setSystemTime(Date.parse(A_MONDAY) + minutes * 60_000);
  const { ledger } = at.access.ports;
  const before = new Set((await ledger.list('uploads')).map(({ uploadId }) => uploadId));
  await deliver(await at.put(key, content));
  const upload = (await ledger.list('uploads')).find(({ uploadId }) => !before.has(uploadId));
  if (upload === undefined) throw new Error(`${key} was not decided`);
  return upload;
}

/** Whoever signed in as `principal` confirms a list, under the name that they give. */
const confirm = (uploadId: string, principal: string, requestedBy: string) =>
  deliver(
    JSON.stringify({ command: 'approve', commandId: `c-${messages}`, uploadId, reason: 'As agreed', requestedBy }),
    principal,
  );
const decisionOf = async (uploadId: string) => (await at.access.ports.ledger.get('uploads', { uploadId }))?.decision;
const activeTrials = async () =>
  (await at.access.ports.governance.agreedListHistory()).trials
    .filter(({ until }) => until === undefined)
    .map(({ trialId }) => trialId);
const namesOf = (to: string) => to.split(/,\s*/).map((address) => address.split('@')[0]);

describe('an agreed list in prod', () => {
  test('[R47] whose instruction and agreement are of one party is refused', async () => {
    const { decision, findings } = await put(LIST, agreedListCsv({ dsp_agreement_reference: 'DCC:A-9' }));
    expect([decision, findings.map(({ code }) => code)]).toEqual([
      'refused',
      expect.arrayContaining(['AGL-ONE-PARTY']),
    ]);
  });

  test('[R47] is active once two people have confirmed it, each signed in as themself, and not by one under two names', async () => {
    const { uploadId, decision } = await put(LIST, agreedListCsv({}));
    expect(decision).toBe('held');
    await confirm(uploadId, 'AIDADCC', 'pat');
    await confirm(uploadId, 'AIDADCC', 'kim');
    expect([await decisionOf(uploadId), await activeTrials()]).toEqual(['held', []]);
    await confirm(uploadId, 'AIDADSP', 'sam');
    expect([await decisionOf(uploadId), await activeTrials()]).toEqual(['active', ['T-2026-1']]);
  });

  test('[R45] is notified to the two teams and the SSC, and to nobody else: Parties learn of the trial by the CPL', async () => {
    const active = (await at.mails()).filter(({ subject }) => subject.includes('Agreed list of trials active'));
    expect(active.map(({ to }) => namesOf(to))).toEqual([['dcc-service-team', 'dsp-service-team', 'ssc']]);
    expect((await at.mails()).flatMap(({ to }) => namesOf(to))).not.toContain('secas');
  });

  test('[R45] says which firmware the Panel has not put on the CPL yet', async () => {
    await put('cpl/cpl-1.1.csv', cplCsv([{ entry: 1 }]));
    const { findings } = await put(LIST, agreedListCsv({}));
    expect(findings.map(({ code }) => code)).toContain('AGL-NOT-ON-CPL');
  });

  test('[R45] has its entry on the CPL as any other: the DSP and SECAS see no trial in it', async () => {
    const upload = await put('cpl/cpl-1.2.csv', cplCsv([{ entry: 1 }, TRIAL], '1.2'));
    expect(upload).toMatchObject({
      decision: 'accepted',
      counts: { added: 1, blocked: 0, quarantined: 0 },
      findings: [],
    });
    const sent = await at.sentTo('dsp-updates');
    expect(sent).toHaveLength(2);
    const [receipt, ...others] = (await at.mails()).filter(({ subject }) => subject.includes('cpl-1.2.csv'));
    expect([receipt?.to && namesOf(receipt.to), others]).toEqual([['secas'], []]);
    for (const words of [...sent, receipt?.text]) expect(words).not.toMatch(/trial/i);
  });
});
