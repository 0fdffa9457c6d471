import { randomUUID } from 'node:crypto';
import { findingsKeyOf, Receipt } from '../../../contracts/receipt.ts';
import type { AnswerHeld } from '../../../contracts/lane-command.ts';
import type { Upload } from '../../../contracts/upload.ts';
import { type Html, html } from '../../../email/html.ts';
import { counted } from '../../../email/words.ts';
import { receiptVerdict } from '../../../email/receipt-verdict.ts';
import { answerHeld } from '../../answer-held.ts';
import type { PipelineAccess } from '../../pipeline-access.ts';
import { type TimelineStep, uploadTimeline } from '../../views/upload-timeline.ts';
import { shownUpload } from '../../views/uploads.ts';
import { actForm } from '../forms.ts';
import type { Act, Done, Download, Look, Page, PageModule } from '../page.ts';
import { at, facts, link, NOTHING, points, section } from '../parts.ts';
import { blockedHtml, findingsHtml, removedHtml } from '../receipt-parts.ts';
import { moment, timeLeft } from '../time.ts';
import { countsHtml, kindInWords, stateTag } from './lists.ts';

/** One file that arrived: its receipt, its steps, and what a held one waits for. */
export const LIST_PAGE: readonly PageModule[] = [
  { path: '/lists/:id', place: 'lists', show: listPage, acts: { approve, refuse } },
  { path: '/lists/:id/receipt.json', place: 'lists', show: receiptFile },
  { path: '/lists/:id/findings.csv', place: 'lists', show: findingsFile },
];

async function uploadOf({ source, of }: Pick<Look, 'source' | 'of'>): Promise<Upload | undefined> {
  return source.access.ports.ledger.get('uploads', { uploadId: of['id'] ?? '' });
}

async function receiptOf({ receiptKey }: Upload, { archive }: PipelineAccess): Promise<Receipt | undefined> {
  if (receiptKey === '' || (await archive.facts(receiptKey)) === undefined) return undefined;
  return Receipt.parse(JSON.parse(await archive.text(receiptKey)));
}

