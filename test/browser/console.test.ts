import { administratorOfSecas } from './administrator-of-secas.ts';
import { memberOfSsc } from './member-of-ssc.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PAGES } from '../../functions/operator/console/routes.ts';
import { loadDemo } from '../../infra/local/demo-inputs.ts';
import type { LocalPipeline } from '../../infra/local/pipeline.ts';
import { faultsOfPages } from '../support/axe.ts';
import { type ConsoleDesk, consoleDesk } from '../support/console-desk.ts';
import { type ConsoleInBrowser, consoleInBrowser, type Hold } from '../support/console-in-browser.ts';
import { nextIssue } from '../support/next-demo-issue.ts';

/** The pages that need no thing to be about. */
const ADDRESSES = PAGES.map(({ path }) => path).filter((path) => !path.includes(':') && path !== '/clock');

let pipeline: LocalPipeline;
let seen: ConsoleInBrowser;
let page: ConsoleDesk['page'];
let desk: ConsoleDesk;

beforeAll(async () => {
  seen = await consoleInBrowser(async (started) => {
    await loadDemo(started.run);
    await started.quiet();
  });
  desk = consoleDesk(seen);
  ({ pipeline, page } = desk);
});

afterAll(() => seen?.stop());

const removed = (row: string): string => row.replace(',Current,Gas', ',Removed,Gas');

