import { afterEach, describe, expect, test } from 'vitest';
import { servedPages } from '../../support/console-pages.ts';
import { cplCsv } from '../../support/cpl-csv.ts';
import { FakeLane } from '../../support/fake-lane.ts';
import { entryOf, held, orderOf, type SeenByOperators, waitingOf } from '../../support/fake-operator-ports.ts';
import { putFile } from '../../support/lane-lists.ts';
import { overLane } from '../../support/lane-pipeline.ts';

let pages: Awaited<ReturnType<typeof servedPages>> | undefined;

async function served(...of: Parameters<typeof servedPages>) {
  pages = await servedPages(...of);
  return pages;
}
afterEach(() => pages?.close());

describe('the entries of the list', () => {
  test('show both GBCS versions only where the DSP works by another one, and why an entry waits', async () => {
    const blocked = entryOf('00000003', { entryNumber: '000003', gbcsVersion: '4.4' });
    const known = entryOf('00000001');
    const removed = entryOf('00000002', { entryNumber: '000002', status: 'Removed' });
    const seen: SeenByOperators = {
      listed: [known, removed, blocked].map((entry) => ({ entry, issue: '2.301', isMissing: false })),
      deviceModels: [held(known, orderOf(1), 'u1'), held({ ...blocked, gbcsVersion: '4.1' }, orderOf(1, 1), 'u1')],
      waitingLines: [waitingOf(blocked, orderOf(2), 'u2')],
    };
    const { words } = await served(seen);
    const page = await words('/entries');
    for (const row of [
      'firmware 00000001 (FA01) number 000001 in the DSP 4.1 Mon 2 Nov 2026, 09:00 GMT',
      'firmware 00000002 (FA01) number 000002 removed 4.1 –',
      'firmware 00000003 (FA01) number 000003 blocked GBCS 4.4 not recognised since Mon 2 Nov 2026, 10:00 GMT 4.4 declared, 4.1 in the DSP',
    ])
      expect(page).toContain(row);
  });

  test('depend on GBCS versions, of which the next change is shown first, or that none is known', async () => {
    const version = { recognised: true, validFrom: '', dspMapping: '', source: '', confidence: 'high', note: '' };
    const { words } = await served({
      register: [
        { ...version, gbcsVersion: '4.1', validTo: '' },
        { ...version, gbcsVersion: '4.2', validTo: '2026-11-12' },
      ],
    });
    expect(await words('/gbcs')).toMatch(
      /4\.2 in force ends in 10 days \(12 Nov 2026\) 0 0 0 4\.1 in force none known 0 0 0/,
    );
  });
});

describe('an incident', () => {
  /** The console of a lane in which two entries are blocked by one cause, and the page of their incident. */
  async function ofBlockedEntries() {
    const lane = new FakeLane();
    const blocked = [1, 2].map((entry) => ({ entry, gbcs: '9.9' }));
    await putFile(lane, 'cpl/list.csv', cplCsv(blocked));
    pages = await servedPages({}, { reached: overLane(lane) });
    const [incident] = await lane.ledger.list('incidents');
    const path = `/incidents/${incident?.incidentId}`;
    const { words, act } = pages;
    return { lane, path, page: () => words(path), act: (fields: Record<string, string>) => act(path, fields) };
  }

  test('[R30] [R32] has what a person says of it recorded once, and its clocks stop with that', async () => {
    const { lane, page, act } = await ofBlockedEntries();
    expect(await page()).toMatch(/Category 2, proposed .*Response due in 20 min \(.*Upload limit due in 24 h/);
    lane.now = '2026-11-02T09:11:00.000Z';
    const confirmed = { act: 'confirm', category: '3', reason: 'As in 2018' };
    expect((await act(confirmed)).said).toBe('Category 3 is confirmed. SECAS and the DSP hear of it by mail.');
    expect(await page()).toMatch(/Category 3, confirmed .*Response 10 min of .*, kept Upload limit due in 23 h 50 min/);
    expect(await page()).toContain('Category 3 confirmed by A. Person: As in 2018');
    expect((await act(confirmed)).said).toBe('This was recorded before: nothing is new in it.');
    expect((await act({ act: 'numbers', dspChange: 'tr03743' })).said).toBe('The numbers are recorded.');
    const fix = { act: 'expected', fixExpected: '30/11/2026', deployExpected: '' };
    expect((await act(fix)).said).toBe('What is expected is recorded, and mailed to who waits for it.');
    const deploy = { act: 'expected', fixExpected: '', deployExpected: '05/12/2026' };
    expect((await act(deploy)).words).toContain('Fix expected 30 Nov 2026 Deployment expected 5 Dec 2026');
    expect((await act({ act: 'suppliers', suppliers: 'One; Two;\nOne' })).said).toBe('The suppliers are recorded.');
  });

  test.each([
    [{ act: 'confirm', category: '2' }, 'Say why: a category is confirmed with a reason'],
    [{ act: 'confirm', category: '6', reason: 'Worse' }, 'This cannot be recorded: the category or its reason'],
    [{ act: 'note', note: '' }, 'This cannot be recorded: the note says nothing'],
    [
      { act: 'numbers', dspChange: '3743' },
      "This cannot be recorded: the DSP's number is not a number such as TR03743",
    ],
    [{ act: 'numbers' }, 'Nothing was entered'],
    [{ act: 'expected', fixExpected: 'soon' }, 'The fix: soon is not a date such as 30/11/2026'],
    [{ act: 'expected', deployExpected: '31/02/2027' }, 'The deployment: 31/02/2027 is not a date'],
    [{ act: 'suppliers', suppliers: ' ; ' }, 'This cannot be recorded: the list of suppliers names none'],
  ])('[R32] is refused at its form what cannot be recorded: %j', async (fields, sentence) => {
    const { lane, act } = await ofBlockedEntries();
    const before = lane.ledger.state.revision;
    const { status, said } = await act(fields);
    expect([status, said]).toEqual([400, expect.stringContaining(sentence)]);
    expect(lane.ledger.state.revision).toBe(before);
  });

  test('offers the categories as a list, that of now chosen', async () => {
    const { path } = await ofBlockedEntries();
    const page = await (await pages?.get(path))?.text();
    expect(page).toMatch(
      /<select id="confirm-category"[^>]*>[^]*<option value="2" selected>2<[^]*<option value="5">5</,
    );
  });
});

describe('a device', () => {
  test('is found by its EUI, however it is written; what is none is said where it was typed', async () => {
    const { act } = await served({});
    const found = await act('/devices', { act: 'find', device: ' 00005eef10000007 ' });
    expect([found.at, found.words]).toEqual([
      '/devices/00-00-5E-EF-10-00-00-07',
      expect.stringContaining('No event has named this device yet'),
    ]);
    expect(await act('/devices', { act: 'find', device: '12' })).toMatchObject({
      status: 400,
      said: '12 is not an EUI-64: eight pairs of hexadecimal digits joined by dashes',
    });
    expect((await act('/devices', { act: 'find' })).said).toMatch(/^Nothing is not an EUI-64/);
  });
});
