import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { agreedListCsv } from '../support/agreed-list-csv.ts';
import { runCpl, runCplJson } from '../support/cpl-command.ts';
import { cplCsv, type CplRow } from '../support/cpl-csv.ts';
import { registerOf } from '../support/gbcs-register-csv.ts';
import { LISTED, published, REMOVED } from '../support/listed-and-published.ts';
import { duis, prenotification } from '../support/srv-messages.ts';
import { type StoryDriver, storyDriver } from '../support/story.ts';
import { type StoryPipeline, storyPipeline } from '../support/story-pipeline.ts';
import { deviceIdOf } from '../support/trial-records.ts';

const UNRECOGNISED: CplRow = { entry: 30, number: 9, gbcs: '5.0' };
/** The trial ends on this day, and the weekly report is two days away. */
const A_SATURDAY = '2026-11-14T09:00:00Z';
const SUPPLIER = '90-B3-D5-1F-30-01-00-00';
const [TRIAL_ONE = '', TRIAL_TWO = '', EXPIRING = '', RENEWING = '', OFF_LIST = '', SUBSTITUTED = ''] = [
  1, 2, 3, 4, 5, 6,
].map(deviceIdOf);

let pipeline: StoryPipeline;
let story: StoryDriver;
let requests = 0;

beforeAll(async () => {
  pipeline = await storyPipeline(A_SATURDAY);
  story = storyDriver(pipeline.run);
});
afterAll(() => pipeline?.stop());

const joins = (deviceId: string, model: string, firmware = '00000100', manufacturer = 'AB01'): Promise<void> => {
  requests += 1;
  return story.send(
    duis('12.2', prenotification({ deviceId, model, firmware, manufacturer }), { counter: `${requests}` }),
  );
};
const settled = (): Promise<unknown> => story.pass('PT1S');
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

/** The newest mail whose subject has a text: whom it is for, and what it says, on one line. */
async function mail(
  subject: string,
): Promise<{ readonly to: string; readonly subject: string; readonly text: string }> {
  // A mail is the last thing of a decision: whoever saw the rest of it waits until all has come to rest.
  await settled();
  const found = (await story.letters()).findLast((letter) => letter.subject.includes(subject));
  if (found === undefined) throw new Error(`No mail has ${subject} in its subject`);
  return { to: found.to, subject: found.subject, text: flat(found.text) };
}

/** The SSC's report as it would be now. */
const draft = async (): Promise<string> => flat((await runCpl('report', 'ssc', '--print')).printed);

describe('a list as it really comes', () => {
  test('[R2] [R4] [R5] [R14] is accepted as it is, with SMETS1 and a model listed twice, blocks nothing and remarks on nothing', async () => {
    writeFileSync('cpl-1.1.csv', cplCsv(LISTED));
    const { answer } = await runCplJson('upload', 'cpl-1.1.csv');
    expect(answer).toMatchObject({ findings: [], counts: { added: 7, blocked: 0, quarantined: 0 } });
    await expect.poll(async () => (await runCplJson('uploads')).answer[0].state).toBe('uploaded');
    const entries = (await runCplJson('entries')).answer;
    expect(entries.map(({ entryKey }: { entryKey: string }) => entryKey).sort()).toEqual([
      'CH/AB01/0005/0101/00000100',
      'ESME/AB01/0001/0101/00000100',
      'ESME/AB01/0001/0101/00000200',
      'ESME/AB01/0003/0101/00000100',
      'ESME/AB01/0004/0101/00000100',
      'ESME/AB01/0009/0101/00000100',
      'GSME/10E0/0006/0101/00000100',
    ]);
    expect(entries.map(({ state }: { state: string }) => state)).toEqual(Array(7).fill('uploaded'));
    expect(entries.find(({ lines }: { lines: unknown[] }) => lines.length === 2)).toMatchObject({
      entryNumber: '000008',
      uploadedGbcsVersion: '4.1',
    });
    expect((await runCplJson('incidents')).answer).toEqual([]);
  });

  test('[R21] the register counts the entries of each version at once, before any look of the watch', async () => {
    const versions = (await runCplJson('gbcs')).answer;
    const entriesOf = (version: string) =>
      versions.find(({ gbcsVersion }: { gbcsVersion: string }) => gbcsVersion === version).entries;
    expect([entriesOf('4.1'), entriesOf('4.2')]).toEqual([6, 0]);
  });

  test('[R37] [R38] [R47] an agreed list under another name is activated without certificates, and notified to those concerned', async () => {
    const trial = {
      trial_id: 'T-1',
      model_identifier: '0001',
      hardware_version: '0101',
      firmware_version: '00000200',
      trial_certificate_id: 'CPA-TRIAL-1',
      start_date: '2026-11-14',
      end_date: '2026-11-14',
      device_limit: '1',
      justification: 'A small trial',
      end_decision: 'suspend',
    };
    writeFileSync('a-ok.csv', agreedListCsv(trial));
    expect((await runCplJson('agreed-list', 'check', 'a-ok.csv')).exitCode).toBe(0);
    const { answer } = await runCplJson('upload', 'a-ok.csv');
    expect(answer).toMatchObject({ state: 'active', key: 'governance/agreed-list.csv' });
    const { to } = await mail('Agreed list of trials active');
    expect(to.split(/,\s*/).map((address) => address.split('@')[0])).toEqual([
      'dcc-service-team',
      'dsp-service-team',
      'ssc',
    ]);
  });
});

