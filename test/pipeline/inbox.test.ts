import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localClients } from '../../functions/operator/pipeline-access.ts';
import type { EntryLine } from '../../functions/operator/views/entries.ts';
import type { IncidentLine } from '../../functions/operator/views/incidents.ts';
import type { UploadLine } from '../../functions/operator/views/uploads.ts';
import { A_MONDAY } from '../support/chosen-instant.ts';
import { cplCsv, type CplRow, entryKeyOf } from '../support/cpl-csv.ts';
import { registerOf } from '../support/gbcs-register-csv.ts';
import { type LaneDriver, laneDriver } from '../support/lane-driver.ts';

/** While set, every invocation of intake dies before its first request: what is put waits in the lane. */
let laneIsHeld = false;
let driver: LaneDriver;
let s3: ReturnType<typeof localClients>['s3'];
/** The list as it grows: every list of these tests has an entry more, and the next issue's number. */
const list: CplRow[] = [];

beforeAll(async () => {
  driver = await laneDriver({
    clockFrom: A_MONDAY,
    killPlan: (name) => (laneIsHeld && /intake/i.test(name) ? { atRequest: 0, afterMs: 0 } : undefined),
  });
  s3 = localClients(driver.pipeline.run).s3;
});

afterAll(() => driver.stop());

const Bucket = (): string => driver.pipeline.run.resources.inboxBucket;

function grown(cells: Partial<CplRow> = {}): string {
  list.push({ entry: list.length + 1, ...cells });
  return issued(list);
}

/** A list whose issue is as high as it has entries. */
function issued(rows: readonly CplRow[]): string {
  return cplCsv(rows, `1.${rows.length}`);
}

async function store(Key: string, Body: string): Promise<string | undefined> {
  const { VersionId } = await s3.send(new PutObjectCommand({ Bucket: Bucket(), Key, Body }));
  return VersionId;
}

/** The uploads of a key, oldest first. */
async function uploadsOf(key: string): Promise<readonly UploadLine[]> {
  return (await driver.cpl<UploadLine[]>('uploads')).filter((upload) => upload.key === key).toReversed();
}

/** The subjects of the letters about an upload. */
async function reported(uploadId: string | undefined): Promise<readonly string[]> {
  return (await driver.letters())
    .filter(({ mailId }) => mailId.includes(uploadId ?? 'no upload'))
    .map(({ subject }) => subject);
}

async function entry(number: number): Promise<EntryLine | undefined> {
  const entryKey = entryKeyOf({ entry: number });
  return (await driver.cpl<EntryLine[]>('entries')).find((line) => line.entryKey === entryKey);
}

