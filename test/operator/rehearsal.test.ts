import { describe, expect, test } from 'vitest';
import { NO_PIPELINE, rehearse } from '../../functions/operator/rehearsal.ts';
import { agreedListCsv } from '../support/agreed-list-csv.ts';
import { cplCsv, type CplRow } from '../support/cpl-csv.ts';
import { FakeLane } from '../support/fake-lane.ts';
import { registerOf } from '../support/gbcs-register-csv.ts';
import { putFile, putList, rowsOf } from '../support/lane-lists.ts';
import { workbookOf } from '../support/workbook-lists.ts';

const NOW = '2026-11-02T12:00:00.000Z';

/** What the lane would answer to a file, and that the rehearsal changed nothing. */
async function rehearsedFile(lane: FakeLane, body: string | Uint8Array, key = 'cpl/next.csv') {
  const before = structuredClone({ state: lane.ledger.state, objects: [...lane.archive.objects.keys()] });
  const bytes = Buffer.from(body);
  const file = { key, size: bytes.byteLength, isSigned: false, bytes: () => chunksOf(bytes) };
  const { ledger } = lane;
  const archive = { read: lane.archive.read.bind(lane.archive) };
  const { governance, devices } = lane.ports();
  const answer = await rehearse(file, { ledger, archive, governance, devices }, NOW);
  expect({ state: lane.ledger.state, objects: [...lane.archive.objects.keys()] }).toEqual(before);
  return answer;
}

const rehearsed = async (lane: FakeLane, body: string | Uint8Array, key?: string) =>
  (await rehearsedFile(lane, body, key)).receipt;

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const removed = (count: number): CplRow[] =>
  rowsOf(40).map((row, index) => (index < count ? { ...row, status: 'Removed' } : row));

describe('a rehearsal', () => {
  test('answers for its own file, although the list would take the place of held ones', async () => {
    const lane = new FakeLane();
    await putList(lane, rowsOf(40), '1.1');
    await putFile(lane, 'cpl/held.xlsx', workbookOf(removed(30), '1.2'));
    expect(lane.ledger.state.held).toHaveLength(1);
    expect(await rehearsed(lane, cplCsv(rowsOf(41), '1.3'))).toMatchObject({
      upload: { key: 'cpl/next.csv', decision: 'accepted', version: '1.3', counts: { added: 1 } },
    });
  });

  test('answers for the list of a workbook, not for its certificates', async () => {
    expect(await rehearsed(new FakeLane(), workbookOf(rowsOf(2)), 'cpl/next.xlsm')).toMatchObject({
      upload: { kind: 'cpl', counts: { added: 2 } },
    });
  });

  test('counts the devices of the SMI, so that it is held where the lane would hold it', async () => {
    const lane = new FakeLane();
    await putList(lane, rowsOf(40), '1.1');
    lane.devicesOf.set('AB01/00010101/00000100', { Commissioned: 1001 });
    expect(await rehearsed(lane, cplCsv(removed(1), '1.2'))).toMatchObject({
      upload: { decision: 'held' },
      removed: [{ entryNumber: '000001', devices: { Commissioned: 1001 } }],
    });
  });

  test('says that an issue was skipped, or lies too far ahead', async () => {
    const lane = new FakeLane();
    await putList(lane, rowsOf(1), '1.1');
    const skipped = await rehearsed(lane, cplCsv(rowsOf(2), '1.3'));
    expect(skipped.findings.map(({ code }) => code)).toContain('CPL-ISSUE-SKIPPED');
    expect(await rehearsed(lane, cplCsv(rowsOf(2), '3.001'))).toMatchObject({ upload: { decision: 'held' } });
  });

  test('needs no pipeline', async () => {
    const bytes = Buffer.from(cplCsv(rowsOf(1)));
    const file = { key: 'cpl/a.csv', size: bytes.byteLength, isSigned: false, bytes: () => chunksOf(bytes) };
    expect(await rehearse(file, NO_PIPELINE, NOW)).toMatchObject({ receipt: { upload: { decision: 'accepted' } } });
    const other = { ...file, key: 'cpl/notes.txt' };
    await expect(rehearse(other, NO_PIPELINE, NOW)).rejects.toThrow('is not a file of the inbox');
  });
});

