import { createHash } from 'node:crypto';
import type { Classification } from '../contracts/classification.ts';
import type { Mail } from '../contracts/mail.ts';
import type { News } from '../contracts/news-state.ts';
import { addressesOf, type Reader, type Recipients } from '../contracts/recipients.ts';
import type { WatchFact } from '../contracts/watch-fact.ts';
import { type Block, type Tone, moreBlocks } from './letter.ts';
import { letterMail } from './letter-mail.ts';
import { counted, firstOf, inFigures, listed, momentInWords, moreInWords } from './words.ts';

/** How many of each kind a mail shows. */
const SHOWN = 25;

const DEADLINE =
  'The DSP must hold each CPL entry within the upload limit, normally 24 hours after the list arrived. The clock keeps running while the entry is blocked or held.';
const TRIALS = 'The SSC sets limits and ends, and decides what happens at an end; devices stay flagged until then.';

/** Who hears of a GBCS version: the DSP must have a mapping for one that begins; SECAS asks for what replaces an ended one. */
const GBCS_READERS = ['dccOperations', 'dccServiceTeam', 'dspServiceTeam', 'secas'] as const;
const GBCS_ABOUT =
  'You are warned 180, 90 and 30 days before an unrecognised GBCS version comes into force, and before one expires that entries still declare.';

type Kind = {
  readonly kind: WatchFact['kind'];
  readonly heading: string;
  readonly one: string;
  readonly many: string;
  readonly badge: string;
  readonly tone: Tone;
  readonly about: string;
  readonly readers: readonly WatchReader[];
  readonly actionBy: WatchReader;
  readonly classification: Classification;
  /** The CLI command that lists all of them, for readers who have a shell. */
  readonly command: string;
};
type WatchReader = Exclude<Reader, 'ssc'>;

const ofDeadlines = {
  about: DEADLINE,
  readers: ['dccOperations'],
  actionBy: 'dccOperations',
  classification: 'public',
} as const;
const ofTrials = {
  about: TRIALS,
  readers: ['dccOperations'],
  actionBy: 'dccOperations',
  classification: 'device-data',
  command: 'trials',
} as const;
const ofVersions = {
  badge: 'Prepare',
  tone: 'warn',
  about: GBCS_ABOUT,
  readers: GBCS_READERS,
  classification: 'public',
  command: 'gbcs',
} as const;

const KINDS: readonly Kind[] = [
  {
    ...ofDeadlines,
    kind: 'breached',
    heading: 'Breached',
    one: 'breach',
    many: 'breaches',
    badge: 'Breached',
    tone: 'bad',
    command: 'entries --overdue',
  },
  {
    ...ofTrials,
    kind: 'trial-breach',
    heading: 'Trials',
    one: 'trial matter to act on',
    many: 'trial matters to act on',
    badge: 'Act',
    tone: 'bad',
  },
  {
    ...ofDeadlines,
    kind: 'at-risk',
    heading: 'At risk',
    one: 'deadline at risk',
    many: 'deadlines at risk',
    badge: 'At risk',
    tone: 'warn',
    command: 'entries',
  },
  {
    ...ofTrials,
    kind: 'trial-warning',
    heading: 'Trials to keep an eye on',
    one: 'trial warning',
    many: 'trial warnings',
    badge: 'Soon',
    tone: 'warn',
  },
  {
    kind: 'correction',
    heading: 'Corrections outstanding',
    one: 'substitute in the DSP',
    many: 'substitutes in the DSP',
    badge: 'Correct',
    tone: 'warn',
    about:
      'Under Option B the DSP holds a substitute GBCS version. It is reported again each week until the declared version is sent.',
    readers: ['dccOperations', 'dspServiceTeam'],
    actionBy: 'dspServiceTeam',
    classification: 'public',
    command: 'corrections',
  },
  {
    kind: 'export-missing',
    heading: 'Export of the inventory',
    one: 'missing export of the inventory',
    many: 'missing exports of the inventory',
    badge: 'Act',
    tone: 'bad',
    about: 'DynamoDB exports the complete inventory each day. You are notified on each day without a new export.',
    readers: ['dccOperations'],
    actionBy: 'dccOperations',
    classification: 'public',
    command: 'doctor',
  },
  {
    ...ofVersions,
    kind: 'gbcs-begins',
    heading: 'GBCS versions that begin',
    one: 'GBCS version that begins',
    many: 'GBCS versions that begin',
    actionBy: 'dspServiceTeam',
  },
  {
    ...ofVersions,
    kind: 'gbcs-ends',
    heading: 'GBCS versions that end',
    one: 'GBCS version that ends',
    many: 'GBCS versions that end',
    actionBy: 'secas',
  },
];

/** What the watch has to report: one mail to each set of readers, with the facts that it reports. */
export function watchNews(
  news: readonly WatchFact[],
  now: string,
  recipients: Pick<Recipients, WatchReader>,
): readonly News[] {
  const byReaders = Map.groupBy(KINDS, ({ readers }) => readers.join());
  return [...byReaders.values()].flatMap((kinds) => {
    const facts = news.filter(({ kind }) => kinds.some((each) => each.kind === kind));
    const to = addressesOf(kinds[0]?.readers ?? [], recipients);
    return facts.length === 0 ? [] : [{ mail: watchMail(facts, kinds, now, to), facts }];
  });
}

/** The same facts at the same levels always have the same mail id. */
function watchMail(
  news: readonly WatchFact[],
  kinds: readonly Kind[],
  now: string,
  recipients: readonly string[],
): Mail {
  const groups = kinds
    .map((kind) => ({ ...kind, facts: news.filter((fact) => fact.kind === kind.kind) }))
    .filter(({ facts }) => facts.length > 0);
  const summary = listed(groups.map(({ facts, one, many }) => counted(facts.length, one, many)));
  return letterMail({
    mailId: mailId(news),
    to: recipients,
    classification: groups.some(({ classification }) => classification === 'device-data') ? 'device-data' : 'public',
    actionBy: [...new Set(groups.map(({ actionBy }) => actionBy))],
    subject: `CPL watch: ${summary}`,
    kind: 'Watch',
    page: '/',
    title: summary,
    blocks: [
      {
        block: 'verdict',
        tone: groups.some(({ tone }) => tone === 'bad') ? 'bad' : 'warn',
        title: `As of ${momentInWords(now)}`,
        lines: [
          'You are notified of each once, and again if it gets worse. You are reminded of a trial over its limit every day, and of a substituted GBCS version every week.',
          ...new Set(groups.map(({ about }) => about)),
        ],
      },
      ...groups.flatMap(({ heading, badge, tone, facts, readers, command }): Block[] => {
        const { shown, more } = firstOf(facts, SHOWN);
        return [
          { block: 'heading', text: `${heading} (${inFigures(facts.length)})` },
          {
            block: 'cards',
            cards: shown.map((fact) => ({
              title: fact.title,
              badges: [{ text: badge, tone }],
              text: fact.text,
              facts: [...fact.details, { label: 'Reference', value: fact.factId }],
            })),
          },
          ...moreBlocks(more, `${moreInWords(more)}${whereAllAre(readers, command)}`),
        ];
      }),
    ],
  });
}

/** Only DCC operations have a shell. */
function whereAllAre(readers: readonly Reader[], command: string): string {
  return readers.length === 1 ? `: npm run cpl -- ${command} --aws` : ', which DCC operations can list.';
}

function mailId(news: readonly WatchFact[]): string {
  const reported = news.map(({ factId, level }) => `${factId}@${level}`).sort();
  return `WATCH-${createHash('sha256').update(reported.join('\n')).digest('hex').slice(0, 12)}`;
}
