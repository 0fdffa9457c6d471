import { type Html, html } from '../../../email/html.ts';
import { counted } from '../../../email/words.ts';
import type { Look, Page, PageModule } from '../page.ts';
import { at, facts, link, NOTHING, section, table, tag, type Tone } from '../parts.ts';
import { readRunbook } from '../runbook.ts';
import type { Alarm } from '../source.ts';
import { fromNow, moment } from '../time.ts';

export const ALARM_PAGES: readonly PageModule[] = [
  { path: '/operations/alarms', place: 'operations', show: alarmsPage },
  { path: '/operations/alarms/:name', place: 'operations', show: alarmPage },
];

const STATES: Readonly<Record<Alarm['state'], readonly [word: string, tone: Tone]>> = {
  alarm: ['on', 'bad'],
  ok: ['off', 'good'],
  'not-evaluated': ['not evaluated yet', 'plain'],
};

async function alarmsPage({ source, now }: Look): Promise<Page> {
  const alarms = (await source.alarms()).toSorted((a, b) => (a.severity ?? 9) - (b.severity ?? 9));
  const on = alarms.filter(({ state }) => state === 'alarm');
  const off = alarms.filter(({ state }) => state !== 'alarm');
  return {
    title: on.length === 0 ? 'No alarm is on' : `${counted(on.length, 'alarm')} on`,
    main: html`${section('on', 'On', alarmTable('Alarms that are on, the most severe first', on, now))}
    ${section('off', 'Off', alarmTable('Alarms that are off', off, now))}`,
  };
}

function alarmTable(caption: string, alarms: readonly Alarm[], now: string): Html {
  return table(
    caption,
    [{ head: 'Alarm', kind: 'wide' }, 'State', 'Severity', 'Since'],
    alarms.map(({ name, state, severity, since }) => ({
      key: name,
      cells: [
        link(at('/operations/alarms', name), name),
        tag(...STATES[state]),
        severity,
        since === undefined ? '' : html`${fromNow(since, now)}<br /><small>${moment(since)}</small>`,
      ],
    })),
    'None.',
  );
}

async function alarmPage({ source, of, now }: Look): Promise<Page | undefined> {
  const alarm = (await source.alarms()).find(({ name }) => name === of['name']);
  if (alarm === undefined) return undefined;
  const { name, state, severity, since, description } = alarm;
  const runbook = await readRunbook();
  const heading = Object.keys(runbook).find((known) => name === known || name.endsWith(known));
  const parts = heading === undefined ? [] : (runbook[heading] ?? []);
  return {
    title: `${name}: ${STATES[state][0]}`,
    above: [['/operations/alarms', 'Alarms']],
    main: html`${section(
      'state',
      'As it is now',
      facts([
        ['State', tag(...STATES[state])],
        ['Severity', severity],
        ['Since', since === undefined ? '' : html`${moment(since)} (${fromNow(since, now)})`],
        ...saidOf(description),
      ]),
      state === 'alarm' ? html`<p>${link('/', 'What needs a person now')}</p>` : NOTHING,
      html`<p class="links">
        ${name.endsWith('dead letters') ? link('/operations/dead-letters', 'Read, move back or discard the messages') : NOTHING}
        ${link('/operations/charts', 'Charts, with when it began')}
      </p>`,
    )}
    ${section(
      'runbook',
      'What to do, by the runbook',
      parts.length === 0
        ? html`<p class="none">The runbook of this checkout has no page of this name.</p>`
        : facts(parts.map(({ term, text }) => [term, withCode(text)] as const)),
    )}`,
  };
}

/** What the text of an alarm says, line by line: `Impact: …`; its addresses are those of the AWS console. */
function saidOf(description: string): [string, string][] {
  return description.split('\n').flatMap((line): [string, string][] => {
    const [, name = '', text = ''] = /^(Impact|Look at|Missing data|When): (.*)$/.exec(line) ?? [];
    return name === '' ? [] : [[name, text]];
  });
}

/** A text of the runbook, with what it marks as code and what it stresses. */
function withCode(text: string): Html {
  const pieces = text.replaceAll('**', '').split('`');
  return html`${pieces.map((piece, index) => (index % 2 === 1 ? html`<code>${piece}</code>` : withStress(piece)))}`;
}

function withStress(text: string): Html {
  const pieces = text.split(/(?<!\w)_(?=\S)(.+?)(?<=\S)_(?!\w)/);
  return html`${pieces.map((piece, index) => (index % 2 === 1 ? html`<em>${piece}</em>` : html`${piece}`))}`;
}