describe('devices of the inventory', () => {
  test('[R1] one without an entry is said to be off the CPL, counted, and listed with its supplier', async () => {
    await joins(OFF_LIST, '99990101', '99999999', 'FF99');
    await joins(EXPIRING, '00010101');
    await joins(RENEWING, '00030101');
    for (const deviceId of [TRIAL_ONE, TRIAL_TWO]) await joins(deviceId, '00010101', '00000200');
    await settled();
    expect((await story.device(OFF_LIST)).onCpl).toBe(false);
    expect((await story.device(EXPIRING)).onCpl).toBe(true);
    const { printed } = await runCpl('report', 'esi-034');
    const [, key = ''] = /1 device in use without a Current CPL entry, listed in (\S+)/.exec(printed) ?? [];
    const rows = (await story.readReport(key)).split('\r\n').slice(1, -1);
    expect(rows).toEqual([expect.stringMatching(new RegExp(`^${OFF_LIST},ESME,Pending,.*,${SUPPLIER},$`))]);
  });

  test('[R2] a certificate that the device type of an entry needs, and that is not there, is asked of SECAS', async () => {
    await story.put('cpl/published-1.1-early.csv', published('000004'));
    const { to, text } = await mail('published-1.1-early.csv');
    expect(to).toContain('secas');
    expect(text).toContain(
      'Polyphase Electricity Metering Equipment needs a DLMS certificate, and the entry has none.',
    );
    expect(text.match(/needs a \w+ certificate/g)).toHaveLength(1);
  });

  test('[R67] certificates of any Device Model are reported with their devices, expiry and renewal apart', async () => {
    await story.put('cpl/published-1.1.csv', published());
    const devices = { byStatus: { Pending: 1 }, bySupplier: { [SUPPLIER]: 1 } };
    expect((await runCplJson('certificates')).answer).toMatchObject([
      { entryNumber: '000001', kind: 'expiry', date: '2026-12-13', daysLeft: 29, within: 30, devices },
      { entryNumber: '000003', kind: 'renewal', date: '2026-12-18', daysLeft: 34, within: 90, devices },
    ]);
    const report = await draft();
    expect(report).toMatch(/SYN-CPA-1 of ESME 0001 0101.* expires on 13 Dec 2026, in 29 days\. 1 device is in use\./);
    expect(report).toMatch(/SYN-CPA-3 of ESME 0003 0101.* is due for renewal on 18 Dec 2026, in 34 days\. 1 device/);
  });
});

describe('a trial whose devices the SSC decided to suspend', () => {
  const trialCases = async () =>
    (await runCplJson('report', 'ssc', '--print')).answer.decisions
      .filter(({ trialId }: { trialId: string }) => trialId === 'T-1')
      .map(({ event }: { event: string }) => event);

  test('[R59] [R62] once they are suspended, SECAS alone is asked, for the removal of the entry', async () => {
    expect(await trialCases()).toEqual(['trial-over-limit']);
    await story.pass('PT16H');
    expect(await story.trial('T-1')).toMatchObject({ state: 'ended', devicesByStatus: { Suspended: 2 } });
    expect(await trialCases()).toEqual(['trial-entry-current']);
    expect((await runCplJson('report', 'ssc')).answer).toMatchObject({ mail: 'sent' });
  });

  test('[R32] [R80] the receipt of the removal names the Device Model, its devices by status and their supplier', async () => {
    await story.put('cpl/cpl-1.2.csv', cplCsv(REMOVED, '1.2'));
    const { to, text } = await mail('cpl-1.2.csv');
    expect(to).toContain('secas');
    expect(text).toContain('1 Device Model loses its entry');
    expect(text).toMatch(
      new RegExp(
        `ESME 0001 0101, firmware 00000200 \\(AB01\\) \\| Entry number 000002 \\| Devices 2 Suspended \\| Suppliers ${SUPPLIER}`,
      ),
    );
    await settled();
  });

  test('[R59] [R62] then nothing is asked of anybody, and the report of Monday says what was done', async () => {
    expect(await trialCases()).toEqual([]);
    await story.pass('PT31H');
    const { to, text } = await mail('Trial devices');
    expect(to).toContain('ssc');
    expect(text).toContain('T-1: done: its CPL entries are marked as removed. Asked of SECAS since 15 Nov 2026');
    const worklist = text.slice(text.indexOf('Decisions needed'), text.indexOf('In figures'));
    expect(worklist).toContain('CPL entry 000001');
    expect(worklist).not.toContain('T-1');
  });

  test('[R54] [R69] what is past stays left out of OPR figures when the switch is turned off', async () => {
    const rows = async () =>
      (await story.readReport((await story.extract('opr')).key)).split('\r\n').slice(1, -1).sort();
    const before = await rows();
    expect(before.map((row) => row.split(',').slice(0, 2))).toEqual([
      ['2026-11', TRIAL_ONE],
      ['2026-11', TRIAL_TWO],
    ]);
    await story.put('governance/settings.json', '{"trialFlagging":"off"}');
    expect((await rows()).map((row) => row.split(',').slice(0, 3))).toEqual(
      before.map((row) => row.split(',').slice(0, 3)),
    );
    await story.put('governance/settings.json', '{"trialFlagging":"on","removalGuardDevices":0}');
  });

  test('[R80] a list that takes the entry of more devices than the guard allows is held, however few its entries', async () => {
    writeFileSync(
      'cpl-1.3.csv',
      cplCsv(
        REMOVED.map((row) => (row.entry === 3 ? { ...row, status: 'Removed' } : row)),
        '1.3',
      ),
    );
    expect((await runCplJson('upload', 'cpl-1.3.csv')).answer).toMatchObject({ state: 'held' });
    const { to, text } = await mail('CPL list held, approve or refuse it');
    expect(to).toContain('operations');
    expect(text).toContain('ESME 0003 0101, firmware 00000100 (AB01) | Entry number 000003 | Devices 1 Pending');
  });
});