describe('what is put into the inbox', () => {
  test.each([
    'cpl/list of November.csv',
    'cpl/a+b.csv',
    'cpl/a%2Bb.csv',
    'cpl/100%.csv',
    'cpl/Größe – №1 ✓.csv',
    'cpl/..list...csv',
    'cpl/../list.csv',
    'cpl/folder/./list.csv',
    "cpl/it's (a) list, {really}; & [more]=~!@$*.csv",
  ])('%s is read, and answered under its own name', async (key) => {
    await store(key, grown());
    await driver.settle();
    const [upload, ...others] = await uploadsOf(key);
    expect(others).toEqual([]);
    expect(upload).toMatchObject({ state: 'uploaded', counts: { added: 1, unchanged: list.length - 1 } });
    expect(await reported(upload?.uploadId)).toEqual([`CPL list accepted: ${key.split('/').at(-1)}`]);
    const receiptKey = `receipts/${key}/${upload?.uploadId}-accepted.json`;
    expect(await driver.access.archive.text(receiptKey)).toContain(JSON.stringify(key));
  });

  test.each(['cpl/list.txt', 'cpl/.csv', 'governance/other.csv', 'governance/../governance/settings.json'])(
    '%s is none of the files the pipeline knows, and the sender hears of it',
    async (key) => {
      await store(key, '{"trialFlagging":"off"}');
      await driver.settle();
      const [upload] = await uploadsOf(key);
      expect(upload).toMatchObject({ state: 'refused', findings: [{ code: 'KEY-NOT-EXPECTED', value: key }] });
      expect(await reported(upload?.uploadId)).toEqual([expect.stringContaining('refused')]);
    },
  );

  test('two uploads to one key, one right after the other, are two: each is read as it was when it came', async () => {
    const key = 'cpl/twice.csv';
    const [first, second] = [grown(), grown()];
    await store(key, first);
    await store(key, second);
    await driver.settle();
    const uploads = await uploadsOf(key);
    expect(uploads.map(({ state, counts }) => [state, counts.added])).toEqual([
      ['uploaded', 1],
      ['uploaded', 1],
    ]);
    expect((await entry(list.length))?.state).toBe('uploaded');
  });

  test('the same bytes again are a repeat, whatever they are called, and answered once a day', async () => {
    const names = ['once more.csv', 'and again.csv'];
    for (const name of names) {
      await store(`cpl/${name}`, issued(list));
      await driver.settle();
      const [upload] = await uploadsOf(`cpl/${name}`);
      expect(upload).toMatchObject({ state: 'repeat', counts: { added: 0, blocked: 0 } });
    }
    const subjects = (await driver.letters()).map(({ subject }) => subject);
    expect(subjects.filter((subject) => names.some((name) => subject.includes(name)))).toEqual([
      'CPL list received again, unchanged: once more.csv',
    ]);
  });

  test('a file that is deleted before it is read is still read: the bucket keeps the version', async () => {
    const key = 'cpl/deleted.csv';
    laneIsHeld = true;
    await store(key, grown());
    await driver.pipeline.quiet();
    await s3.send(new DeleteObjectCommand({ Bucket: Bucket(), Key: key }));
    laneIsHeld = false;
    await driver.settle();
    expect(await uploadsOf(key)).toMatchObject([{ state: 'uploaded', counts: { added: 1 } }]);
  });

  test('a version that is gone for good is refused, and the sender is asked to upload it again', async () => {
    const key = 'cpl/gone.csv';
    const before = await driver.picture();
    laneIsHeld = true;
    const VersionId = await store(key, issued([...list, { entry: 0x500 }]));
    await driver.pipeline.quiet();
    await s3.send(new DeleteObjectCommand({ Bucket: Bucket(), Key: key, VersionId }));
    laneIsHeld = false;
    await driver.settle();
    const [upload] = await uploadsOf(key);
    expect(upload).toMatchObject({ state: 'refused', findings: [{ code: 'CPL-FILE-GONE', severity: 'file' }] });
    expect(await reported(upload?.uploadId)).toEqual([expect.stringContaining('refused')]);
    expect((await driver.letters()).at(-1)?.text).toContain('before it could be read: upload it again.');
    expect((await driver.picture()).entries).toEqual(before.entries);
  });
});

test('[R8] [R29] what the DSP itself refuses comes back, is an incident, and is sent again once a register comes', async () => {
  // Our register recognises a version of four numbers, which is sent in the place of 9.9; the DSP cannot hold one.
  const substitute = '4.1.2.3';
  await driver.put('governance/gbcs-register.csv', registerOf('4.1', substitute));
  await driver.put('governance/settings.json', JSON.stringify({ gbcsSubstitution: { '9.9': substitute } }));
  await store('cpl/refused by the DSP.csv', grown({ gbcs: '9.9' }));
  await driver.settle();
  const reason = `DSP refused GBCS ${substitute}: not a version number it can hold`;
  const number = list.length;
  expect(await entry(number)).toMatchObject({ state: 'blocked', reason, uploadedGbcsVersion: null });
  expect(await uploadsOf('cpl/refused by the DSP.csv')).toMatchObject([{ state: 'blocked', counts: { waiting: 1 } }]);
  const incidents = () => driver.cpl<IncidentLine[]>('incidents');
  const open = async () => (await incidents()).filter(({ state }) => state === 'open');
  expect(await open()).toMatchObject([{ cause: reason, entries: [entryKeyOf({ entry: number })] }]);
  expect((await driver.letters()).map(({ subject }) => subject)).toContainEqual(
    expect.stringContaining(`1 entry blocked, ${reason}`),
  );

  // A register that fixes nothing sends it again all the same: the DSP refuses it once more.
  await driver.put('governance/gbcs-register.csv', registerOf('4.1', '4.2', substitute));
  expect(await entry(number)).toMatchObject({ state: 'blocked', reason });
  expect(await open()).toHaveLength(1);

  // The substitute is taken off the register, and 4.1 is sent in the place of 9.9.
  await driver.put('governance/settings.json', JSON.stringify({ gbcsSubstitution: { '9.9': '4.1' } }));
  await driver.put('governance/gbcs-register.csv', registerOf('4.1'));
  expect(await entry(number)).toMatchObject({ state: 'uploaded', uploadedGbcsVersion: '4.1' });
  // What the DSP holds is another substitute, so what it stands for is not over.
  expect(await open()).toEqual([]);
  expect((await incidents()).map(({ state }) => state)).toContain('mitigated');
  expect((await driver.picture()).queues.map(({ deadLetters }) => deadLetters)).toEqual([0, 0, 0]);
});
