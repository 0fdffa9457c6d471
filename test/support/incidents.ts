import type { Incident } from '../../functions/contracts/incident.ts';
import type { IncidentNews } from '../../functions/contracts/incident-news.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';

/** An incident that was opened and of which nothing is known yet. */
export function incidentOf(over: Partial<Incident> = {}): Incident {
  return {
    incidentId: 'INC-20261102-ab12cd34',
    cause: 'GBCS 9.9 not recognised',
    state: 'open',
    openedAt: '2026-11-02T09:00:05.000Z',
    firstPublishedAt: '2026-11-02T09:00:00.000Z',
    assessment: { category: 2, reached: [], status: 'on-time' },
    suppliers: [],
    manufacturers: ['AB01'],
    entries: ['ESME/AB01/010A/030B/0002012F'],
    updates: 0,
    events: 1,
    ...over,
  };
}

/** News of an incident, as the lane has it. */
export function incidentNewsOf(over: Partial<IncidentNews> = {}): IncidentNews {
  const incident = over.incident ?? incidentOf();
  return {
    news: 'opened',
    mailId: incident.incidentId,
    incident,
    lines: [],
    corrections: [],
    models: [],
    timeline: over.steps ?? [],
    steps: [],
    settings: DEFAULT_SETTINGS,
    now: '2026-11-02T09:30:00.000Z',
    ...over,
  };
}
