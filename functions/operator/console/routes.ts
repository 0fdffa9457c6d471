import type { PageModule } from './page.ts';
import { ALARM_PAGES } from './pages/alarms.ts';
import { BLOCKED_PAGES } from './pages/blocked.ts';
import { CHART_PAGES } from './pages/charts.ts';
import { CHECK_PAGES } from './pages/check.ts';
import { DEAD_LETTER_PAGES } from './pages/dead-letters.ts';
import { DECISION_PAGES } from './pages/decisions.ts';
import { DEVICE_PAGES } from './pages/devices.ts';
import { ENTRY_PAGES } from './pages/entries.ts';
import { GBCS_PAGES } from './pages/gbcs.ts';
import { GOVERNANCE_PAGES } from './pages/governance.ts';
import { INCIDENT_PAGE } from './pages/incident.ts';
import { INCIDENTS_PAGES } from './pages/incidents.ts';
import { LIST_PAGE } from './pages/list.ts';
import { LIST_PAGES } from './pages/lists.ts';
import { MAIL_PAGES } from './pages/mails.ts';
import { NOW_PAGES } from './pages/now.ts';
import { QUEUE_PAGES } from './pages/queues.ts';
import { REPORT_PAGES } from './pages/reports.ts';
import { TRIAL_PAGES } from './pages/trials.ts';

/** Every page of the console; the first whose path fits an address is shown. A new page is one more line here. */
export const PAGES: readonly PageModule[] = [
  ...NOW_PAGES,
  ...LIST_PAGES,
  ...CHECK_PAGES,
  ...LIST_PAGE,
  ...INCIDENTS_PAGES,
  ...INCIDENT_PAGE,
  ...BLOCKED_PAGES,
  ...ENTRY_PAGES,
  ...GBCS_PAGES,
  ...TRIAL_PAGES,
  ...DEVICE_PAGES,
  ...DECISION_PAGES,
  ...ALARM_PAGES,
  ...CHART_PAGES,
  ...QUEUE_PAGES,
  ...DEAD_LETTER_PAGES,
  ...MAIL_PAGES,
  ...REPORT_PAGES,
  ...GOVERNANCE_PAGES,
];

/** The page at an address, and the parts of the address that its path leaves open. */
export function pageAt(
  pathname: string,
): { readonly page: PageModule; readonly of: Readonly<Record<string, string>> } | undefined {
  const parts = pathname.split('/');
  for (const page of PAGES) {
    const of = partsOf(page.path.split('/'), parts);
    if (of !== undefined) return { page, of };
  }
  return undefined;
}

function partsOf(path: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (path.length !== parts.length) return undefined;
  const of: Record<string, string> = {};
  for (const [index, part] of path.entries()) {
    const given = parts[index] ?? '';
    if (!part.startsWith(':')) {
      if (part !== given) return undefined;
      continue;
    }
    try {
      of[part.slice(1)] = decodeURIComponent(given);
    } catch {
      return undefined;
    }
  }
  return of;
}
