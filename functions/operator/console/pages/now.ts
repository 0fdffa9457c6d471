import { type Html, html } from '../../../email/html.ts';
import { counted, inFigures, momentInWords } from '../../../email/words.ts';
import { type Need, nowView, type NowView, type Subject } from '../../views/now.ts';
import { WrongUse } from '../../wrong-use.ts';
import type { Act, Done, Look, Page, PageModule } from '../page.ts';
import { at, facts, link, NOTHING, section, tag } from '../parts.ts';
import type { Alarm } from '../source.ts';
import { fromNow, moment, timeLeft } from '../time.ts';

export const NOW_PAGES: readonly PageModule[] = [
  { path: '/', place: 'now', show: nowPage },
  { path: '/clock', place: 'now', show: nowPage, unsigned: { advance: moveClock } },
];

async function nowPage({ source }: Look): Promise<Page> {
  const [seen, alarms] = await Promise.all([nowView(source.access.ports), source.alarms()]);
  const on = alarms.filter(({ state }) => state === 'alarm').toSorted((a, b) => (a.severity ?? 9) - (b.severity ?? 9));
  return {
    title: sentence(seen, on),
    main: html`<div class="sides">
      ${seen.needs.length === 0 ? quietHtml() : needsHtml(seen)}
      <div>${on.length === 0 ? NOTHING : alarmsHtml(on, seen.now)} ${standHtml(seen)}</div>
    </div>`,
  };
}

/** The state of the pipeline in one sentence. */
function sentence({ blocked, needs, accepted, onTheWay, now }: NowView, on: readonly Alarm[]): string {
  const { entries, manufacturers, firstDueAt } = blocked;
  if (firstDueAt !== null) {
    const whose = manufacturers === 0 ? '' : ` of ${counted(manufacturers, 'manufacturer')}`;
    const waits = `${counted(entries, 'entry', 'entries')}${whose} ${entries === 1 ? 'waits' : 'wait'} to reach the DSP`;
    return `${waits}: ${entries === 1 ? 'it is' : 'the first is'} ${timeLeft(firstDueAt, now)}`;
  }
  const [first] = needs;
  if (first !== undefined && first.gravity < 3) return first.what;
  if (on.length > 0) return `${counted(on.length, 'alarm')} on: ${on[0]?.name ?? ''}`;
  if (onTheWay > 0) return `Issue ${accepted?.issue ?? ''} is on its way to the DSP`;
  if (accepted === null) return 'Ready: no list has been accepted yet';
  return `All is well: issue ${accepted.issue} is with the DSP, and nothing waits`;
}

function quietHtml(): Html {
  return section(
    'needs',
    'Nothing needs you',
    html`<p class="none">What needs a person is named here, the most urgent first.</p>`,
  );
}

function needsHtml({ needs, now }: NowView): Html {
  const items = needs.map(
    (need) =>
      html`<li class="need g${need.gravity}" data-key="${need.about.kind} ${need.what}">
        <h3>${link(addressOf(need.about), need.what)}</h3>
        <p>${need.why}</p>
        <p class="by"><span class="who">${need.who}</span> ${clockOf(need, now)}</p>
      </li>`,
  );
  return section(
    'needs',
    `Needs a person: ${inFigures(needs.length)}`,
    html`<ol class="needs">
      ${items}
    </ol>`,
  );
}

function clockOf({ clock }: Need, now: string): Html {
  if (clock === null) return NOTHING;
  const isOver = clock.dueAt <= now;
  return html`<span class="due ${isOver ? 'bad' : ''}"
    >${clock.name} ${timeLeft(clock.dueAt, now)} <span class="quiet">(${moment(clock.dueAt)})</span></span
  >`;
}

/** The page of what a need is about. */
function addressOf(about: Subject): string {
  switch (about.kind) {
    case 'incident':
      return at('/incidents', about.id);
    case 'upload':
      return at('/lists', about.id);
    case 'trial':
      return at('/trials', about.id);
    case 'dead-letters':
      return at('/operations/dead-letters', about.id);
    case 'lists':
      return '/lists';
    case 'deferred-mails':
      return '/operations/mails';
    case 'corrections':
      return '/entries?state=substitute';
  }
}

function alarmsHtml(on: readonly Alarm[], now: string): Html {
  const items = on.map(
    ({ name, severity, since }) =>
      html`<li data-key="${name}">
        ${tag(severity === undefined ? 'alarm' : `severity ${severity}`, severity === 3 ? 'plain' : 'bad')}
        ${link(at('/operations/alarms', name), name)}
        ${since === undefined ? NOTHING : html`<span class="quiet">${fromNow(since, now)}</span>`}
      </li>`,
  );
  return section(
    'alarms-on',
    `Alarms on: ${inFigures(on.length)}`,
    html`<ul class="bare">
      ${items}
    </ul>`,
  );
}

function standHtml({ accepted, activeModels, blocked, onTheWay, queues, reportSentAt, now }: NowView): Html {
  const waiting = queues.map(({ queue, visible, inFlight }) => `${queue} ${visible + inFlight}`).join(', ');
  return section(
    'stand',
    'As it is now',
    facts([
      [
        'Last list accepted',
        accepted === null
          ? html`none yet: ${link('/lists/check', 'check or send a file')}`
          : html`${link(at('/lists', accepted.uploadId), `issue ${accepted.issue}`)}, received
              ${fromNow(accepted.receivedAt, now)} <span class="quiet">(${moment(accepted.receivedAt)})</span>`,
      ],
      ['Device Models that can join', html`${link('/entries', inFigures(activeModels))}`],
      ['Lines that wait', blocked.entries === 0 ? 'none' : html`${link('/blocked', counted(blocked.entries, 'line'))}`],
      [
        'On the way to the DSP',
        onTheWay === 0 ? 'nothing' : link('/entries?state=on-the-way', counted(onTheWay, 'change')),
      ],
      ['In the queues', link('/operations/queues', waiting)],
      [
        'Report to the SSC',
        html`${link('/operations/reports', reportSentAt === null ? 'not sent yet' : `sent ${momentInWords(reportSentAt)}`)}`,
      ],
    ]),
  );
}

/** Begins to move the clock of this machine's pipeline. */
async function moveClock({ source, field }: Act): Promise<Done> {
  if (source.local === undefined) throw new WrongUse('Only the clock of a pipeline on this machine can be moved');
  source.local.advance(field('by'));
  const back = field('back');
  return { said: '', go: /^\/(?!\/)/.test(back) ? back : '/' };
}
