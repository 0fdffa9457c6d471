import type { WatchFact } from '../contracts/watch-fact.ts';
import { londonDay } from '../domain/calendar/london-time.ts';
import { elapsedHours } from '../domain/incidents/deadline.ts';
import { momentInWords } from '../email/words.ts';

/** Hours within which a stage that exports its inventory each day has another complete export: a day, and what one takes. */
const EXPORT_HOURS = 30;

/** What is known of the daily export of the inventory; absent where a stage makes none. */
export type ExportLook = {
  /** When the last complete one was finished, if any was. */
  readonly lastFinished: string | undefined;
  /** When the first file arrived, if any has: a stage that was just deployed has no export yet. */
  readonly inUseSince: string | undefined;
};

/**
 * Whether an export is missing, whatever the reason: one that was refused, failed on the way or is stuck leaves no
 * complete export behind, and nothing else says so. Reported each day.
 */
export function exportFacts(look: ExportLook, now: string): WatchFact[] {
  const since = look.lastFinished ?? look.inUseSince;
  if (since === undefined || elapsedHours(since, now) <= EXPORT_HOURS) return [];
  const last = look.lastFinished === undefined ? 'none' : momentInWords(look.lastFinished);
  return [
    {
      factId: `inventory-export/${londonDay(now)}`,
      level: 1,
      kind: 'export-missing',
      title: 'The daily export of the inventory is missing',
      text: 'It was not started, failed or is stuck. Under Exports to S3 of the Devices table DynamoDB gives the reason; start one there once it is removed.',
      details: [{ label: 'Last complete export', value: last }],
    },
  ];
}