describe('an entry that is sent under a substitute (Option B)', () => {
  test('[R30] the reason of each criterion of the incident fits its verdict', async () => {
    await joins(SUBSTITUTED, '001E0101');
    await settled();
    await story.put('cpl/cpl-1.4.csv', cplCsv([...REMOVED, UNRECOGNISED], '1.4'));
    const { text } = await mail('Proposed category 2');
    expect(text).toContain('Earlier firmware installs: no');
    expect(text).not.toMatch(/Does not apply\.[^:]*(?:held up|no firmware that could be installed)/);
    expect(text).toMatch(
      /To be assessed\. Installation plans are held up: of 1 Device Model the DSP holds no firmware/,
    );
  });

  test('[R17] [R18] [R22] its incident is mitigated, and each reader sees the version that it declares beside the one that was sent', async () => {
    await story.put('governance/settings.json', '{"gbcsSubstitution":{"5.0":"4.1"}}');
    const { text, subject } = await mail('mitigated');
    expect(subject).toContain('GBCS 5.0 not recognised');
    expect(text).toContain('4.1');
    expect(text).not.toContain('in its original order, or a newer line');
    await settled();
    expect(await story.device(SUBSTITUTED)).toMatchObject({ declaredGbcsVersion: '5.0', gbcsVersion: '4.1' });
    const correction = { entryNumber: '000009', declaredGbcsVersion: '5.0', uploadedGbcsVersion: '4.1' };
    expect((await runCplJson('corrections')).answer).toMatchObject([
      { ...correction, devices: { byStatus: { Pending: 1 }, bySupplier: { [SUPPLIER]: 1 } } },
    ]);
    expect((await runCplJson('report', 'ssc', '--print')).answer.corrections).toMatchObject([correction]);
    await story.pass('PT15M');
    expect((await mail('CPL watch')).text).toMatch(
      /1 entry is in the DSP under GBCS 4\.1 instead of 5\.0.*Entries: ESME 001E 0101/,
    );
    const rows = (await story.readReport((await story.extract('esi-034')).key)).split('\r\n');
    expect(rows.find((row) => row.startsWith(SUBSTITUTED))).toMatch(/,000009,Current,SMETS V5\.1,5\.0,4\.1$/);
  });

  test('[R17] [R47] the register corrects it, is notified to who put it in and whom it concerns, and the incident ends', async () => {
    await story.put('governance/gbcs-register.csv', registerOf('0.0', '1.0', '4.1', '5.0'));
    await settled();
    expect((await runCplJson('corrections')).answer).toEqual([]);
    expect(await story.device(SUBSTITUTED)).toMatchObject({ declaredGbcsVersion: '5.0', gbcsVersion: '5.0' });
    const receipt = await mail('GBCS register active');
    for (const reader of ['dcc-service-team', 'dsp-service-team', 'secas', 'operations'])
      expect(receipt.to).toContain(reader);
    const [mitigated, resolved] = [await mail('mitigated'), await mail('resolved after')];
    expect(resolved.to).toBe(mitigated.to);
    expect(resolved.text).toMatch(/correct/i);
  });
});

test('a story that is to be played on a pipeline of a run file begins on an empty one alone', async () => {
  vi.stubEnv('STORIES_ON', '.local/run.json');
  onTestFinished(() => void vi.unstubAllEnvs());
  await expect(storyPipeline(A_SATURDAY)).rejects.toThrow(
    /begins at 2026-11-14T09:00:00Z on an empty pipeline; .*npm start/,
  );
});
