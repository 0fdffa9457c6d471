import type { IncidentNews } from '../contracts/incident-news.ts';
import type { ReadyLetter } from '../contracts/ready-letter.ts';
import { uploadDeadline } from '../domain/incidents/deadline.ts';
import { remedyFor } from '../domain/incidents/incident-remedy.ts';
import { entryKeyInWords } from './entry-words.ts';
import { expectedInWords } from './incident-words.ts';
import { type Draft, readyLetter } from './ready-letter-text.ts';
import { counted, listed, momentInWords } from './words.ts';

/**
 * The letters that people send of an incident (R33, R81): to the Panel and to Parties when entries are published and not
 * uploaded, and to Parties when installation may commence. SECAS sends them.
 */
export function incidentLetters(news: IncidentNews): readonly ReadyLetter[] {
  if (news.news === 'opened') return [readyLetter(panelNote(news)), readyLetter(notUploaded(news))];
  return news.news === 'mitigated' || news.news === 'resolved' ? [readyLetter(mayCommence(news))] : [];
}

function panelNote(news: IncidentNews): Draft {
  const { incident, lines, settings } = news;
  const first = lines.map(({ publishedAt }) => publishedAt).reduce((a, b) => (a < b ? a : b), news.now);
  const { meanwhile } = remedyFor(incident.cause);
  return {
    letterId: `PANEL-${incident.incidentId}`,
    addressee: 'SEC Panel',
    sender: 'secas',
    subject: `CPL entries that cannot be uploaded: ${incident.cause}`,
    madeAt: news.now,
    paragraphs: [
      `${counted(lines.length, 'entry', 'entries')} of the Central Products List ${lines.length === 1 ? 'is' : 'are'} published and cannot be uploaded to the DSP: ${incident.cause}. Manufacturers concerned: ${listed(incident.manufacturers)}.`,
      `The DSP must hold the first of them by ${momentInWords(uploadDeadline(first, settings))}, ${settings.uploadDeadlineHours} hours from receipt. After that the DCC is in breach of the SEC.`,
      `The incident is ${incident.incidentId}, treated as category ${incident.assessment.category} under SEC Section H9 until DCC operations confirm a category.`,
      `The fix is expected: ${expectedInWords(incident.fixExpected)}. Its deployment is expected: ${expectedInWords(incident.deployExpected)}. Once the cause is removed, the entries are sent to the DSP in their original order (Option A). Where waiting is worse, they can be sent under a substitute GBCS version and corrected later (Option B).`,
      meanwhile,
    ],
    table: entriesTable(news),
  };
}

function notUploaded(news: IncidentNews): Draft {
  const { incident, lines } = news;
  return {
    letterId: `PARTIES-${incident.incidentId}`,
    addressee: 'SEC Parties',
    sender: 'secas',
    subject: 'Central Products List: entries published, not uploaded',
    madeAt: news.now,
    paragraphs: [
      `${counted(lines.length, 'entry', 'entries')} of the Central Products List ${lines.length === 1 ? 'is' : 'are'} published and not uploaded to the DCC's systems: ${incident.cause}. The attached table names them.`,
      'Devices with this firmware cannot be pre-notified, installed or updated to it yet. Devices and firmware that are already uploaded are not affected.',
      `Deployment of the fix is expected: ${expectedInWords(incident.deployExpected)}. You will be notified when installation and communication may commence. Nothing has to be submitted again.`,
    ],
    table: entriesTable(news),
  };
}

function mayCommence(news: IncidentNews): Draft {
  const { incident } = news;
  const areCorrected = news.news === 'resolved' && news.timeline.some(({ event }) => event === 'corrected');
  return {
    letterId: `PARTIES-${incident.incidentId}-${news.news.toUpperCase()}`,
    addressee: 'SEC Parties',
    sender: 'secas',
    subject: `Central Products List: ${areCorrected ? 'entries corrected, ' : ''}installation may commence`,
    madeAt: news.now,
    paragraphs: [
      `Of the ${counted(incident.entries.length, 'entry', 'entries')} of the Central Products List that could not be uploaded (${incident.cause}), none waits any longer: each was sent to the DSP, or a newer line took its place.`,
      'Installation of these Device Models, and communication with them, may commence. The attached table names them.',
      ...(news.news === 'mitigated'
        ? ['Until their correction, the DSP holds some of them under a substitute GBCS version.']
        : []),
      ...(areCorrected
        ? [
            'Those that the DSP held under a substitute GBCS version are corrected: it holds the version that each declares.',
          ]
        : []),
    ],
    table: entriesTable(news),
  };
}

function entriesTable({ incident }: IncidentNews): Draft['table'] {
  return {
    name: `entries-${incident.incidentId}.csv`,
    header: ['device type', 'manufacturer', 'model', 'hardware', 'firmware', 'entry'],
    rows: incident.entries.map((entryKey) => [...entryKey.split('/'), entryKeyInWords(entryKey)]),
  };
}
