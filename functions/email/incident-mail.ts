import type { IncidentNews } from '../contracts/incident-news.ts';
import type { Mail } from '../contracts/mail.ts';
import type { ReadyLetter } from '../contracts/ready-letter.ts';
import { devicesOfModels } from '../domain/incidents/affected-models.ts';
import { hoursInWords } from '../domain/incidents/deadline.ts';
import { type Remedy, remedyFor, remedyOfSubstitutes } from '../domain/incidents/incident-remedy.ts';
import { type IncidentAccount, incidentAccount } from './incident-account.ts';
import { alertVerdict, blockedEntries, criteriaTable, factsOf, substitutesOf, timelineOf } from './incident-parts.ts';
import { stepInWords } from './incident-words.ts';
import type { Block, Letter } from './letter.ts';
import { letterMail } from './letter-mail.ts';
import { readyLetterBlocks, readyLetterFiles } from './ready-letter-text.ts';
import { counted } from './words.ts';

/** What one kind of news says beside what all of them say. */
type Saying = Pick<Letter, 'actionBy' | 'subject' | 'kind' | 'blocks'>;

/**
 * The letter about an incident: that it was opened, that it became worse or something is known of it, or that it is
 * over. Each says what is blocked and why, whose it is, how much time is left and who must do what (R29–R33).
 */
export function incidentMail(news: IncidentNews, ready: readonly ReadyLetter[], recipients: readonly string[]): Mail {
  const account = incidentAccount(news, news.now);
  const saying = SAYINGS[news.news](news, account);
  return letterMail({
    ...saying,
    mailId: news.mailId,
    to: recipients,
    classification: devicesOfModels(news.models).total === 0 ? 'public' : 'device-data',
    title: news.incident.cause,
    page: `/incidents/${news.incident.incidentId}`,
    blocks: [...saying.blocks, ...readyLetterBlocks(ready)],
    attachments: readyLetterFiles(ready),
  });
}

const SAYINGS: Readonly<Record<IncidentNews['news'], (news: IncidentNews, account: IncidentAccount) => Saying>> = {
  opened: (news, account) => ({
    actionBy: remedyFor(news.incident.cause).actionBy,
    subject: `${news.incident.incidentId} ${proposal(account)}: ${entriesOf(account)} blocked, ${news.incident.cause}`,
    kind: 'Incident alert',
    blocks: [
      alertVerdict(news, account),
      ...whatMustHappen(remedyFor(news.incident.cause)),
      { block: 'heading', text: 'What is blocked' },
      factsOf(news, account),
      ...blockedEntries(news),
      criteriaHeading(news),
      ...criteriaTable(account),
    ],
  }),
  update: (news, account) => ({
    actionBy: actionAfter(news),
    subject: `${news.incident.incidentId} update ${news.incident.updates}: ${shortly(news)}, ${news.incident.cause}`,
    kind: `Incident update ${news.incident.updates}`,
    blocks: [
      alertVerdict(news, account),
      { block: 'heading', text: 'What is new' },
      { block: 'points', points: news.steps.map(stepInWords) },
      { block: 'heading', text: 'Where it is now' },
      factsOf(news, account),
      ...whatMustHappen(remedyFor(news.incident.cause)),
      ...timelineOf(news),
      criteriaHeading(news),
      ...criteriaTable(account),
    ],
  }),
  mitigated: (news, account) => ({
    subject: `${news.incident.incidentId} mitigated: ${corrections(news)} outstanding, ${news.incident.cause}`,
    kind: 'Incident mitigated',
    actionBy: remedyFor(news.incident.cause).actionBy,
    blocks: [
      {
        block: 'verdict',
        tone: 'warn',
        title: `No entry waits, but ${counted(news.corrections.length, 'correction is', 'corrections are')} outstanding`,
        lines: [
          'The DSP holds these entries under a substitute GBCS version (Option B). The inventory does not show what their devices can do until the declared version is sent.',
          'The correction is sent automatically once the DSP recognises the declared version; you are notified then.',
        ],
      },
      ...substitutesOf(news),
      ...whatMustHappen(remedyOfSubstitutes(news.incident.cause)),
      factsOf(news, account),
      ...timelineOf(news),
    ],
  }),
  resolved: (news, account) => ({
    actionBy: [],
    subject: `${news.incident.incidentId} resolved after ${elapsed(account)}: ${news.incident.cause}`,
    kind: 'Incident resolved',
    blocks: [
      {
        block: 'verdict',
        tone: account.clocks.upload.status === 'kept' ? 'good' : 'warn',
        title: `Resolved after ${elapsed(account)}: no entry waits`,
        lines: [
          `${counted(news.incident.entries.length, 'entry was', 'entries were')} blocked. Each was sent to the DSP in its original order, or a newer line of the CPL took its place.`,
          ...(news.timeline.some(({ event }) => event === 'corrected')
            ? ['The DSP no longer holds a substitute: each declared GBCS version was sent as a correction.']
            : []),
          account.clocks.upload.status === 'kept'
            ? `The upload limit of ${news.settings.uploadDeadlineHours} hours was kept.`
            : `The upload limit of ${news.settings.uploadDeadlineHours} hours was not kept: a breach of the SEC.`,
        ],
      },
      factsOf(news, account),
      ...timelineOf(news),
      criteriaHeading(news),
      ...criteriaTable(account),
    ],
  }),
};

/** Who must act on an update: DCC operations where the category must be reassessed, otherwise those who remove the cause. */
function actionAfter({ steps, incident }: IncidentNews): Letter['actionBy'] {
  const needsReassessment = steps.some(({ event }) => event === 'reassessed');
  return needsReassessment ? ['dccOperations'] : remedyFor(incident.cause).actionBy;
}

function whatMustHappen({ steps, meanwhile }: Omit<Remedy, 'actionBy'>): Block[] {
  return [
    { block: 'heading', text: 'What must happen' },
    { block: 'steps', steps },
    { block: 'heading', text: 'What keeps working' },
    { block: 'paragraph', text: `Everything already uploaded keeps working. ${meanwhile}` },
  ];
}

function criteriaHeading({ incident }: IncidentNews): Block {
  return { block: 'heading', text: `Why we propose category ${incident.assessment.category} (SEC H9)` };
}

/** The one thing of an update that a mailbox shows: the most severe. */
function shortly({ steps, incident }: IncidentNews): string {
  const has = (event: (typeof steps)[number]['event']): boolean => steps.some((step) => step.event === event);
  if (has('breached')) return 'upload limit breached';
  const confirmed = steps.find((step) => step.event === 'confirmed');
  if (confirmed !== undefined) return `category ${confirmed.category} confirmed`;
  const reassessed = steps.find((step) => step.event === 'reassessed');
  if (reassessed !== undefined) {
    return incident.confirmation === undefined
      ? `category ${reassessed.category} proposed: reassess it`
      : `reassess category ${incident.confirmation.category} again`;
  }
  if (has('severity-1-fix')) return 'it holds up the fix of a Severity 1 incident';
  if (has('deploy-expected')) return 'deployment date known';
  return 'fix date known';
}

function corrections(news: IncidentNews): string {
  return counted(news.corrections.length, 'correction');
}

function proposal({ category, confirmed }: IncidentAccount): string {
  return confirmed ? `Category ${category}` : `Proposed category ${category}`;
}

function entriesOf({ waiting }: IncidentAccount): string {
  return counted(waiting, 'entry', 'entries');
}

function elapsed({ clocks }: IncidentAccount): string {
  return hoursInWords(clocks.resolution.elapsedHours);
}
