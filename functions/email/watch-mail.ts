import { createHash } from 'node:crypto';
import type { Mail } from '../contracts/mail.ts';
import type { WatchFact } from '../contracts/watch-fact.ts';
import type { Block, Tone } from './letter.ts';
import { letterMail } from './letter-mail.ts';
import { counted, firstOf, listed, momentInWords } from './words.ts';

/** Facts that a mail shows of each kind. */
const SHOWN = 25;

const DEADLINE = 'A CPL entry must be in the DSP within its hours from receipt; blocked or held, they run on.';
const TRIALS = 'The SSC sets limits and ends, and decides what happens at an end; devices stay flagged until then.';

const KINDS = [
  {
    kind: 'breached',
    heading: 'Breached',
    one: 'breach',
    many: 'breaches',
    badge: 'Breached',
    tone: 'bad',
    about: DEADLINE,
    more: 'entries --overdue',
  },
  {
    kind: 'trial-breach',
    heading: 'Trials',
    one: 'trial matter to act on',
    many: 'trial matters to act on',
    badge: 'Act',
    tone: 'bad',
    about: TRIALS,
    more: 'trials',
  },
  {
    kind: 'at-risk',
    heading: 'At risk',
    one: 'deadline at risk',
    many: 'deadlines at risk',
    badge: 'At risk',
    tone: 'warn',
    about: DEADLINE,
    more: 'entries',
  },
  {
    kind: 'gbcs-horizon',
    heading: 'GBCS versions to prepare for',
    one: 'GBCS version to prepare for',
    many: 'GBCS versions to prepare for',
    badge: 'Prepare',
    tone: 'warn',
    about: 'A GBCS version is told 180, 90 and 30 days before it begins unrecognised, or ends in use.',
    more: 'gbcs',
  },
  {
    kind: 'trial-warning',
    heading: 'Trials to keep an eye on',
    one: 'trial warning',
    many: 'trial warnings',
    badge: 'Soon',
    tone: 'warn',
    about: TRIALS,
    more: 'trials',
  },
] as const satisfies readonly {
  kind: WatchFact['kind'];
  heading: string;
  one: string;
  many: string;
  badge: string;
  tone: Tone;
  about: string;
  more: string;
}[];

/** What the watch has to tell, as one mail; the same facts at the same levels always have the same mail id. */
export function watchMail(news: readonly WatchFact[], now: string, recipients: readonly string[]): Mail {
  const groups = KINDS.map((kind) => ({ ...kind, facts: news.filter((fact) => fact.kind === kind.kind) })).filter(
    ({ facts }) => facts.length > 0,
  );
  const summary = listed(groups.map(({ facts, one, many }) => counted(facts.length, one, many)));
  return letterMail({
    mailId: mailId(news),
    to: recipients,
    subject: `CPL watch: ${summary}`,
    kind: 'Watch',
    title: summary,
    blocks: [
      {
        block: 'verdict',
        tone: groups.some(({ tone }) => tone === 'bad') ? 'bad' : 'warn',
        title: `As of ${momentInWords(now)}`,
        lines: [
          'Each of these is told once, and once more when it gets worse.',
          ...new Set(groups.map(({ about }) => about)),
        ],
      },
      ...groups.flatMap(({ heading, badge, tone, facts, more: command }): Block[] => {
        const { shown, more } = firstOf(facts, SHOWN);
        return [
          { block: 'heading', text: `${heading} (${facts.length})` },
          {
            block: 'cards',
            cards: shown.map((fact) => ({
              title: fact.title,
              badges: [{ text: badge, tone }],
              text: fact.text,
              facts: [...fact.details, { label: 'Fact', value: fact.factId }],
            })),
          },
          ...(more === 0
            ? []
            : [{ block: 'paragraph', text: `… and ${counted(more, 'more')}: npm run cpl -- ${command}` } as const]),
        ];
      }),
    ],
  });
}

function mailId(news: readonly WatchFact[]): string {
  const told = news.map(({ factId, level }) => `${factId}@${level}`).sort();
  return `WATCH-${createHash('sha256').update(told.join('\n')).digest('hex').slice(0, 12)}`;
}
