import type { Mail } from '../contracts/mail.ts';
import type { Incident, WaitingLine } from '../contracts/waiting-line.ts';
import { deadlineStanding, elapsedHours, hoursInWords, uploadDeadline } from '../domain/incidents/deadline.ts';
import { type CategoryProposal, incidentCategory, incidentScale } from '../domain/incidents/incident-category.ts';
import { remedyFor } from '../domain/incidents/incident-remedy.ts';
import type { Settings } from '../domain/settings/settings.ts';
import { entryInWords } from './entry-words.ts';
import type { Block, Card, Tone } from './letter.ts';
import { letterMail } from './letter-mail.ts';
import { counted, firstOf, listed, momentInWords } from './words.ts';

/** Entries that an alert names; all of them are in the console and the CLI. */
const SHOWN = 20;

/** All that an alert is made from; `lines` are those that wait for the incident's cause. */
export type IncidentAlert = {
  readonly incident: Incident;
  readonly lines: readonly WaitingLine[];
  readonly settings: Settings;
  readonly now: string;
};

/**
 * The alert for an incident that was opened: what is blocked and why, whose it is, how much of the 24 hours is left,
 * who must do what, and the category we propose with our view of the criteria (R29–R33).
 */
export function incidentMail(alert: IncidentAlert, recipients: readonly string[]): Mail {
  const { incident, lines, settings, now } = alert;
  const scale = incidentScale(lines, incident.openedAt, now);
  const proposal = incidentCategory(scale, settings.incidentThresholds);
  const category = categoryWords(incident, proposal);
  const entries = counted(lines.length, 'entry', 'entries');
  const clock = clockOf(lines, settings, now);
  const remedy = remedyFor(incident.cause);
  return letterMail({
    mailId: incident.incidentId,
    to: recipients,
    subject: `${incident.incidentId} ${category}: ${entries} blocked, ${incident.cause}`,
    kind: 'Incident alert',
    title: incident.cause,
    blocks: [
      {
        block: 'verdict',
        tone: clock.tone,
        title: `${entries} cannot be uploaded: ${clock.title}`,
        lines: [`${category}. ${clock.text}`],
      },
      { block: 'heading', text: 'What must happen' },
      { block: 'steps', steps: remedy.steps },
      { block: 'heading', text: 'What keeps working' },
      {
        block: 'paragraph',
        text: `Everything already uploaded keeps working, earlier firmware of these Device Models included (R26). ${remedy.meanwhile}`,
      },
      { block: 'heading', text: 'What is blocked' },
      {
        block: 'facts',
        facts: [
          { label: 'Incident', value: incident.incidentId },
          { label: 'First blocked', value: momentInWords(incident.openedAt) },
          { label: 'Device Models', value: String(scale.pendingModels) },
          { label: 'Manufacturers', value: manufacturers(lines) },
        ],
      },
      ...entryBlocks(alert),
      ...categoryBlocks(proposal),
    ],
  });
}

function categoryWords(incident: Incident, proposal: CategoryProposal): string {
  if (incident.confirmedCategory !== undefined) return `Category ${incident.confirmedCategory}`;
  return `Proposed category ${proposal.category}`;
}

/** The clock of the line that arrived first: it is the one that breaches first. */
function clockOf(
  lines: readonly WaitingLine[],
  settings: Settings,
  now: string,
): { tone: Tone; title: string; text: string } {
  const first = lines.map(({ publishedAt }) => publishedAt).reduce((a, b) => (a < b ? a : b), now);
  const deadline = uploadDeadline(first, settings);
  const left = hoursInWords(elapsedHours(now, deadline));
  const standing = deadlineStanding(first, now, settings);
  const until = `The DSP must hold the first of them by ${momentInWords(deadline)}, ${settings.uploadDeadlineHours} hours from receipt (R7).`;
  if (standing === 'breached') return { tone: 'bad', title: `breached ${left} ago`, text: until };
  return { tone: standing === 'at-risk' ? 'bad' : 'warn', title: `${left} left`, text: until };
}

function manufacturers(lines: readonly WaitingLine[]): string {
  const names = lines.map(({ entry }) => `${entry.manufacturerName} (${entry.manufacturerIdentifier})`);
  return listed([...new Set(names)].sort());
}

function entryBlocks({ lines, settings }: IncidentAlert): Block[] {
  const { shown, more } = firstOf(lines, SHOWN);
  return [
    {
      block: 'cards',
      cards: shown.map(({ entry, publishedAt, uploadId }): Card => ({
        title: entryInWords(entry),
        badges: [],
        facts: [
          { label: 'CPL Entry ID', value: entry.cplEntryId },
          { label: 'GBCS version', value: entry.gbcsVersion },
          { label: 'Published', value: momentInWords(publishedAt) },
          { label: 'Deadline', value: momentInWords(uploadDeadline(publishedAt, settings)) },
          { label: 'Upload', value: uploadId },
        ],
      })),
    },
    ...(more === 0
      ? []
      : [
          {
            block: 'paragraph',
            text: `… and ${counted(more, 'more entry', 'more entries')}: npm run cpl -- entries`,
          } as const,
        ]),
  ];
}

function categoryBlocks({ category, reached, criteria }: CategoryProposal): Block[] {
  return [
    { block: 'heading', text: `Why category ${category} (SEC H9)` },
    ...(reached.length === 0
      ? []
      : [{ block: 'paragraph', text: `To be reassessed now: ${listed(reached)} (R31).` } as const]),
    {
      block: 'table',
      table: {
        caption: 'Our view of each criterion; category 1 holds only once DCC operations confirm it',
        columns: [{ title: 'Category and criterion' }, { title: 'Our view' }],
        rows: criteria.map((view) => [`${view.category}: ${view.criterion}`, `${view.view}. ${view.because}`]),
      },
    },
  ];
}
