import type { IncidentNews } from '../contracts/incident-news.ts';
import { devicesOfModels } from '../domain/incidents/affected-models.ts';
import { deadlineStatus, elapsedHours, hoursInWords, uploadDeadline } from '../domain/incidents/deadline.ts';
import { devicesInWords } from './device-words.ts';
import { entryInWords } from './entry-words.ts';
import type { IncidentAccount } from './incident-account.ts';
import {
  categoryInWords,
  clockInWords,
  earlierFirmwareInWords,
  entriesInWords,
  expectedInWords,
  severity1InWords,
  stepInWords,
  suppliersInWords,
} from './incident-words.ts';
import { type Block, type Card, type Fact, moreBlocks } from './letter.ts';
import { counted, firstOf, listed, momentInWords, listedUpTo } from './words.ts';

/** Entries that an alert names; DCC operations can list all of them. */
const ENTRIES_SHOWN = 20;
const MANUFACTURERS_SHOWN = 10;
/** Steps of a timeline that a letter shows beside the first one: the last ones. */
const STEPS_SHOWN = 30;

/** What is blocked, and how much is left of the hours of the line that arrived first: it is the one that breaches first. */
export function alertVerdict({ incident, lines, settings, now }: IncidentNews, account: IncidentAccount): Block {
  const first = lines.map(({ publishedAt }) => publishedAt).reduce((a, b) => (a < b ? a : b), now);
  const deadline = uploadDeadline(first, settings);
  const left = hoursInWords(elapsedHours(now, deadline));
  const status = deadlineStatus(first, now, settings);
  const clock = status === 'breached' ? `breached ${left} ago` : `${left} left`;
  return {
    block: 'verdict',
    tone: status === 'on-time' ? 'warn' : 'bad',
    title: `${counted(account.waiting, 'entry', 'entries')} cannot be uploaded: ${clock}`,
    lines: [
      `Category ${categoryInWords(incident)}. The DSP must hold the first of them by ${momentInWords(deadline)}, ${settings.uploadDeadlineHours} hours from receipt.`,
    ],
  };
}

/** All that is known of an incident, each as a name and its value (R32). */
export function factsOf({ incident, models }: IncidentNews, { clocks, waiting }: IncidentAccount): Block {
  const devices = devicesOfModels(models);
  const manufacturers = listedUpTo(MANUFACTURERS_SHOWN, incident.manufacturers);
  const facts: readonly Fact[] = [
    { label: 'Incident', value: incident.incidentId },
    ...numbersOf(incident),
    { label: 'Category', value: categoryInWords(incident) },
    ...confirmedBy(incident),
    { label: 'First blocked', value: momentInWords(incident.openedAt) },
    { label: 'Response', value: clockInWords(clocks.response) },
    { label: 'Resolution', value: clockInWords(clocks.resolution) },
    { label: 'Upload limit', value: clockInWords(clocks.upload) },
    { label: 'Entries', value: entriesInWords(incident.entries.length, waiting) },
    { label: 'Device Models', value: String(models.length) },
    { label: 'Manufacturers', value: manufacturers },
    { label: 'Devices in the inventory', value: devicesInWords(devices.byStatus, devices.atLeast) },
    { label: 'Suppliers', value: suppliersInWords(incident.suppliers, devices) },
    ...severity1Of(incident),
    { label: 'Earlier firmware installs', value: earlierFirmwareInWords(models) },
    { label: 'Fix expected', value: expectedInWords(incident.fixExpected) },
    { label: 'Deployment expected', value: expectedInWords(incident.deployExpected) },
  ];
  return { block: 'facts', facts };
}

/** Under which numbers the DCC and the DSP have it, as far as they are recorded. */
function numbersOf({ dccIncident, dspChange }: IncidentNews['incident']): Fact[] {
  return [
    ...(dccIncident === undefined ? [] : [{ label: 'DCC incident', value: dccIncident }]),
    ...(dspChange === undefined ? [] : [{ label: 'DSP change', value: dspChange }]),
  ];
}

function severity1Of({ severity1Fixes = [] }: IncidentNews['incident']): Fact[] {
  return severity1Fixes.length === 0 ? [] : [{ label: 'Severity 1', value: severity1InWords(severity1Fixes) }];
}

function confirmedBy({ confirmation }: IncidentNews['incident']): Fact[] {
  return confirmation === undefined
    ? []
    : [{ label: 'Confirmed by', value: `${confirmation.by}: ${confirmation.reason}` }];
}

/** The entries that wait, one card each. */
export function blockedEntries({ lines, settings }: IncidentNews): Block[] {
  const { shown, more } = firstOf(lines, ENTRIES_SHOWN);
  const cards = shown.map(({ entry, publishedAt }): Card => ({
    title: entryInWords(entry),
    badges: [],
    facts: [
      { label: 'Entry number', value: entry.entryNumber },
      { label: 'GBCS version', value: entry.gbcsVersion },
      { label: 'Received', value: momentInWords(publishedAt) },
      { label: 'Deadline', value: momentInWords(uploadDeadline(publishedAt, settings)) },
    ],
  }));
  const what = `${counted(more, 'more entry', 'more entries')}, which DCC operations can list.`;
  return [{ block: 'cards', cards }, ...moreBlocks(more, what)];
}

/** The entries that the DSP holds under a substitute, one card each (R18). */
export function substitutesOf({ corrections }: IncidentNews): Block[] {
  const { shown, more } = firstOf(corrections, ENTRIES_SHOWN);
  const cards = shown.map(({ entry, substitutedGbcsVersion, since }): Card => ({
    title: entryInWords(entry),
    badges: [],
    facts: [
      { label: 'Entry number', value: entry.entryNumber },
      { label: 'GBCS version declared', value: entry.gbcsVersion },
      { label: 'GBCS version in the DSP', value: substitutedGbcsVersion },
      { label: 'Since', value: momentInWords(since) },
    ],
  }));
  return [
    { block: 'heading', text: 'What the DSP holds under a substitute' },
    { block: 'cards', cards },
    ...moreBlocks(more, `${counted(more, 'more entry', 'more entries')}, which DCC operations can list.`),
  ];
}

/** What happened so far, each step with its time: the first one, and the last ones. */
export function timelineOf({ timeline }: IncidentNews): Block[] {
  const [first] = timeline;
  const last = timeline.slice(1).slice(-STEPS_SHOWN);
  const more = timeline.length - 1 - last.length;
  const left = more > 0 ? [{ label: '…', value: `${counted(more, 'step')}, which DCC operations can list` }] : [];
  const fact = (step: (typeof timeline)[number]): Fact => ({ label: momentInWords(step.at), value: stepInWords(step) });
  return [
    { block: 'heading', text: 'What happened' },
    { block: 'facts', facts: [...(first === undefined ? [] : [fact(first)]), ...left, ...last.map(fact)] },
  ];
}

/** Our view of each criterion, and what calls for another one. */
export function criteriaTable({ reached, criteria }: IncidentAccount): Block[] {
  return [
    ...(reached.length === 0
      ? []
      : [{ block: 'paragraph', text: `To be reassessed now: ${listed(reached)}.` } as const]),
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
