import { entryKeyInWords } from '../../../email/entry-words.ts';
import { type Html, html } from '../../../email/html.ts';
import { counted, dayInWords } from '../../../email/words.ts';
import type { EntryLine } from '../../views/entries.ts';
import type { EntryHistoryLine } from '../../views/entry-history.ts';
import { historyView } from '../../views/history.ts';
import { type EntryState, listedEntries, type ListedEntry } from '../../views/listed-entries.ts';
import type { Look, Page, PageModule } from '../page.ts';
import { at, choice, facts, link, NOTHING, pager, search, section, table, tag, type Tone } from '../parts.ts';
import { moment, momentIf } from '../time.ts';

export const ENTRY_PAGES: readonly PageModule[] = [
  { path: '/entries', place: 'entries', show: entriesListPage },
  { path: '/entries/:key', place: 'entries', show: entryPage },
];

const SHOWN = 25;

type State = EntryHistoryLine['state'] | EntryLine['state'] | ListedEntry['state'];

const STATES: Readonly<Record<State, readonly [word: string, tone: Tone]>> = {
  sent: ['on its way', 'busy'],
  'on-the-way': ['on its way', 'busy'],
  uploaded: ['in the DSP', 'good'],
  blocked: ['blocked', 'bad'],
  removed: ['removed', 'plain'],
  replaced: ['a later line holds', 'plain'],
  overtaken: ['overtaken', 'plain'],
  unknown: ['not in the DSP', 'warn'],
};

const CHOICES: readonly (readonly [EntryState, string])[] = [
  ['any', 'All lines of the list'],
  ['removed', 'Marked Removed'],
  ['waiting', 'Blocked'],
  ['on-the-way', 'On its way to the DSP'],
  ['overdue', 'Overdue: not in the DSP in time'],
  ['substitute', 'In the DSP under a substitute GBCS version'],
  ['expired-gbcs', 'Under an expired GBCS version'],
  ['quarantined', 'With a quarantined row'],
  ['disappeared', 'Missing from the list'],
];

async function entriesListPage(look: Look): Promise<Page> {
  const wanted = look.query.get('state');
  const [state] = CHOICES.find(([value]) => value === wanted) ?? (['any'] as const);
  const text = look.query.get('q') ?? '';
  const after = look.query.get('after') ?? undefined;
  const { entries, next } = await listedEntries(look.source.access.ports, { state, text }, SHOWN, after);
  const rows = entries.map((entry) => ({
    key: `${entry.entryKey} ${entry.entryNumber}`,
    cells: [
      html`${link(at('/entries', entry.entryKey), entryKeyInWords(entry.entryKey))}<br /><small
          >${entry.entryNumber === '' ? 'not on the list' : `number ${entry.entryNumber}`}</small
        >`,
      html`${tag(...STATES[entry.state])}${noteHtml(entry)}`,
      gbcsInWords(entry),
      momentIf(entry.uploadedAt),
    ],
  }));
  return {
    title: 'Entries of the list',
    main: html`<section aria-label="Entries">
      ${search(look, 'q', 'Device Model or number', choice(look, 'state', 'Which', CHOICES))}
      ${table(
        'Entries, by their number',
        [{ head: 'Entry', kind: 'wide' }, 'State', 'GBCS', { head: 'In the DSP since', kind: 'extra' }],
        rows,
        next === undefined ? 'No entry fits.' : 'None of those looked through fits: go on to the next page.',
      )}
      ${pager(look, next, `${counted(rows.length, 'entry', 'entries')} on this page`)}
    </section>`,
  };
}

/** One version where the DSP works by the one that is declared, both where it does not. */
function gbcsInWords({ declaredGbcsVersion: declared, uploadedGbcsVersion: uploaded }: ListedEntry): string | null {
  if (declared === uploaded || uploaded === null) return declared;
  return `${declared ?? 'none'} declared, ${uploaded} in the DSP`;
}

function noteHtml({ note }: ListedEntry): Html {
  if (note === null) return NOTHING;
  const since = note.since === null ? NOTHING : html` since ${momentOrDay(note.since)}`;
  return html`<br /><small>${note.what}${since}</small>`;
}

/** An instant, or a day that is kept as one. */
function momentOrDay(since: string): Html | string {
  return since.includes('T') ? moment(since) : dayInWords(since);
}

async function entryPage(look: Look): Promise<Page | undefined> {
  const { ports } = look.source.access;
  const entryKey = (look.of['key'] ?? '').toUpperCase();
  const found = await historyView(ports, entryKey, 'first');
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
        ['Received', momentIf(latest?.publishedAt)],
        ['Sent to the DSP', momentIf(latest?.sentAt)],
        ['In the DSP', momentIf(latest?.uploadedAt)],
        ['Blocked', blockedHtml(latest)],
        ['Key', html`<span class="code">${entryKey}</span>`],
      ]),
    )}
    ${found.isWhole ? NOTHING : html`<p class="hint">More than 2,000 lines wait; a line of it may be among those behind them.</p>`}
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
    ['Change', 'List', 'State', 'GBCS declared', 'GBCS in the DSP', 'Received', 'In the DSP'],
    rows,
    'Nothing is known of it.',
  );
}
