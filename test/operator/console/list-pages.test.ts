import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Upload } from '../../../functions/contracts/upload.ts';
import { NO_COUNTS } from '../../../functions/intake/lane/arrival.ts';
import { servedPages } from '../../support/console-pages.ts';
import { cplCsv, type CplRow } from '../../support/cpl-csv.ts';
import { FakeLane } from '../../support/fake-lane.ts';
import { uploadOf } from '../../support/fake-operator-ports.ts';
import { putFile, putList, rowsOf } from '../../support/lane-lists.ts';
import { overLane } from '../../support/lane-pipeline.ts';
import { workbookOf } from '../../support/workbook-lists.ts';

let lane: FakeLane;
let accepted: Upload;
let pages: Awaited<ReturnType<typeof servedPages>>;

/** A lane that has accepted a list of twenty entries, and its console. */
beforeEach(async () => {
  lane = new FakeLane();
  accepted = await putList(lane, rowsOf(20), '1.1');
  pages = await servedPages({}, { reached: overLane(lane) });
});
afterEach(() => pages.close());

const check = (name: string, body: string | Uint8Array) =>
  pages.act('/lists/check', { act: 'check', file: new File([Buffer.from(body)], name) });
const checkRows = (...rows: readonly CplRow[]) => check('next.csv', cplCsv(rows, '1.2'));

const removed = (count: number): CplRow[] =>
  rowsOf(20).map((row, index) => (index < count ? { ...row, status: 'Removed' } : row));

/** What a page says of a file only where it is so. */
const SAID_OF_FILES = [
  'What was found in it',
  'would be blocked GBCS 9.9 not recognised',
  'Device Models would lose their entry',
  'Download a copy with what to correct',
  'It then takes effect',
  'It is then held until someone approves it',
  'none of it is applied. Check the corrected file',
];

describe('a file that is checked before it counts', () => {
  test.each<[string, readonly CplRow[], string, readonly number[]]>([
    ['without a fault', rowsOf(21), 'it would be accepted as issue 1.2: 1 would go to the DSP', [4]],
    [
      'with an entry that would be blocked',
      [...rowsOf(20), { entry: 21, gbcs: '9.9' }],
      'it would be accepted as issue 1.2: 0 would go to the DSP, 1 would be blocked',
      [0, 1, 3, 4],
    ],
    ['that takes much away', removed(12), 'it would be held until an operator approves it: 12 of 20', [2, 5]],
    [
      'with a row that repeats another one',
      [...rowsOf(20), { entry: 2, number: 21 }],
      'it would be accepted as issue 1.2: 0 would go to the DSP',
      [0, 3, 4],
    ],
  ])('%s shows what would become of it, and no more', async (_, rows, verdict, said) => {
    const { status, words } = await checkRows(...rows);
    expect([status, words]).toEqual([303, expect.stringContaining(`next.csv: ${verdict}`)]);
    expect(SAID_OF_FILES.filter((each) => words.includes(each))).toEqual(said.map((index) => SAID_OF_FILES[index]));
    expect(lane.ledger.state.accepted?.issue).toBe('1.1');
  });

  test('that would be refused is to be corrected first, and cannot be sent from here', async () => {
    const { at, words } = await check(
      'next.csv',
      cplCsv(rowsOf(20)).replace('Manufacturer_Image.hash', 'Entry.status'),
    );
    expect(SAID_OF_FILES.filter((each) => words.includes(each))).toEqual(
      [0, 3, 6].map((index) => SAID_OF_FILES[index]),
    );
    expect(words).toContain('refuses the file Line 1, Entry.status');
    expect(await (await pages.get(at)).text()).not.toContain('id="act-send"');
  });

  test('names a duplicate as such, and a row that is quarantined', async () => {
    expect((await checkRows(...rowsOf(20), { entry: 2, number: 21 })).words).toContain('duplicate refused Line 22');
    expect((await checkRows(...rowsOf(20), { entry: 21, firmware: 'X' })).words).toContain('row quarantined Line 22');
  });

  test('can be had with what to correct beside each row where it is a CSV file', async () => {
    const rows = [...rowsOf(20), { entry: 21, firmware: 'X' }];
    const copyOf = async (name: string, body: string | Uint8Array) => {
      const { at, words } = await check(name, body);
      const copy = await pages.get(`${at}/to-correct.csv`);
      return [words.includes(SAID_OF_FILES[3] ?? ''), copy.status, copy.headers.get('content-disposition')];
    };
    expect(await copyOf('next.csv', cplCsv(rows, '1.2'))).toEqual([
      true,
      200,
      'attachment; filename="next to correct.csv"',
    ]);
    expect(await copyOf('next.xlsx', workbookOf(rows, '1.2'))).toEqual([false, 404, null]);
  });

  test.each([
    ['notes.docx', 'x', 'notes.docx is not a .csv, .csv.gz, .xlsx, .xlsm or .json file'],
    ['../next.csv', 'x', '../next.csv is not a .csv'],
    ['next.csv', '', 'Choose a file that is not empty'],
  ])('is refused where it was chosen: %s', async (name, body, sentence) => {
    const { status, said, words } = await check(name, body);
    expect([status, said]).toEqual([400, expect.stringContaining(sentence)]);
    expect(words).toContain('Check a file before it counts');
  });

  test('is a file, and no word of a form', async () => {
    expect(await pages.act('/lists/check', { act: 'check', file: 'next.csv' })).toMatchObject({
      status: 400,
      said: 'Choose a file that is not empty',
    });
  });

  test('takes effect once it is sent, and its page has its receipt and every finding', async () => {
    const { at } = await checkRows(...rowsOf(21), { entry: 22, firmware: 'X' });
    const { at: list, said, words } = await pages.act(at, { act: 'send' });
    expect(said).toMatch(/^next\.csv was sent\. Issue 1\.2 accepted/);
    expect(words).toContain('row quarantined Line 23');
    expect(lane.ledger.state.accepted?.issue).toBe('1.2');
    const address = list.replace(/\?.*/, '');
    const receipt = await pages.get(`${address}/receipt.json`);
    expect(receipt.headers.get('content-disposition')).toMatch(/^attachment; filename="receipt-.*\.json"$/);
    expect(await receipt.json()).toMatchObject({ contract: 'receipt/2', upload: { version: '1.2' } });
    expect(await (await pages.get(`${address}/findings.csv`)).text()).toBe('CPL-FIRMWARE-FORM,23');
  });

  test('is kept for a while: a page of it says so when it is gone, and nothing can be sent from there', async () => {
    expect(await pages.words('/lists/check/another')).toContain('This file is no longer kept');
    expect(await pages.act('/lists/check/another', { act: 'send' })).toMatchObject({
      status: 400,
      said: 'The file is no longer kept: check it again',
    });
    const { at } = await checkRows(...rowsOf(21));
    for (let others = 0; others < 20; others += 1) await check('more.csv', 'no list');
    expect(await pages.words(at)).toContain('This file is no longer kept');
  });
});

