import type { Mail } from '../contracts/mail.ts';
import type { Receipt } from '../contracts/receipt.ts';
import { remedyFor } from '../domain/incidents/incident-remedy.ts';
import { entryKeyInWords } from './entry-words.ts';
import { findingsCsv } from './findings-csv.ts';
import { shortened } from './header-text.ts';
import type { Block, Card, Fact, Tone } from './letter.ts';
import { letterMail } from './letter-mail.ts';
import { receiptVerdict } from './receipt-verdict.ts';
import { counted, firstOf, momentInWords } from './words.ts';

/** Entries and findings that a mail shows; the rest is in the attachment and in the archive. */
const SHOWN = 20;
const SHOWN_VALUE = 80;
/** Largest findings table that goes with a mail; SES takes 40 MB in all, mailboxes often 10. */
const ATTACHED_BYTES = 4 * 1024 * 1024;

const KINDS = {
  cpl: 'CPL extract',
  'agreed-list': 'Agreed list of trials',
  'gbcs-register': 'GBCS register',
  settings: 'Settings',
} as const;

/**
 * The receipt of an upload as a mail to whoever uploads: what was accepted, blocked, refused or held, line by line,
 * and what to do (DESIGN 1). An upload that is decided again, because it was approved, has a second receipt.
 */
export function receiptMail(receipt: Receipt, recipients: readonly string[]): Mail {
  const { upload } = receipt;
  const verdict = receiptVerdict(receipt);
  const name = upload.key.split('/').at(-1) ?? upload.key;
  const csv = receipt.findings.length === 0 ? '' : findingsCsv(receipt.findings);
  const attached = csv !== '' && Buffer.byteLength(csv) <= ATTACHED_BYTES;
  return letterMail({
    mailId: `RECEIPT-${upload.uploadId}-${upload.decision}`,
    to: recipients,
    subject: `${KINDS[upload.kind]} ${verdict.subject}: ${shortened(name, 60)}`,
    kind: `Receipt: ${KINDS[upload.kind]}`,
    title: name,
    blocks: [
      { block: 'verdict', tone: verdict.tone, title: verdict.title, lines: [receipt.outcome] },
      ...(verdict.steps.length === 0
        ? []
        : [{ block: 'heading', text: 'What to do' } as const, { block: 'steps', steps: verdict.steps } as const]),
      ...blockedBlocks(receipt),
      ...findingBlocks(receipt, attached),
      ...countBlocks(receipt),
      { block: 'heading', text: 'The upload' },
      { block: 'facts', facts: uploadFacts(receipt) },
    ],
    attachments: attached
      ? [
          {
            fileName: `findings-${upload.uploadId}.csv`,
            contentType: 'text/csv; charset=utf-8',
            content: new TextEncoder().encode(csv),
          },
        ]
      : [],
  });
}

function blockedBlocks({ blocked }: Receipt): Block[] {
  return [...Map.groupBy(blocked, ({ reason }) => reason)].flatMap(([reason, lines]): Block[] => {
    const remedy = remedyFor(reason);
    const { shown, more } = firstOf(lines, SHOWN);
    return [
      { block: 'heading', text: `Blocked: ${reason} (${counted(lines.length, 'entry', 'entries')})` },
      { block: 'paragraph', text: remedy.meanwhile },
      { block: 'steps', steps: remedy.steps },
      {
        block: 'cards',
        cards: shown.map((line) => ({
          title: entryKeyInWords(line.entryKey),
          badges: [{ text: 'Blocked', tone: 'warn' }],
          facts: [
            { label: 'Declared GBCS version', value: line.declaredGbcsVersion },
            { label: 'DSP must hold it by', value: momentInWords(line.deadline) },
          ],
        })),
      },
      ...(more === 0 ? [] : [paragraph(`… and ${counted(more, 'more entry', 'more entries')}, named in the receipt.`)]),
    ];
  });
}

const SEVERITY: Readonly<Record<Receipt['findings'][number]['severity'], { text: string; tone: Tone }>> = {
  file: { text: 'Refuses the file', tone: 'bad' },
  row: { text: 'Row quarantined', tone: 'warn' },
  warning: { text: 'Please check', tone: 'plain' },
};

/** R13: a duplicate is refused, not quarantined: its entry is on the list and stays as it is. */
function badgeOf({ code, severity }: Receipt['findings'][number]): Card['badges'][number] {
  return code === 'CPL-DUPLICATE' ? { text: 'Duplicate refused', tone: 'warn' } : SEVERITY[severity];
}

function findingBlocks({ findings, upload }: Receipt, attached: boolean): Block[] {
  if (findings.length === 0) return [];
  const { shown } = firstOf(findings, SHOWN);
  const more = upload.findingsTotal - shown.length;
  const whole = attached ? 'the attached table' : `${upload.receiptKey} in the archive`;
  return [
    { block: 'heading', text: `Findings (${upload.findingsTotal.toLocaleString('en-GB')})` },
    {
      block: 'cards',
      cards: shown.map((finding): Card => ({
        title: place(finding),
        badges: [badgeOf(finding)],
        text: finding.message,
        facts: [
          ...(finding.value === '' ? [] : [{ label: 'Value', value: shortened(finding.value, SHOWN_VALUE) }]),
          { label: 'Code', value: finding.code },
        ],
      })),
    },
    ...(more <= 0 ? [] : [paragraph(`… and ${counted(more, 'more finding')}: see ${whole}.`)]),
  ];
}

function place({ line, field }: { line: number; field: string }): string {
  const where = line > 0 ? `Line ${line}` : 'The file';
  return field === '' ? where : `${where}, ${field}`;
}

function countBlocks({ upload }: Receipt): Block[] {
  if (upload.kind !== 'cpl' || upload.decision === 'refused' || upload.decision === 'repeat') return [];
  const { counts } = upload;
  const rows: (readonly [string, number])[] = [
    ['Added', counts.added],
    ['GBCS version changed', counts.gbcsOnly],
    ['Changed otherwise', counts.changed],
    ['Removed or withdrawn', counts.removed],
    ['Reinstated', counts.reinstated],
    ['Unchanged', counts.unchanged],
    ['Duplicates, refused', counts.duplicate],
    ['Missing without a removal', counts.disappeared],
    ['Of these, blocked', counts.blocked],
    ['Rows quarantined', counts.quarantined],
  ];
  return [
    {
      block: 'table',
      table: {
        caption: 'What became of the entries of the extract, against the list accepted before it',
        columns: [{ title: 'Entries' }, { title: 'Number', numeric: true }],
        rows: rows.filter(([, number]) => number > 0).map(([name, number]) => [name, number.toLocaleString('en-GB')]),
      },
    },
  ];
}

function uploadFacts({ upload, deadline }: Receipt): Fact[] {
  const running = upload.kind === 'cpl' && (upload.decision === 'accepted' || upload.decision === 'held');
  return [
    { label: 'Upload', value: upload.uploadId },
    { label: 'File', value: upload.key },
    ...(upload.version === '' ? [] : [{ label: 'Version', value: upload.version }]),
    { label: 'Received', value: momentInWords(upload.receivedAt) },
    ...(running ? [{ label: 'DSP must hold it by', value: momentInWords(deadline) }] : []),
    ...(upload.approval === undefined
      ? []
      : [{ label: 'Approved', value: `by ${upload.approval.by}: ${upload.approval.reason}` }]),
    { label: 'SHA-256', value: upload.sha256 },
  ];
}

function paragraph(text: string): Block {
  return { block: 'paragraph', text };
}