describe('an operator, called at three in the morning', () => {
  test('reads in one sentence how it is, and what needs a person with its clock, and goes there by keyboard', async () => {
    await page.goto('/');
    await expect
      .poll(() => desk.title().textContent())
      .toMatch(/^2 entries of 2 manufacturers wait to reach the DSP: the first is due in 2\d h/);
    const first = page.getByRole('link', { name: 'GBCS 4.4 not recognised: confirm that this is category 2' });
    await page.getByText(/response (?:due in|overdue for) \d+ min/).waitFor();
    for (let tabs = 0; tabs < 30 && !(await first.evaluate((link) => link.matches(':focus'))); tabs += 1)
      await page.keyboard.press('Tab');
    await desk.look('now');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toContain('/incidents/INC-');
  });

  test('confirms the category and notes what was agreed, under a name; what cannot be is said at its form', async () => {
    const confirm = page.locator('#act-confirm');
    await confirm.getByLabel('Why').fill('As in 2018');
    await confirm.getByLabel('Your name').fill('Night Operator');
    await page.locator('#act-note').getByLabel('What happened').fill('Called the DSP');
    await confirm.getByRole('button').press('Enter');
    await confirm.getByRole('status').getByText('Category 2 is confirmed').waitFor();
    await expect.poll(() => page.evaluate<boolean>(`document.activeElement.matches('#act-confirm .said')`)).toBe(true);
    await page.getByText('Category 2 confirmed by Night Operator: As in 2018').waitFor();
    const expected = page.locator('#act-expected');
    expect(await expected.getByLabel('Your name').inputValue()).toBe('Night Operator');
    await expected.getByLabel('Fix').fill('01/01/2001');
    await expected.getByRole('button').press('Enter');
    await expected.getByRole('alert').getByText('1 Jan 2001 is past').waitFor();
    await expect
      .poll(() =>
        page.evaluate<boolean>(
          `document.querySelector('#act-expected .said').getBoundingClientRect().top < innerHeight`,
        ),
      )
      .toBe(true);
    expect(await expected.getByLabel('Fix').inputValue()).toBe('01/01/2001');
    await desk.look('incident');
  });

  test('keeps what is typed, open and focused while the page follows what happens', async () => {
    await page.goto(page.url());
    const note = page.locator('#act-note').getByLabel('What happened');
    await page.getByText('2 entries that waited for it').click();
    await note.fill('Half a sen');
    await fetch(page.url(), {
      method: 'POST',
      body: new URLSearchParams({ act: 'note', note: 'From another desk', name: 'Somebody Else' }),
    });
    await page.getByText('Somebody Else: From another desk').waitFor();
    await page.keyboard.type('tence');
    expect(await note.inputValue()).toBe('Half a sentence');
    expect(await page.locator('details[data-key=entries]').getAttribute('open')).not.toBeNull();
  });

  test('sees that nobody answers, with what was there greyed, and when somebody answers again', async () => {
    await page.context().setOffline(true);
    const banner = page.locator('#gone');
    await banner.getByText('The console does not answer').waitFor();
    await expect
      .poll(() => page.evaluate<string>(`getComputedStyle(document.querySelector('main')).opacity`))
      .toBe('0.6');
    await page.context().setOffline(false);
    await banner.waitFor({ state: 'hidden' });
  });

  test('lets the clock run on: it says until when it moves, and what falls due falls due', async () => {
    await page.goto('/blocked');
    await page.getByRole('button', { name: '+24 h' }).press('Enter');
    await page.getByText('overdue', { exact: true }).first().waitFor();
    // Some seconds past its limit nothing is overdue for a minute yet.
    await page.getByRole('button', { name: '+1 h' }).press('Enter');
    await page.getByRole('button', { name: '+24 h' }).waitFor();
    await page.goto('/');
    await expect.poll(() => desk.title().textContent()).toMatch(/overdue for \d+ /);
    await desk.look('overdue');
  });

  test('sees that something is under way, for how long, and sends it once', async () => {
    await page.goto('/incidents');
    await page.getByRole('link', { name: 'GBCS 4.4 not recognised' }).press('Enter');
    let sent = 0;
    const said: string[] = [];
    await page.exposeFunction('pageSaid', (text: string) => void said.push(text));
    // The answer is held until the page has counted two seconds, however slow it is; by then it was sent once more.
    const isCounting = (): boolean => Number(/(\d+) s$/.exec(said.at(-1) ?? '')?.[1] ?? 0) >= 2;
    const counted: Hold = async ({ method }) => {
      if (method !== 'POST') return;
      sent += 1;
      await expect.poll(isCounting).toBe(true);
    };
    const note = page.locator('#act-note');
    await note.getByLabel('What happened').fill('A slow line');
    await page.evaluate(`
      new MutationObserver(() => {
        const said = document.getElementById('working').innerText.trim();
        if (said !== '') pageSaid(said);
      }).observe(document.body, { subtree: true, childList: true, attributes: true });
      setTimeout(() => document.getElementById('act-note').requestSubmit(), 1500);`);
    await seen.holding(counted, async () => {
      await note.getByRole('button').press('Enter');
      await page.getByText('The note is in the timeline.').waitFor();
    });
    expect([isCounting(), said.filter((text) => !/^Under way: Add the note \d+ s$/.test(text))]).toEqual([true, []]);
    expect([sent, await page.locator('#working').isVisible()]).toEqual([1, false]);
  });

  test('keeps at what was gone on to before the page was whole', async () => {
    const { promise: held, resolve: letIn } = Promise.withResolvers<void>();
    const note = page.locator('#act-note');
    const before = page.url();
    await note.getByLabel('What happened').fill('A quick hand');
    const ofScript: Hold = async ({ url }) => (url === '/console.js' ? held : undefined);
    await seen.holding(ofScript, async () => {
      await note.getByRole('button').press('Enter');
      await page.waitForURL((url) => url.href !== before, { waitUntil: 'commit' });
      await note.getByRole('button').focus();
      letIn();
      await page.waitForLoadState('load');
    });
    expect(await note.getByRole('button').evaluate((button) => button.matches(':focus'))).toBe(true);
  });

  test('refuses a held list with the reason that its sender gets', async () => {
    await desk.check('cpl-2.313.csv', nextIssue(removed, 60));
    await page.getByRole('button', { name: 'Send it' }).press('Enter');
    const refuse = page.locator('#act-refuse');
    await refuse.getByRole('button').press('Enter');
    await refuse.getByRole('alert').getByText('A refusal needs a reason').waitFor();
    // It stays while the page keeps up.
    await page.waitForResponse(/said=/);
    await page.waitForResponse(/said=/);
    await refuse.getByRole('alert').getByText('A refusal needs a reason').waitFor();
    await refuse.getByLabel('Why it is not right').fill('SECAS sent a draft');
    await refuse.getByRole('button').press('Enter');
    await page.getByText('Refused by Night Operator: the list is refused, and its sender hears why.').waitFor();
    await page.goto(await desk.firstLink('/operations/mails?q=refused by DCC operations', '/operations/mails/'));
    await page.frameLocator('iframe').getByText('Refused by Night Operator: SECAS sent a draft').last().waitFor();
  });

  test('approves a held list with what it takes in sight', async () => {
    await desk.check('cpl-2.313.csv', nextIssue(removed, 50));
    await expect.poll(() => desk.title().textContent()).toContain('it would be held until an operator approves it');
    await page.getByRole('heading', { level: 2, name: /\d+ Device Models would lose their entry/ }).waitFor();
    await page.getByRole('button', { name: 'Send it' }).press('Enter');
    await page.getByRole('heading', { name: 'Approve or refuse it' }).waitFor();
    await page.getByRole('table', { name: 'Device Models that lose their entry' }).getByText('GSME').nth(10).waitFor();
    const approve = page.locator('#act-approve');
    await desk.look('held');
    await approve.getByRole('button').press('Enter');
    await approve.getByRole('alert').getByText('An approval needs a reason').waitFor();
    await approve.getByLabel('Why it is right').fill('SECAS removed a range');
    await approve.getByRole('button').press('Enter');
    await page.getByText('Approved by Night Operator: the list is accepted.').waitFor();
  });

  test('reads a message that was given up and moves it back', async () => {
    await page.goto('/operations/queues');
    await page.getByRole('link', { name: 'read, move back, discard' }).press('Enter');
    await page.getByRole('table', { name: 'Dead letters of srv-events' }).getByText('Not well-formed XML').waitFor();
    await page.getByRole('button', { name: 'Move the message back to srv-events' }).press('Enter');
    await page.getByText('1 message moved back to srv-events, 1 came back').waitFor();
  });

  test('can do all of it without a script', async () => {
    const plain = await seen.browser.newContext({ javaScriptEnabled: false, baseURL: pipeline.run.consoleUrl });
    const bare = await plain.newPage();
    await bare.goto('/incidents');
    await bare.getByRole('link', { name: 'GBCS 4.4 not recognised' }).click();
    await bare.locator('#act-note').getByLabel('What happened').fill('Without a script');
    await bare.locator('#act-note').getByRole('button').click();
    await bare.getByText('The note is in the timeline.').waitFor();
    await plain.close();
  });
});

