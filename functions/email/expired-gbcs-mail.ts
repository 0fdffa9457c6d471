import { createHash } from 'node:crypto';
import type { ExpiredEntry } from '../contracts/expired-entry.ts';
import type { Mail } from '../contracts/mail.ts';
import type { ReadyLetter } from '../contracts/ready-letter.ts';
import { correctBy, type ExpiredStatus, expiredStatus } from '../domain/gbcs/expired-gbcs.ts';
import { entryKeyInWords } from './entry-words.ts';
import { type Block, type Tone, moreBlocks } from './letter.ts';
import { letterMail } from './letter-mail.ts';
import { readyLetterBlocks, readyLetterFiles } from './ready-letter-text.ts';
import { safeCsv, csvAttachment } from './safe-csv.ts';
import { counted, dayInWords, firstOf, inFigures, listed, moreInWords } from './words.ts';

/** Entries that the mail names of each status; the attachment has all. */
const SHOWN = 20;

const GROUPS: readonly {
  readonly status: ExpiredStatus;
  readonly heading: string;
  readonly inShort: string;
  readonly tone: Tone;
  readonly says: string;
}[] = [
  {
    status: 'for-the-panel',
    heading: 'For the Panel to consider',
    inShort: 'for the Panel to consider',
    tone: 'bad',
    says: 'Their three months are over. The Panel may consider removing them; nothing is removed automatically.',
  },
  {
    status: 'week-left',
    heading: 'A week left',
    inShort: 'with a week left',
    tone: 'warn',
    says: 'A reminder: their three months are over in a week or less.',
  },
  {
    status: 'month-left',
    heading: 'A month left',
    inShort: 'with a month left',
    tone: 'warn',
    says: 'A reminder: their three months are over in a month or less.',
  },
  {
    status: 'noticed',
    heading: 'New notices',
    inShort: 'newly noticed',
    tone: 'warn',
    says: 'The three months to correct them start with this notice.',
  },
];

/** The list of entries under an expired GBCS version, and those of it that are news. */
export type ExpiredGbcsNews = {
  readonly list: readonly ExpiredEntry[];
  readonly news: readonly ExpiredEntry[];
  readonly londonDay: string;
  readonly ready: readonly ReadyLetter[];
};

/** Notifies SECAS of active entries under an expired GBCS version (R24, R25); the complete list is attached. */
export function expiredGbcsMail(
  { list, news, londonDay, ready }: ExpiredGbcsNews,
  recipients: readonly string[],
): Mail {
  const statusOf = ({ noticedOn }: ExpiredEntry): ExpiredStatus => expiredStatus(noticedOn, londonDay);
  const groups = GROUPS.map((group) => ({
    ...group,
    entries: news.filter((entry) => statusOf(entry) === group.status),
  })).filter(({ entries }) => entries.length > 0);
  const summary = listed(groups.map(({ entries, inShort }) => `${inFigures(entries.length)} ${inShort}`));
  return letterMail({
    mailId: mailId(news, londonDay),
    to: recipients,
    classification: 'public',
    actionBy: ['secas'],
    page: '/entries?state=expired-gbcs',
    subject: `Expired GBCS versions on the CPL: ${summary}`,
    kind: 'Expired GBCS notice',
    title: `Active entries under an expired GBCS version: ${summary}`,
    blocks: [
      {
        block: 'verdict',
        tone: groups.some(({ tone }) => tone === 'bad') ? 'bad' : 'warn',
        title: `${counted(list.length, 'entry', 'entries')} on the list, as of ${dayInWords(londonDay)}`,
        lines: ['They stay on the CPL and in the DSP, and the devices keep working.'],
      },
      { block: 'heading', text: 'What must happen' },
      {
        block: 'steps',
        steps: [
          'SECAS: notify the manufacturers and the suppliers of these Device Models.',
          'Manufacturers: submit the entry again under a valid GBCS version. The new line supersedes this one; nothing is edited in place, and you do not need a new firmware version only for that.',
          'SECAS: three months after the notice, put the remaining entries before the Panel, which considers removal.',
        ],
      },
      ...readyLetterBlocks(ready),
      ...groups.flatMap(groupBlocks),
      {
        block: 'paragraph',
        text: 'Entries leave this list when they are corrected or inactive. The attached table has the complete list.',
      },
    ],
    attachments: [
      csvAttachment(`expired-gbcs-${londonDay}.csv`, expiredGbcsCsv(list, londonDay)),
      ...readyLetterFiles(ready),
    ],
  });
}

function groupBlocks({
  heading,
  says,
  entries,
}: Pick<(typeof GROUPS)[number], 'heading' | 'says'> & { readonly entries: readonly ExpiredEntry[] }): Block[] {
  const { shown, more } = firstOf(entries, SHOWN);
  return [
    { block: 'heading', text: `${heading} (${inFigures(entries.length)})` },
    { block: 'paragraph', text: says },
    {
      block: 'table',
      table: {
        caption: heading,
        columns: [{ title: 'Entry' }, { title: 'GBCS' }, { title: 'Correct by' }],
        rows: shown.map((entry) => [
          `${entryKeyInWords(entry.entryKey)}, entry number ${entry.entryNumber}`,
          entry.gbcsVersion,
          dayInWords(correctBy(entry.noticedOn)),
        ]),
      },
    },
    ...moreBlocks(more, `${moreInWords(more)} in the attached table.`),
  ];
}

function expiredGbcsCsv(list: readonly ExpiredEntry[], londonDay: string): string {
  return safeCsv(
    ['entry', 'entry number', 'GBCS version', 'expired on', 'noticed on', 'correct by', 'status'],
    list.map((entry) => [
      entry.entryKey,
      entry.entryNumber,
      entry.gbcsVersion,
      entry.expiredOn,
      entry.noticedOn,
      correctBy(entry.noticedOn),
      expiredStatus(entry.noticedOn, londonDay).replaceAll('-', ' '),
    ]),
  );
}

/** The same entries with the same statuses always make the same id. */
function mailId(news: readonly ExpiredEntry[], londonDay: string): string {
  const reported = news.map(
    ({ entryKey, noticedOn }) => `${entryKey}@${expiredStatus(noticedOn, londonDay)}@${noticedOn}`,
  );
  return `GBCS-EXPIRED-${createHash('sha256').update(reported.sort().join('\n')).digest('hex').slice(0, 12)}`;
}
