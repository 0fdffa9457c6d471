import { momentIfAny, momentInWords } from '../../email/words.ts';
import { consoleLink } from '../console-link.ts';
import type { Command } from '../command.ts';
import { facts, table } from '../table.ts';
import { entriesView, type EntryLine } from '../views/entries.ts';
import { incidentsView } from '../views/incidents.ts';
import { statusView } from '../views/status.ts';
import { trialsView } from '../views/trials.ts';
import { type UploadLine, uploadsPage } from '../views/uploads.ts';

/** Files that are shown at once. */
const SHOWN = 100;

/** The files that arrived, a hundred at a time. */
export const uploads: Command = {
  usage: 'uploads [--after UPLOAD-ID]',
  does: 'the last hundred files that arrived, or those before one, newest first, with state, counts and findings',
  words: [0, 0],
  options: ['after'],
  async run({ pipeline, options: { after } }) {
    const found = pipeline();
    const { uploads: lines, next } = await uploadsPage(found.access.ports, SHOWN, after);
    const older = next === undefined ? '' : `\nOlder ones: uploads --after ${next}`;
    return {
      json: lines,
      text: table(
        ['UPLOAD', 'KEY', 'STATE', 'RECEIVED', 'CHANGES', 'BLOCKED', 'WAITING', 'QUARANTINED', 'FINDINGS'],
        lines.map((line) => [
          line.uploadId,
          line.key,
          line.state,
          momentInWords(line.receivedAt),
          changesOf(line),
          line.counts.blocked,
          line.counts.waiting,
          line.counts.quarantined,
          line.findings.length,
        ]),
      ).concat(older, consoleLink(found, 'lists')),
    };
  },
};

/** Entries of the list, all or some. */
export const entries: Command = {
  usage: 'entries [--blocked] [--overdue] [--expired-gbcs] [--model TEXT]',
  does: 'entries of the list: what was declared, what the DSP holds, and since when',
  words: [0, 0],
  options: ['blocked', 'overdue', 'expired-gbcs', 'model'],
  async run({
    pipeline,
    options: { blocked = false, overdue = false, model = '', 'expired-gbcs': expiredGbcs = false },
  }) {
    const found = pipeline();
    const lines = await entriesView(found.access.ports, { blocked, overdue, expiredGbcs, model });
    if (expiredGbcs) return { json: lines, text: expiredTable(lines) };
    return {
      json: lines,
      text: table(
        ['NUMBER', 'ENTRY', 'STATE', 'DECLARED', 'UPLOADED', 'RECEIVED', 'UPLOADED AT', 'REASON'],
        lines.map((line) => [
          line.entryNumber,
          line.entryKey,
          line.state,
          line.declaredGbcsVersion,
          line.uploadedGbcsVersion,
          momentInWords(line.publishedAt),
          momentIfAny(line.uploadedAt),
          line.reason,
        ]),
      ).concat(consoleLink(found, 'entries')),
    };
  },
};

/** The trials there are and were. */
export const trials: Command = {
  usage: 'trials',
  does: 'the trials of the agreed list and those dropped from it, with their devices against the limit',
  words: [0, 0],
  options: [],
  async run({ pipeline }) {
    const found = pipeline();
    const lines = await trialsView(found.access.ports);
    return {
      json: lines,
      text: table(
        ['TRIAL', 'MANUFACTURER', 'TYPE', 'FAMILY', 'STATE', 'DEVICES', 'LIMIT', 'START', 'END'],
        lines.map((line) => [
          line.trialId,
          line.manufacturer,
          line.deviceType,
          line.variantFamily,
          line.state,
          line.devices,
          line.deviceLimit,
          line.startDate,
          line.endDate,
        ]),
      ).concat(consoleLink(found, 'trials')),
    };
  },
};

/** The incidents there are and were. */
export const incidents: Command = {
  usage: 'incidents',
  does: 'incidents, one for each cause, with their category',
  words: [0, 0],
  options: [],
  async run({ pipeline }) {
    const found = pipeline();
    const lines = await incidentsView(found.access.ports);
    return {
      json: lines,
      text: table(
        ['INCIDENT', 'CAUSE', 'CATEGORY', 'STATE', 'OPENED', 'RESOLVED', 'ENTRIES'],
        lines.map((line) => [
          line.incidentId,
          line.cause,
          `${line.category}${line.confirmed ? '' : ' (proposed)'}`,
          line.state,
          momentInWords(line.openedAt),
          momentIfAny(line.resolvedAt),
          line.entries.length,
        ]),
      ).concat(consoleLink(found, 'incidents')),
    };
  },
};

/** The pipeline at a glance. */
export const status: Command = {
  usage: 'status',
  does: 'the pipeline at a glance: lane, entries, incidents, trials, queues',
  words: [0, 0],
  options: [],
  async run({ pipeline }) {
    const found = pipeline();
    const now = await statusView(found.access.ports);
    const summary = facts([
      ['time', momentInWords(now.now)],
      [
        'accepted list',
        now.lane.accepted === null ? 'none yet' : `${now.lane.accepted.key} (issue ${now.lane.accepted.issue})`,
      ],
      ['held lists', now.lane.held.join(', ') || 'none'],
      ['issues skipped', now.lane.skippedIssues.join(', ') || 'none'],
      ['lane', now.lane.busy ? 'carrying out a decision' : 'idle'],
      ['entries uploaded', now.entries.uploaded],
      ['entries sent', now.entries.sent],
      ['entries blocked', now.entries.blocked],
      ['entries removed', now.entries.removed],
      ['entries overdue', now.overdue],
      ['corrections outstanding', now.correctionsOutstanding],
      ['open incidents', now.openIncidents],
      ['active trials', now.trials],
      ['trial devices', now.trialDevices],
    ]);
    const queues = table(
      ['QUEUE', 'VISIBLE', 'IN FLIGHT', 'DEAD LETTERS'],
      now.queues.map((queue) => [queue.queue, queue.visible, queue.inFlight, queue.deadLetters]),
    );
    return { json: now, text: `${summary}\n\n${queues}${consoleLink(found)}` };
  },
};

function expiredTable(lines: readonly EntryLine[]): string {
  return table(
    ['ENTRY', 'GBCS', 'NOTICED', 'CORRECT BY', 'STATUS'],
    lines.map((line) => [
      line.entryKey,
      line.declaredGbcsVersion,
      line.expiredGbcs?.noticedOn ?? null,
      line.expiredGbcs?.correctBy ?? null,
      line.expiredGbcs?.status ?? null,
    ]),
  );
}

function changesOf({ counts, kind }: UploadLine): number | null {
  if (kind !== 'cpl') return null;
  return counts.added + counts.gbcsOnly + counts.changed + counts.removed + counts.reinstated;
}
