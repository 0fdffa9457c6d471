import { afterEach, describe, expect, test } from 'vitest';
import type { LaneCommand } from '../../../functions/contracts/lane-command.ts';
import { NO_COUNTS } from '../../../functions/intake/lane/arrival.ts';
import { servedPages } from '../../support/console-pages.ts';
import type { FakeLedger } from '../../support/fake-ledger.ts';
import { entryOf, orderOf, uploadOf, waitingOf } from '../../support/fake-operator-ports.ts';
import { incidentOf } from '../../support/incidents.ts';

type Pages = Awaited<ReturnType<typeof servedPages>>;
let pages: Pages | undefined;

async function served(...of: Parameters<typeof servedPages>): Promise<Pages> {
  pages = await servedPages(...of);
  return pages;
}
afterEach(() => pages?.close());

const HELD = { uploads: [uploadOf('u1', 'held', { heldReason: 'It removes 11 Device Models' })] };

/** The lane lets a held list through at once. */
async function approves(command: LaneCommand, ledger: FakeLedger): Promise<void> {
  if ('command' in command && command.command === 'approve') {
    const approval = { by: command.requestedBy, reason: command.reason, at: '2026-11-02T12:00:01.000Z' };
    await ledger.put('uploads', uploadOf('u1', 'accepted', { approval }));
  }
}

describe('a look at a page', () => {
  test('that finds nothing new costs one conditional read, and no read of what the page shows', async () => {
    let pulse = 'one';
    const { get, access } = await served({}, { source: { pulse: async () => pulse } });
    const first = await get('/incidents');
    const etag = first.headers.get('etag') ?? '';
    expect([first.status, etag]).toEqual([200, expect.stringMatching(/^"[\w-]{43}"$/)]);
    let reads = 0;
    const { list } = access.ports.ledger;
    Object.assign(access.ports.ledger, {
      list: (...of: unknown[]) => ((reads += 1), Reflect.apply(list, undefined, of)),
    });
    const again = await get('/incidents', { 'if-none-match': etag });
    expect([again.status, await again.text(), reads]).toEqual([304, '', 0]);
    pulse = 'two';
    const same = await get('/incidents', { 'if-none-match': etag });
    expect([same.status, reads > 0]).toEqual([304, true]);
  });

  test('shows what came meanwhile', async () => {
    let pulse = 0;
    const { get, ledger } = await served({}, { source: { pulse: async () => String((pulse += 1)) } });
    const etag = (await get('/incidents')).headers.get('etag') ?? '';
    await ledger.put('incidents', incidentOf());
    const fresh = await get('/incidents', { 'if-none-match': etag });
    expect([fresh.status, await fresh.text()]).toEqual([200, expect.stringContaining('GBCS 9.9 not recognised')]);
  });

  test.each([
    '/nothing',
    '/incidents/INC-0',
    '/lists/u9',
    '/lists/u9/receipt.json',
    '/lists/u9/findings.csv',
    '/lists/u1/receipt.json',
    '/lists/u1/findings.csv',
    '/lists/check/none/to-correct.csv',
    '/entries/ESME%2FFA01%2FB00D%2F010A%2F00000000',
    '/trials/T9',
    '/devices/12',
    '/operations/alarms/none',
  ])('says with a page of its own that there is nothing: %s', async (path) => {
    const { get } = await served({ uploads: [uploadOf('u1', 'accepted')] });
    const missing = await get(path);
    expect([missing.status, await missing.text()]).toEqual([404, expect.stringContaining('There is no such page')]);
  });

  test('leads back to the pages above it, where there are any', async () => {
    const { get } = await served(HELD);
    expect(await (await get('/lists/u1')).text()).toMatch(/aria-label="Above this page">\s*<a href="\/lists">/);
    expect(await (await get('/lists')).text()).not.toContain('Above this page');
  });

  test('says with a page of its own that something failed', async () => {
    const failing = { alarms: () => Promise.reject(new Error('CloudWatch says no')) };
    const { get } = await served({}, { source: failing });
    const failed = await get('/');
    expect([failed.status, await failed.text()]).toEqual([500, expect.stringContaining('CloudWatch says no')]);
    expect((await get('/incidents/%E0%A4%A')).status).toBe(404);
  });

  test('makes no markup of what a sender wrote', async () => {
    const hostile = '<script>alert(1)</script>"onload="x';
    const entry = entryOf(hostile, { gbcsVersion: hostile });
    const { get } = await served({
      waitingLines: [waitingOf(entry, orderOf(1), 'u1')],
      incidents: [incidentOf({ cause: hostile, manufacturers: [hostile] })],
      uploads: [uploadOf('u1', 'held', { key: `cpl/${hostile}`, heldReason: hostile })],
    });
    for (const path of [
      '/',
      '/incidents',
      '/blocked',
      '/lists',
      '/lists/u1',
      `/blocked?q=${encodeURIComponent(hostile)}`,
    ]) {
      const text = await (await get(path)).text();
      expect(text, path).toContain('&lt;');
      expect(text.replaceAll('<script type="module" src="/console.js"></script>', ''), path).not.toContain('<script');
      expect(text, path).not.toMatch(/"onload=/);
    }
  });
});

describe('an act', () => {
  const said = { act: 'approve', reason: 'Agreed with SECAS', name: 'A. Person' };

  test('is asked of the lane under the name that was given, and said once beside its form', async () => {
    const asked: LaneCommand[] = [];
    const ask = async (command: LaneCommand, ledger: FakeLedger) => {
      asked.push(command);
      await approves(command, ledger);
    };
    const { get, post } = await served(HELD, { ask });
    const done = await post('/lists/u1', said);
    expect([done.status, asked]).toEqual([
      303,
      [expect.objectContaining({ command: 'approve', uploadId: 'u1', reason: said.reason, requestedBy: said.name })],
    ]);
    const cookie = done.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^operator=A\.%20Person; .*HttpOnly; SameSite=Strict$/);
    const page = await (await get(done.headers.get('location') ?? '', { cookie: cookie.split(';')[0] ?? '' })).text();
    expect(page).toContain('Approved by A. Person: the list is accepted.');
    expect(await (await get('/lists/u1?said=another')).text()).not.toContain('Approved by A. Person');
  });

  test.each([
    ['has no reason', { ...said, reason: ' ' }, 'An approval needs a reason'],
    ['has no name', { ...said, name: '' }, 'Enter your name'],
    ['has a name of a thousand characters', { ...said, name: 'x'.repeat(1000) }, 'at most 80 characters'],
  ])('that %s is not done: the form says so, and keeps what was typed', async (_, fields, trouble) => {
    const { get, post } = await served(HELD);
    const answer = await post('/lists/u1', { ...fields, reason: fields.reason === ' ' ? '' : fields.reason });
    const text = await answer.text();
    expect([answer.status, text]).toEqual([
      400,
      expect.stringMatching(new RegExp(`role="alert"[^>]*>[^<]*${trouble}`)),
    ]);
    if (fields.reason !== ' ') expect(text).toContain('>Agreed with SECAS</textarea>');
    const [, lookAt = ''] = /data-look-at="([^"]+)"/.exec(text) ?? [];
    expect(await (await get(lookAt)).text(), 'while the page is open').toContain(trouble);
  });

  test('is refused where the console only reads, whoever asks for it and with whatever name', async () => {
    const { words, post } = await served(HELD, { source: { mayAct: false } });
    expect((await post('/lists/u1', said)).status).toBe(403);
    expect((await post('/lists/u1', { ...said, name: '' })).status).toBe(403);
    expect(await words('/lists/u1')).toContain('Approve or refuse it This console only reads: start it with --act');
  });

  test('that the page does not have is the mistake of who sent it', async () => {
    const { post } = await served(HELD);
    for (const act of ['', 'toString', '__proto__', 'redrive'])
      expect((await post('/lists/u1', { act })).status, act).toBe(400);
  });

  test.each([
    ['a form that is too large', ' '.repeat(100_000), 'application/x-www-form-urlencoded', 413],
    ['what is no form', '{}', 'application/json', 400],
  ])('is no act: %s is the mistake of who sent it, who is answered with a page', async (_, body, type, status) => {
    const { base } = await served(HELD);
    const answer = await fetch(`${base}/lists/u1`, { method: 'POST', body, headers: { 'content-type': type } });
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining('role="alert"')]);
  });
});