describe('the page of a list', () => {
  test('names what is blocked, and what it took away; of a list without any of that it says nothing', async () => {
    const next = await putFile(lane, 'cpl/next.csv', cplCsv([...removed(1), { entry: 21, gbcs: '9.9' }], '1.2'));
    const words = await pages.words(`/lists/${next.uploadId}`);
    expect(words).toContain('1 Device Model lost its entry By manufacturer: AB01 1');
    expect(words).toContain('1 entry blocked by it GBCS 9.9 not recognised');
    expect(words).toContain('some entries blocked');
    const plain = await pages.words(`/lists/${accepted.uploadId}`);
    for (const said of ['lost', 'blocked', 'What was found', 'Why it is held']) expect(plain).not.toContain(said);
  });

  test('[R5] that is held says what it waits for; an agreed list of trials does not wait for a corrected list', async () => {
    const held = await putList(lane, removed(12), '1.2');
    const reason = 'Why it is held 12 of 20 Device Models would lose their entry';
    expect(await pages.words(`/lists/${held.uploadId}`)).toMatch(
      new RegExp(`held, waits for an approval.*${reason}.*A corrected list that is accepted takes its place`),
    );
    const heldReason = '1 more person must confirm it';
    await lane.ledger.put('uploads', uploadOf('g1', 'held', { kind: 'agreed-list', heldReason }));
    const trials = await pages.words('/lists/g1');
    expect(trials).toContain(`Why it is held ${heldReason}`);
    expect(trials).not.toContain('A corrected list');
  });
});

describe('the files received', () => {
  test('are shown with their state: rows that were quarantined are part of it', async () => {
    const counts = { ...NO_COUNTS, added: 1, quarantined: 2 };
    await lane.ledger.put('uploads', uploadOf('u2', 'accepted', { counts }));
    expect(await pages.words('/lists')).toMatch(/in the DSP, 2 rows quarantined.* list in the DSP Mon/);
  });

  test('are none before the first, and none where no file fits; then there is no other page to go to', async () => {
    const empty = await servedPages({});
    expect(await empty.words('/lists')).toContain('Nothing has arrived yet. 0 files on this page');
    expect(await empty.words('/lists?q=2.3')).toContain('No file fits.');
    expect(await (await empty.get('/lists')).text()).not.toContain('Pages of this list');
    await empty.close();
  });
});
