import { html } from '../../../email/html.ts';
import type { Html } from '../../../email/html.ts';
import { counted, inFigures, momentInWords } from '../../../email/words.ts';
import { remedyFor } from '../../../domain/incidents/incident-remedy.ts';
import { READERS } from '../../../contracts/recipients.ts';
import type { Incident } from '../../../contracts/incident.ts';
import { incidentClocks } from '../../../domain/incidents/incident-clocks.ts';
import type { Look, Page, PageModule } from '../page.ts';
import { at, link, NOTHING, pager, type Row, search, section, table, tag, type Tone } from '../parts.ts';
import { moment, timeLeft } from '../time.ts';

export const INCIDENTS_PAGES: readonly PageModule[] = [{ path: '/incidents', place: 'entries', show: incidentsPage }];

const SHOWN = 50;

const STATES: Readonly<Record<Incident['state'], Tone>> = { open: 'bad', mitigated: 'warn', resolved: 'good' };

/** The state of an incident as a tag. */
export function incidentTag(state: Incident['state']): Html {
  return tag(state, STATES[state]);
}

/** Every incident: what is open first, the most severe and the longest over first; then what is over, newest first. */
async function incidentsPage(look: Look): Promise<Page> {
  const { ports } = look.source.access;
  const [all, settings] = await Promise.all([ports.ledger.list('incidents'), ports.governance.settings()]);
  const text = (look.query.get('q') ?? '').trim().toLowerCase();
  const found = all.filter(({ cause, incidentId, manufacturers, dccIncident = '' }) =>
    [cause, incidentId, dccIncident, ...manufacturers].join('\n').toLowerCase().includes(text),
  );
  const current = found
    .filter(({ state }) => state !== 'resolved')
    .toSorted((a, b) => categoryOf(a) - categoryOf(b) || (a.firstPublishedAt < b.firstPublishedAt ? -1 : 1));
  const over = found.filter(({ state }) => state === 'resolved').toSorted((a, b) => (a.openedAt < b.openedAt ? 1 : -1));
  const from = Number(look.query.get('after') ?? 0) || 0;
  const shown = over.slice(from, from + SHOWN);
  const next = from + SHOWN < over.length ? String(from + SHOWN) : undefined;
  return {
    title: current.length === 0 ? 'No incident is open' : `${counted(current.length, 'incident')} not over`,
    main: html`
      ${section(
        'current',
        'Not over',
        search(look, 'q', 'Cause, number or manufacturer'),
        table(
          'Incidents that are not over, the most severe first',
          [{ head: 'Cause', kind: 'wide' }, 'State', 'Category', 'Entries', 'Upload limit', 'Who removes the cause'],
          current.map((incident) => currentRow(incident, settings, look.now)),
          'None.',
        ),
      )}
      ${
        over.length === 0
          ? NOTHING
          : section(
              'over',
              'Over',
              table(
                'Incidents that are over, newest first',
                [{ head: 'Cause', kind: 'wide' }, 'Category', 'Entries', 'Opened', 'Resolved'],
                shown.map(overRow),
                '',
              ),
              pager(look, next, `${counted(over.length, 'incident')} over, newest first`),
            )
      }
    `,
  };
}

function categoryOf({ confirmation, assessment }: Incident): number {
  return confirmation?.category ?? assessment.category;
}

function categoryText(incident: Incident): string {
  return `${categoryOf(incident)}, ${incident.confirmation === undefined ? 'proposed' : 'confirmed'}`;
}

function causeLink({ incidentId, cause, dccIncident }: Incident): Html {
  return html`${link(at('/incidents', incidentId), cause)}<br /><small
      >${incidentId}${dccIncident === undefined ? '' : `, ${dccIncident}`}</small
    >`;
}

function currentRow(incident: Incident, settings: Parameters<typeof incidentClocks>[2], now: string): Row {
  const { incidentId, state, assessment, entries, manufacturers, cause } = incident;
  const breached = assessment.status === 'breached';
  const { upload } = incidentClocks({ ...incident, breached }, categoryOf(incident), settings, now);
  const isOver = upload.dueAt <= now;
  const { actionBy } = remedyFor(cause);
  return {
    key: incidentId,
    cells: [
      causeLink(incident),
      incidentTag(state),
      categoryText(incident),
      `${inFigures(entries.length)} of ${counted(manufacturers.length, 'manufacturer')}`,
      state === 'open'
        ? html`<span class="${isOver ? 'bad-text' : ''}">${timeLeft(upload.dueAt, now)}</span><br /><small
              >${momentInWords(upload.dueAt)}</small
            >`
        : upload.status,
      actionBy.map((reader) => READERS[reader]).join(', ') || 'time alone',
    ],
  };
}

function overRow(incident: Incident): Row {
  const { incidentId, entries, openedAt, resolvedAt } = incident;
  return {
    key: incidentId,
    cells: [
      causeLink(incident),
      categoryText(incident),
      entries.length,
      moment(openedAt),
      resolvedAt === undefined ? '' : moment(resolvedAt),
    ],
  };
}