describe('beside its pages the console', () => {
  test('serves their style sheets and scripts', async () => {
    const { get } = await served({});
    const types = ['/console.css', '/console.js'].map(async (path) => (await get(path)).headers.get('content-type'));
    expect(await Promise.all(types)).toEqual(['text/css; charset=utf-8', 'text/javascript; charset=utf-8']);
  });

  test('leaves to others what is asked by programs, or sent to no page', async () => {
    const { get, post } = await served({});
    for (const answer of [await get('/api/clock'), await post('/api/clock', {}), await post('/nothing', {})])
      expect([answer.status, await answer.text()]).toEqual([404, '']);
  });
});

describe('a list of thousands', () => {
  test('is read and shown a page at a time, and searched by what a person knows', async () => {
    const uploads = Array.from({ length: 120 }, (_, index) =>
      uploadOf(`u${String(index).padStart(3, '0')}`, 'refused', { key: `cpl/list-${index}.csv` }),
    );
    const { get } = await served({ uploads });
    const rows = (text: string) => [...text.matchAll(/>(list-\d+\.csv)</g)].map(([, name]) => name);
    const first = await (await get('/lists')).text();
    expect(rows(first)).toHaveLength(50);
    expect(rows(first)[0]).toBe('list-119.csv');
    const next = /href="(\?after=[^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(rows(await (await get(`/lists${next}`)).text())[0]).toBe('list-69.csv');
    expect(rows(await (await get('/lists?q=LIST-7.csv')).text())).toEqual(['list-7.csv']);
  });
});

describe('what became of a list', () => {
  test.each([
    ['accepted', /Added <strong>7</, false],
    ['held', /if it is approved:[^]*Added <strong>7</, true],
  ] as const)('is said of one that is %s', async (decision, said, isWish) => {
    const { get } = await served({ uploads: [uploadOf('u1', decision, { counts: { ...NO_COUNTS, added: 7 } })] });
    const text = await (await get('/lists')).text();
    expect(text).toMatch(said);
    expect(text.includes('if it is approved')).toBe(isWish);
    expect(await (await get('/lists/u1')).text()).toMatch(/Added <strong>7</);
  });

  test.each(['refused', 'superseded'] as const)('is nothing where it is %s', async (decision) => {
    const { get } = await served({ uploads: [uploadOf('u1', decision, { counts: { ...NO_COUNTS, added: 7 } })] });
    for (const page of ['/lists', '/lists/u1']) expect(await (await get(page)).text(), page).not.toContain('Added');
  });
});

test('settings are shown as people write them', async () => {
  const { get } = await served({ settings: { gbcsSubstitution: {}, maxExtractBytes: 1_000_000 } });
  const text = await (await get('/operations/governance')).text();
  for (const said of ['90, 30, 7', '1,000,000', 'none']) expect(text).toContain(said);
});