administratorOfSecas(() => desk);
memberOfSsc(() => desk);

describe('every page', () => {
  /** One page of each kind that is about a thing. */
  let things: string[];

  beforeAll(async () => {
    const trial = await desk.firstLink('/trials', '/trials/SYN');
    things = [
      await desk.firstLink('/incidents', '/incidents/INC'),
      await desk.firstLink('/lists?q=2.305', '/lists/2'),
      await desk.firstLink('/entries?state=waiting', '/entries/'),
      trial,
      await desk.firstLink('/operations/mails', '/operations/mails/'),
      await desk.firstLink('/operations/alarms', '/operations/alarms/'),
      await desk.firstLink('/operations/reports', '/operations/letters/'),
      await desk.firstLink(trial, '/devices/'),
    ];
    expect(things).not.toContain('');
    await desk.check('cpl-2.315.csv', nextIssue(removed, 50).replaceAll('2.313', '2.315'));
    things.push(new URL(page.url()).pathname);
    await page.getByRole('button', { name: 'Send it' }).press('Enter');
    await page.getByRole('heading', { name: 'Approve or refuse it' }).waitFor();
    things.push(new URL(page.url()).pathname);
  });

  test('is found by axe to have no fault, and never moves sideways, on a desk and on telephones, light and dark', async () => {
    expect(await faultsOfPages(page, [...things, ...ADDRESSES, '/nothing'])).toEqual([]);
  });

  test('is worked by keyboard: Tab comes to every link, field and button, in their order, and shows where it is', async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    for (const path of things) {
      await page.goto(path);
      const all = await page.evaluate<number>(`
        window.stops = [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary, iframe')]
          .filter((each) => each.checkVisibility() && each.closest('details:not([open]) > :not(summary)') === null);
        stops.length`);
      const wrong: string[] = [];
      for (let at = 0; at < all; at += 1) {
        await page.keyboard.press('Tab');
        const found = await page.evaluate<{ at: number; what: string; isShown: boolean }>(`({
          at: stops.indexOf(document.activeElement),
          what: document.activeElement.outerHTML.slice(0, 80),
          isShown: document.activeElement.tagName === 'IFRAME'
            || getComputedStyle(document.activeElement).outlineStyle !== 'none',
        })`);
        if (found.at !== at || !found.isShown) wrong.push(`${at}: ${found.what}, ${found.at}, ${found.isShown}`);
      }
      expect(wrong, path).toEqual([]);
      expect(all, path).toBeGreaterThan(10);
    }
  });

  test('asks nobody but its own pipeline, and raises no fault', () => {
    expect(seen.asked.filter((url) => !url.startsWith(pipeline.run.consoleUrl))).toEqual([]);
    expect(seen.faults).toEqual([]);
  });
});
