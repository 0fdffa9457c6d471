import { entryInWords } from '../../../email/entry-words.ts';
import { html } from '../../../email/html.ts';
import { counted } from '../../../email/words.ts';
import type { WaitingLine } from '../../../contracts/waiting-line.ts';
import { deadlineStatus, type DeadlineStatus, uploadDeadline } from '../../../domain/incidents/deadline.ts';
import { waitingPage } from '../../views/blocked.ts';
import type { Look, Page, PageModule } from '../page.ts';
import { at, choice, link, NOTHING, pager, search, table, tag, type Tone } from '../parts.ts';
import { moment, timeLeft } from '../time.ts';

export const BLOCKED_PAGES: readonly PageModule[] = [{ path: '/blocked', place: 'entries', show: blockedPage }];

const SHOWN = 50;

const STATUSES: Readonly<Record<DeadlineStatus, readonly [word: string, tone: Tone]>> = {
  'on-time': ['on time', 'good'],
  'at-risk': ['at risk', 'warn'],
  breached: ['overdue', 'bad'],
};

/** The lines that wait, in the order in which they will be released, a page at a time. */
async function blockedPage(look: Look): Promise<Page> {
  const { ports } = look.source.access;
  const text = (look.query.get('q') ?? '').trim().toUpperCase();
  const cause = look.query.get('cause') ?? '';
  const fits = ({ entry, reason, issue }: WaitingLine): boolean =>
    (cause === '' || reason === cause) &&
    `${entry.entryKey} ${entry.entryNumber} ${issue}`.toUpperCase().includes(text);
  const [{ found: lines, next }, total, incidents, settings] = await Promise.all([
    waitingPage(ports, SHOWN, look.query.get('after') ?? undefined, fits),
    ports.ledger.count('waitingLines'),
    ports.ledger.list('incidents'),
    ports.governance.settings(),
  ]);
  const open = incidents.filter(({ state }) => state === 'open');
  const incidentOf = new Map(open.map(({ cause: of, incidentId }) => [of, incidentId]));
  const rows = lines.map(({ entry, order, issue, reason, publishedAt, blockedSince }) => {
    const [word, tone] = STATUSES[deadlineStatus(publishedAt, look.now, settings)];
    const deadline = uploadDeadline(publishedAt, settings);
    const incidentId = incidentOf.get(reason);
    return {
      key: `${order} ${entry.entryKey}`,
      cells: [
        html`${link(at('/entries', entry.entryKey), entryInWords(entry))}<br /><small
            >number ${entry.entryNumber}, issue ${issue}</small
          >`,
        entry.gbcsVersion,
        incidentId === undefined ? reason : link(at('/incidents', incidentId), reason),
        moment(blockedSince),
        html`${tag(word, tone)}<br /><small>${timeLeft(deadline, look.now)}</small>`,
      ],
    };
  });
  const causes = open.map(({ cause: of }) => [of, of] as const);
  return {
    title: total === 0 ? 'Nothing is blocked' : `${counted(total, 'line waits', 'lines wait')} to reach the DSP`,
    main: html`<section aria-label="Blocked entries">
      ${
        total === 0
          ? NOTHING
          : search(look, 'q', 'Entry, number or issue', choice(look, 'cause', 'Cause', [['', 'Any cause'], ...causes]))
      }
      ${table(
        'Lines that wait, in the order in which they will be released',
        [{ head: 'Entry', kind: 'wide' }, 'GBCS declared', 'Waits because', 'Blocked since', 'Upload limit'],
        rows,
        total === 0 ? 'Every line of the list in force has gone on.' : 'No line fits.',
      )}
      ${pager(look, next, `${counted(rows.length, 'line')} on this page, in the order of their release`)}
    </section>`,
  };
}
