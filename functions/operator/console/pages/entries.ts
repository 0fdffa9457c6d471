import { entryKeyInWords } from '../../../email/entry-words.ts';
import { type Html, html } from '../../../email/html.ts';
import { counted } from '../../../email/words.ts';
import { entriesPage, type EntryLine, type EntrySearch } from '../../views/entries.ts';
import type { EntryHistoryLine } from '../../views/entry-history.ts';
import { historyView } from '../../views/history.ts';
import type { Look, Page, PageModule } from '../page.ts';
import { at, choice, facts, link, NOTHING, pager, search, section, table, tag, type Tone } from '../parts.ts';
import { moment, momentIf } from '../time.ts';

export const ENTRY_PAGES: readonly PageModule[] = [
  { path: '/entries', place: 'entries', show: entriesListPage },
  { path: '/entries/:key', place: 'entries', show: entryPage },
];

const SHOWN = 25;

const STATES: Readonly<Record<EntryHistoryLine['state'] | EntryLine['state'], readonly [word: string, tone: Tone]>> = {
  sent: ['on its way', 'busy'],
  uploaded: ['in the DSP', 'good'],
  blocked: ['blocked', 'bad'],
  removed: ['removed', 'plain'],
  overtaken: ['overtaken', 'plain'],
};

const CHOICES: readonly (readonly [NonNullable<EntrySearch['state']> | '', string])[] = [
  ['', 'Any state'],
  ['uploaded', 'In the DSP'],
  ['sent', 'On its way'],
  ['blocked', 'Blocked'],
  ['overdue', 'Overdue'],
  ['removed', 'Removed'],
  ['substitute', 'In the DSP under a substitute GBCS version'],
  ['expired-gbcs', 'Under an expired GBCS version'],
  ['quarantined', 'With a quarantined row'],
  ['disappeared', 'Missing from the list'],
];

async function entriesListPage(look: Look): Promise<Page> {
  const wanted = look.query.get('state') ?? '';
  const state = CHOICES.find(([value]) => value !== '' && value === wanted)?.[0];
  const text = look.query.get('q') ?? '';
  const from = Math.max(0, Number(look.query.get('after') ?? 0) || 0);
  const { entries, total } = await entriesPage(
    look.source.access.ports,
    { ...(state === undefined || state === '' ? {} : { state }), text },
    from,
    SHOWN,
  );
  const next = from + SHOWN < total ? String(from + SHOWN) : undefined;
  const last = Math.min(total, from + SHOWN);
  return {
    title: 'Entries of the list',
    main: html`<section aria-label="Entries">
      ${search(look, 'q', 'Device Model, entry number or issue', choice(look, 'state', 'State', CHOICES))}
      ${table(
        'Entries',
        [
          { head: 'Entry', kind: 'wide' },
          'State',
          'GBCS declared',
          'GBCS in the DSP',
          { head: 'Published', kind: 'extra' },
          { head: 'In the DSP since', kind: 'extra' },
        ],
        entries.map((entry) => ({
          key: entry.entryKey,
          cells: [
            html`${link(at('/entries', entry.entryKey), entryKeyInWords(entry.entryKey))}<br /><small
                >${entry.entryNumber === '' ? 'not on the list' : `number ${entry.entryNumber}`}</small
              >`,
            html`${tag(...STATES[entry.state])}${entry.reason === null ? NOTHING : html`<br /><small>${entry.reason}</small>`}`,
            entry.declaredGbcsVersion,
            entry.uploadedGbcsVersion,
            moment(entry.publishedAt),
            momentIf(entry.uploadedAt),
          ],
        })),
        'No entry fits.',
      )}
      ${pager(look, next, total === 0 ? 'None' : `${from + 1} to ${last} of ${counted(total, 'entry', 'entries')}`)}
    </section>`,
  };
}

async function entryPage(look: Look): Promise<Page | undefined> {
  const { ports } = look.source.access;
  const entryKey = (look.of['key'] ?? '').toUpperCase();
  const found = await historyView(ports, entryKey);
  if (!found.known) return undefined;
  const latest = found.history.findLast(({ state }) => state !== 'overtaken');
  return {
    title: entryKeyInWords(entryKey),
    above: [['/entries', 'All entries']],
    main: html`${section(
      'state',
      'As it is now',
      facts([
        ['State', found.state === null ? '' : tag(...STATES[found.state])],
        ['Entry number', latest?.entryNumber],
        ['GBCS declared', latest?.declaredGbcsVersion],
        ['Published', momentIf(latest?.publishedAt)],
        ['Sent to the DSP', momentIf(latest?.sentAt)],
        ['In the DSP', momentIf(latest?.uploadedAt)],
        ['Blocked', blockedHtml(latest)],
        ['Key', html`<span class="code">${entryKey}</span>`],
      ]),
    )}
    ${section('history', 'Every line the list ever had of it, newest first', historyHtml(found.history))}`,
  };
}

function blockedHtml(latest: EntryHistoryLine | undefined): Html | undefined {
  const since = momentIf(latest?.blockedSince);
  return since === undefined ? undefined : html`since ${since}: ${latest?.reason ?? ''}`;
}

function historyHtml(history: readonly EntryHistoryLine[]): Html {
  const rows = history.toReversed().map((line) => ({
    key: line.order,
    cells: [
      line.kind,
      html`${link(at('/lists', line.uploadId), `issue ${line.issue}`)}<br /><small
          >number ${line.entryNumber}, ${line.status}</small
        >`,
      html`${tag(...STATES[line.state])}${line.reason === null ? NOTHING : html`<br /><small>${line.reason}</small>`}`,
      line.declaredGbcsVersion,
      line.uploadedGbcsVersion,
      moment(line.publishedAt),
      momentIf(line.uploadedAt),
    ],
  }));
  return table(
    'History, newest first',
    ['Change', 'List', 'State', 'GBCS declared', 'GBCS in the DSP', 'Published', 'In the DSP'],
    rows,
    'Nothing is known of it.',
  );
}
