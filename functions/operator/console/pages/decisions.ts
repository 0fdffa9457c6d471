import { SSC_DECISIONS } from '../../../contracts/ssc-decision.ts';
import { isoDayOf } from '../../../domain/cpl/cpl-words.ts';
import { type Html, html } from '../../../email/html.ts';
import { counted, dayInWords } from '../../../email/words.ts';
import { decideEntry } from '../../decide-entry.ts';
import { WrongUse } from '../../wrong-use.ts';
import { actForm } from '../forms.ts';
import type { Act, Done, Look, Page, PageModule } from '../page.ts';
import { link, NOTHING, section, table } from '../parts.ts';
import { moment } from '../time.ts';

export const DECISION_PAGES: readonly PageModule[] = [
  { path: '/decisions', place: 'trials', show: decisionsPage, acts: { decide } },
];

/** Questions and decisions that are shown, at most. */
const SHOWN = 50;

/** What the SSC is asked about entries of the list, and what it decided. */
async function decisionsPage(look: Look): Promise<Page> {
  const { reportPorts } = look.source.access;
  const [report, decided] = await Promise.all([reportPorts.reports.latest(), reportPorts.sscDecisions()]);
  const asked = (report?.decisions ?? []).filter(({ entryNumber }) => entryNumber !== '');
  const since = report === undefined ? NOTHING : html`, as of ${moment(report.madeAt)}`;
  return {
    title: 'What the SSC decides about entries',
    main: html`<div class="sides">
      <div>
        ${section(
          'asked',
          asked.length === 0 ? 'Nothing is asked of it' : `Asked of it: ${counted(asked.length, 'question')}`,
          html`<p class="hint">As the last report to the SSC has them${since}.</p>`,
          askedHtml(asked),
        )}
        ${section('decided', 'What it decided, the latest first', decidedHtml(decided.toReversed().slice(0, SHOWN)))}
      </div>
      ${section('decide', 'Record a decision', decideForm(look))}
    </div>`,
  };
}

type Report = NonNullable<Awaited<ReturnType<Look['source']['access']['reportPorts']['reports']['latest']>>>;
type Decided = Awaited<ReturnType<Look['source']['access']['reportPorts']['sscDecisions']>>;

function askedHtml(asked: Report['decisions']): Html {
  return table(
    'Questions about entries, the most urgent first',
    ['Entry', { head: 'What is asked', kind: 'wide' }, 'Of', 'By'],
    asked.slice(0, SHOWN).map(({ caseId, entryNumber, what, why, asked: of, by }) => ({
      key: caseId,
      cells: [
        link(`/decisions?entry=${entryNumber}#decide`, entryNumber),
        html`${what}<br /><small>${why}</small>`,
        of,
        by === '' ? '' : dayInWords(by),
      ],
    })),
    'Nothing is asked about an entry.',
  );
}

function decidedHtml(decided: Decided): Html {
  return table(
    'Decisions about entries, the latest first',
    ['Entry', 'Decision', 'Reference', 'Decided', { head: 'Recorded', kind: 'wide' }],
    decided.map(({ commandId, entryNumber, decision, reference, decidedOn, by, at }) => ({
      key: commandId,
      cells: [entryNumber, WORDS[decision], reference, dayInWords(decidedOn), html`by ${by}, ${moment(at)}`],
    })),
    'No decision was recorded yet.',
  );
}

const WORDS: Readonly<Record<(typeof SSC_DECISIONS)[number], string>> = {
  remove: 'it is removed from the list',
  extend: 'its certificate is extended',
  correct: 'its versions are corrected',
};

function decideForm(look: Look): Html {
  return actForm(look, {
    name: 'decide',
    button: 'Record the decision',
    tone: 'primary',
    fields: [
      { name: 'entry', label: 'Entry number', hint: 'Six digits', value: look.query.get('entry') ?? '' },
      { name: 'decision', label: 'What was decided', choices: SSC_DECISIONS.map((each) => [each, WORDS[each]]) },
      { name: 'reference', label: 'Reference', hint: 'Where it is written down, such as SSC 2026/11-3' },
      { name: 'on', label: 'Decided on', hint: 'Today, if left empty', kind: 'day', optional: true },
    ],
    effect: 'The next report asks SECAS to carry it out.',
  });
}

async function decide({ source, field }: Act): Promise<Done> {
  const day = field('on');
  const decidedOn = day === '' ? undefined : isoDayOf(day);
  if (day !== '' && decidedOn === undefined) throw new WrongUse(`${day} is not a date such as 30/11/2026`);
  const said = { entryNumber: field('entry'), decision: field('decision'), reference: field('reference'), decidedOn };
  const { entryNumber, asks } = await decideEntry(said, field('name'), source.access);
  return { said: [`Recorded about entry ${entryNumber}.`, ...asks].join(' '), go: '/decisions' };
}