async function listPage(look: Look): Promise<Page | undefined> {
  const { access } = look.source;
  const upload = await uploadOf(look);
  if (upload === undefined) return undefined;
  const [receipt, line] = await Promise.all([receiptOf(upload, access), shownUpload(upload, access.ports)]);
  const blocked = (receipt?.blocked ?? []).map(({ entryKey }) => entryKey);
  const steps = await uploadTimeline(upload, blocked, access.ports);
  const { title, steps: toDo } = receiptVerdict({ upload });
  const name = upload.key.replace(/^[^/]*\//, '');
  const isHeld = upload.decision === 'held';
  return {
    title: `${name}: ${lowerFirst(isHeld ? 'Held, waits for an approval' : title)}`,
    above: [['/lists', 'Files received']],
    main: html`<div class="sides">
      <div>
        ${isHeld ? heldHtml(upload) : NOTHING}
        ${toDo.length === 0 || isHeld ? NOTHING : section('to-do', 'What to do', points(toDo))}
        ${receipt === undefined ? NOTHING : removedHtml(receipt, !isHeld)}
        ${receipt === undefined ? NOTHING : blockedHtml(receipt, 'are', receipt.findings.length === 0 ? filesHtml(upload) : NOTHING)}
        ${receipt === undefined ? NOTHING : findingsHtml(receipt.findings, upload.findingsTotal, filesHtml(upload))}
        ${upload.kind === 'cpl' && !['refused', 'superseded'].includes(upload.decision) ? section('counts', isHeld ? 'What would become of its Device Models' : 'What became of its Device Models', countsHtml(line.counts)) : NOTHING}
      </div>
      <div>
        ${isHeld ? section('answer', 'Approve or refuse it', approveForm(look), refuseForm(look)) : NOTHING}
        ${section('file', 'The file', fileFacts(upload, line, look.now), receipt === undefined ? NOTHING : receiptLink(upload))}
        ${section('steps', 'Step by step', stepsHtml(steps))}
      </div>
    </div>`,
  };
}

function heldHtml({ heldReason = '', kind }: Upload): Html {
  if (kind !== 'cpl') return section('held', 'Why it is held', html`<p>${heldReason}</p>`);
  return section(
    'held',
    'Why it is held',
    html`<p>${heldReason}</p>
      <p class="hint">
        Nothing of it goes to the DSP before it is approved: ${link('#answer', 'approve or refuse it')}. A corrected
        list that is accepted takes its place, refused or not.
      </p>`,
  );
}

function approveForm(look: Look): Html {
  return actForm(look, {
    name: 'approve',
    button: 'Approve this list',
    tone: 'danger',
    fields: [{ name: 'reason', label: 'Why it is right', hint: 'Kept with the list, for the audit.', kind: 'long' }],
    effect: 'What it changes takes effect at once, in order; its sender gets the receipt.',
  });
}

function refuseForm(look: Look): Html {
  return actForm(look, {
    name: 'refuse',
    button: 'Refuse this list',
    fields: [
      { name: 'reason', label: 'Why it is not right', hint: 'Its sender reads it in the receipt.', kind: 'long' },
    ],
    effect: 'Nothing of it is applied, and it is held no longer; its sender gets the receipt.',
  });
}

async function approve(act: Act): Promise<Done> {
  const { decision, heldReason = '' } = await answered('approve', act);
  const by = `Approved by ${act.field('name')}`;
  return { said: decision === 'held' ? `${by}. It is still held: ${heldReason}` : `${by}: the list is ${decision}.` };
}

async function refuse(act: Act): Promise<Done> {
  const { decision } = await answered('refuse', act);
  return { said: `Refused by ${act.field('name')}: the list is ${decision}, and its sender hears why.` };
}

function answered(command: AnswerHeld['command'], { of, source, field }: Act): Promise<Upload> {
  const [uploadId, reason, requestedBy] = [of['id'] ?? '', field('reason'), field('name')];
  return answerHeld({ command, uploadId, reason, requestedBy, commandId: randomUUID() }, source.access);
}

function fileFacts(
  upload: Upload,
  line: Parameters<typeof stateTag>[0] & { readonly deadline: string | null },
  now: string,
): Html {
  const { kind, version, receivedAt, decidedAt, putBy, approval, refusal, decision, findingsTotal, sha256 } = upload;
  const runs = line.deadline !== null && ['held', 'draining', 'blocked'].includes(line.state);
  return facts([
    ['State', stateTag(line)],
    ['Kind', kindInWords(kind)],
    [kind === 'cpl' ? 'Issue' : 'Version', version],
    ['Received', moment(receivedAt)],
    ['Decided', moment(decidedAt)],
    [
      'The DSP must hold it by',
      runs ? html`${moment(line.deadline ?? '')}<br />${timeLeft(line.deadline ?? '', now)}` : '',
    ],
    ['Put by the account', putBy],
    ['Approved', approval === undefined ? '' : html`by ${approval.by}, ${moment(approval.at)}: ${approval.reason}`],
    ['Refused', refusal === undefined ? '' : html`by ${refusal.by}, ${moment(refusal.at)}: ${refusal.reason}`],
    ['Findings', findingsTotal === 0 ? (decision === 'refused' ? '' : 'none') : findingsTotal],
    ['SHA-256', sha256 === '' ? '' : html`<span class="code">${sha256}</span>`],
  ]);
}

const STEPS: Readonly<Record<TimelineStep['step'], string>> = {
  received: 'Received',
  decided: 'Decided',
  approved: 'Approved',
  refused: 'Refused',
  sent: 'sent to the DSP',
  uploaded: 'in the DSP',
  blocked: 'blocked',
  'on-the-way': 'on the way',
};

function stepsHtml(steps: readonly TimelineStep[]): Html {
  const items = steps.map(({ step, from, to, changes, note }) => {
    const what = changes === null ? STEPS[step] : `${counted(changes, 'change')} ${STEPS[step]}`;
    const until = to === null || to === from ? NOTHING : html` to ${moment(to)}`;
    return html`<li class="${step === 'blocked' ? 'bad' : ''}">
      <strong>${what}</strong>${from === null ? NOTHING : html`<br />${moment(from)}${until}`}
      ${note === null || note === '' ? NOTHING : html`<br /><span class="quiet">${note}</span>`}
    </li>`;
  });
  return html`<ol class="steps">
    ${items}
  </ol>`;
}

function filesHtml(upload: Upload): Html {
  return html`<p>
    ${link(`${at('/lists', upload.uploadId)}/findings.csv`, 'Download every finding and blocked entry as a table')}
  </p>`;
}

function receiptLink(upload: Upload): Html {
  return html`<p>${link(`${at('/lists', upload.uploadId)}/receipt.json`, 'Download the receipt')}</p>`;
}

async function receiptFile(look: Look): Promise<Download | undefined> {
  const upload = await uploadOf(look);
  if (upload === undefined || (await receiptOf(upload, look.source.access)) === undefined) return undefined;
  const body = await look.source.access.archive.text(upload.receiptKey);
  return { type: 'application/json', body, fileName: `receipt-${upload.uploadId}.json` };
}

async function findingsFile(look: Look): Promise<Download | undefined> {
  const upload = await uploadOf(look);
  const { archive } = look.source.access;
  if (upload === undefined || (await archive.facts(findingsKeyOf(upload))) === undefined) return undefined;
  const body = await archive.text(findingsKeyOf(upload));
  return { type: 'text/csv; charset=utf-8', body, fileName: `findings-${upload.uploadId}.csv` };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
