import { devicesInWords } from '../../../email/device-words.ts';
import { entryKeyInWords } from '../../../email/entry-words.ts';
import { type Html, html } from '../../../email/html.ts';
import {
  clockInWords,
  earlierFirmwareInWords,
  severity1InWords,
  suppliersInWords,
} from '../../../email/incident-words.ts';
import { counted, dayInWords } from '../../../email/words.ts';
import type { IncidentClock } from '../../../domain/incidents/incident-clocks.ts';
import { remedyFor, remedyOfSubstitutes } from '../../../domain/incidents/incident-remedy.ts';
import { type IncidentDetails, incidentView } from '../../views/incident.ts';
import { INCIDENT_ACTS, incidentForms } from '../incident-acts.ts';
import type { Look, Page, PageModule } from '../page.ts';
import { at, facts, folded, link, NOTHING, points, section, table, tag } from '../parts.ts';
import { moment, timeLeft } from '../time.ts';
import { incidentTag } from './incidents.ts';

export const INCIDENT_PAGE: readonly PageModule[] = [
  { path: '/incidents/:id', place: 'entries', show: incidentPage, acts: INCIDENT_ACTS },
];

/** Entries that the page names; the page of blocked entries has all of them. */
const ENTRIES_SHOWN = 50;

async function incidentPage(look: Look): Promise<Page | undefined> {
  const found = await incidentView(look.source.access.ports, look.of['id'] ?? '');
  if (found === undefined) return undefined;
  const { steps, meanwhile } = (found.state === 'mitigated' ? remedyOfSubstitutes : remedyFor)(found.cause);
  const isOver = found.state === 'resolved';
  return {
    title: `${found.cause}: ${sentence(found)}`,
    above: [['/incidents', 'Incidents']],
    main: html`<div class="sides">
      <div>
        ${section('clocks', 'Clocks', clocksHtml(found, look.now))}
        ${isOver ? NOTHING : section('to-do', 'What to do', points(steps), html`<p class="hint">${meanwhile}</p>`)}
        ${section('whom', 'Whom it affects', whomHtml(found), modelsHtml(found), entriesHtml(found))}
        ${section('timeline', 'Timeline', timelineHtml(found))}
        ${section('criteria', 'Criteria of SEC H9', criteriaHtml(found))}
      </div>
      ${section('acts', 'Record what is known', incidentForms(look, found))}
    </div>`,
  };
}

function sentence({ state, waiting, entries, correctionsOutstanding }: IncidentDetails): string {
  switch (state) {
    case 'open':
      return `${counted(waiting, 'entry waits', 'entries wait')} for it`;
    case 'mitigated':
      return `mitigated, ${counted(correctionsOutstanding, 'correction')} outstanding`;
    case 'resolved':
      return `resolved, ${counted(entries.length, 'entry', 'entries')} waited for it`;
  }
}

function clocksHtml(found: IncidentDetails, now: string): Html {
  const { clocks, confirmation, category, confirmed, reached } = found;
  return facts([
    ['State', incidentTag(found.state)],
    ['Category', html`${category}, ${confirmed ? 'confirmed' : tag('proposed', 'warn')}`],
    [
      'Confirmed',
      confirmation === null ? '' : html`by ${confirmation.by}, ${moment(confirmation.at)}: ${confirmation.reason}`,
    ],
    ['To be assessed again', reached.length === 0 ? '' : points(reached)],
    ['Response', clockHtml(clocks.response, now)],
    ['Upload limit', clockHtml(clocks.upload, now)],
    ['Resolution', clockHtml(clocks.resolution, now)],
    ['First blocked', moment(found.openedAt)],
    ['First published', moment(found.firstPublishedAt)],
    ['Resolved', found.resolvedAt === null ? '' : moment(found.resolvedAt)],
    ['Fix expected', found.fixExpected === null ? 'not known yet' : dayInWords(found.fixExpected)],
    ['Deployment expected', found.deployExpected === null ? 'not known yet' : dayInWords(found.deployExpected)],
    ['Incident of the DCC', found.dccIncident],
    ['Change of the DSP', found.dspChange],
  ]);
}

function clockHtml(clock: IncidentClock, now: string): Html {
  if (clock.doneAt !== null) return html`${clockInWords(clock)}`;
  const isOver = clock.dueAt <= now;
  return html`<span class="${isOver ? 'bad-text' : ''}">${timeLeft(clock.dueAt, now)}</span>
    <span class="quiet">(${moment(clock.dueAt)})</span>`;
}

function whomHtml(found: IncidentDetails): Html {
  return facts([
    ['Manufacturers', found.manufacturers.join(', ')],
    ['Devices that run them', devicesInWords(found.devices.byStatus, found.devices.atLeast)],
    ['Suppliers', suppliersInWords(found.suppliers, found.devices)],
    ['Earlier firmware installs', earlierFirmwareInWords(found.models)],
    ['Severity 1', found.severity1Fixes.length === 0 ? '' : severity1InWords(found.severity1Fixes)],
  ]);
}

function modelsHtml({ models }: IncidentDetails): Html {
  const rows = models.map((model) => ({
    key: `${model.deviceType} ${model.manufacturerIdentifier} ${model.modelIdentifier} ${model.hardwareVersion}`,
    cells: [
      `${model.deviceType} ${model.modelIdentifier} ${model.hardwareVersion} (${model.manufacturerIdentifier})`,
      html`<span class="code">${model.firmwareVersions.join(', ')}</span>`,
      model.earlierFirmware === null ? 'not looked at' : model.earlierFirmware ? 'yes' : 'no',
      model.devices === null ? 'not counted' : devicesInWords(model.devices.byStatus, model.devices.atLeast),
    ],
  }));
  return html`<h3>Device Models</h3>
    ${table('Device Models affected', ['Device Model', 'Firmware blocked', 'Earlier firmware installs', 'Devices'], rows, 'None.')}`;
}

function entriesHtml({ entries, cause, state }: IncidentDetails): Html {
  const named = entries.slice(0, ENTRIES_SHOWN).map((key) => link(at('/entries', key), entryKeyInWords(key)));
  const more = entries.length - named.length;
  return html`${folded('entries', `${counted(entries.length, 'entry', 'entries')} that waited for it`, points(named), more === 0 ? NOTHING : html`<p>… and ${counted(more, 'more entry', 'more entries')}.</p>`)}
  ${state === 'open' ? html`<p>${link(`/blocked?cause=${encodeURIComponent(cause)}`, 'Lines that wait for it now')}</p>` : NOTHING}`;
}

function timelineHtml({ timeline }: IncidentDetails): Html {
  const steps = timeline
    .toReversed()
    .map(
      ({ eventId, at: when, text, event }) =>
        html`<li data-key="${eventId}" class="${event === 'breached' ? 'bad' : ''}">
          ${text}<br /><span class="quiet">${moment(when)}</span>
        </li>`,
    );
  return html`<ol class="steps" aria-label="Timeline, newest first">
    ${steps}
  </ol>`;
}

function criteriaHtml({ criteria }: IncidentDetails): Html {
  const rows = criteria.map(({ category, criterion, view, because }) => ({
    key: `${category} ${criterion}`,
    cells: [
      category,
      criterion,
      tag(view, view === 'Applies' ? 'bad' : view === 'To be assessed' ? 'warn' : 'plain'),
      because,
    ],
  }));
  return table(
    'Criteria of SEC H9',
    ['Category', { head: 'Criterion', kind: 'wide' }, 'Our view', { head: 'Because', kind: 'wide' }],
    rows,
    '',
  );
}