describe('the rehearsal of a governance file', () => {
  const TRIAL = 'AB01/010A030B/0002012F';
  /** A lane with one blocked entry, and devices of the firmware of the synthetic trial. */
  async function laneWithTrial(): Promise<FakeLane> {
    const lane = new FakeLane();
    await putList(lane, [{ entry: 1 }, { entry: 2, gbcs: '9.9' }], '1.1');
    lane.devicesOf.set(TRIAL, { Commissioned: 3, Pending: 1 });
    lane.byFirmware.set(TRIAL, ['00-DB-12-34-56-78-90-01', '00-DB-12-34-56-78-90-02']);
    return lane;
  }
  const gained = { firmware: TRIAL, from: null, to: 'T-2026-1', devices: 4, atLeast: false };

  test('[R82] of an agreed list says which devices would gain the flag, and who would be written to', async () => {
    const lane = await laneWithTrial();
    const { governance } = await rehearsedFile(lane, agreedListCsv({}), 'governance/agreed-list.csv');
    expect(governance).toMatchObject({
      flags: [{ ...gained, deviceIds: ['00-DB-12-34-56-78-90-01', '00-DB-12-34-56-78-90-02'] }],
      mails: [
        {
          to: ['DCC Service team', 'DSP Service team', 'SSC'],
          subject: 'Agreed list of trials active: agreed-list.csv',
        },
      ],
      released: [],
      waiting: [{ why: 'GBCS 9.9 not recognised' }],
    });
  });

  test('[R82] names the first twenty devices of a firmware, and counts all of them', async () => {
    const lane = await laneWithTrial();
    const ids = Array.from({ length: 25 }, (_, number) => `00-DB-12-34-56-78-90-${String(number).padStart(2, '0')}`);
    lane.devicesOf.set(TRIAL, { Commissioned: ids.length });
    lane.byFirmware.set(TRIAL, ids);
    const { governance } = await rehearsedFile(lane, agreedListCsv({}), 'governance/agreed-list.csv');
    expect(governance?.flags).toMatchObject([{ devices: 25, deviceIds: ids.slice(0, 20) }]);
  });

  test('[R54] [R82] of the switch says which devices would lose the flag, and which would gain it again', async () => {
    const lane = await laneWithTrial();
    await lane.drop('governance/agreed-list.csv', agreedListCsv({}));
    const off = await rehearsedFile(lane, '{"trialFlagging":"off"}', 'governance/settings.json');
    expect(off.governance?.flags).toMatchObject([{ ...gained, from: 'T-2026-1', to: null }]);
    await lane.drop('governance/settings.json', '{"trialFlagging":"off"}');
    const on = await rehearsedFile(lane, '{}', 'governance/settings.json');
    expect(on.governance?.flags).toMatchObject([gained]);
    const same = await rehearsedFile(lane, '{"trialFlagging":"off"}', 'governance/settings.json');
    expect(same.governance?.flags).toEqual([]);
  });

  test('[R82] of a register says which lines would go, which versions would no longer be let on, and the letters', async () => {
    const lane = await laneWithTrial();
    const register = registerOf('9.9') + '4.1,no,,,,synthetic,high,\n';
    const { governance } = await rehearsedFile(lane, register, 'governance/gbcs-register.csv');
    expect(governance).toMatchObject({
      released: [{ entryKey: 'ESME/AB01/0002/0101/00000100', gbcsVersion: '9.9' }],
      waiting: [],
      noLongerRecognised: [{ gbcsVersion: '4.1', entries: 1 }],
      letters: [expect.stringMatching(/^PARTIES-INC-.*-RESOLVED$/)],
    });
    expect(governance?.mails.map(({ subject }) => subject)).toEqual([
      expect.stringContaining('resolved after'),
      'GBCS register active: gbcs-register.csv',
    ]);
  });

  test('of a file that would be refused has only its answer', async () => {
    const { receipt, governance } = await rehearsedFile(new FakeLane(), '{"x":1}', 'governance/settings.json');
    expect([receipt.upload.decision, governance]).toEqual(['refused', undefined]);
  });
});
