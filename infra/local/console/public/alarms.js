import { instant, make, none, opening, state } from './dom.js';

/** Alarms: first what is on, the gravest first, each with its page of the runbook; then the others, folded away. */
export function alarmsSection({ alarms, runbook }) {
  const graver = alarms.toSorted((a, b) => (a.severity ?? 9) - (b.severity ?? 9));
  const on = graver.filter((alarm) => alarm.state === 'alarm');
  const off = graver.filter((alarm) => alarm.state !== 'alarm');
  const rest = opening('alarms off', `${off.length} alarms are not on`, ...off.map((alarm) => card(alarm, runbook)));
  return make(
    'div',
    {},
    ...(on.length === 0 ? [none('No alarm is on.')] : on.map((alarm) => card(alarm, runbook))),
    rest,
  );
}

/** What is on, in one sentence for those who do not look. */
export function alarmsInWords(alarms) {
  const on = alarms.filter((alarm) => alarm.state === 'alarm').map(({ name }) => name);
  return on.length === 0 ? 'No alarm is on.' : `On: ${on.join(', ')}.`;
}

function card({ name, state: word, severity, since, description }, runbook) {
  const heading = Object.keys(runbook).find((known) => name === known || name.endsWith(known));
  const page = heading === undefined ? undefined : runbook[heading];
  const means = page?.find(({ term }) => term === 'Means')?.text ?? description;
  return make(
    'article',
    { className: `alarm ${word === 'alarm' ? 'bad' : ''}` },
    make('h3', {}, name, ' ', state(word)),
    make(
      'p',
      { className: 'none' },
      severity === undefined ? '' : `Severity ${severity}`,
      since === undefined ? '' : ' · since ',
      instant(since),
    ),
    make('p', {}, ...marked(means)),
    page === undefined ? null : opening(`runbook ${name}`, `What to do about ${name}`, pageOf(page)),
  );
}

function pageOf(page) {
  const parts = page.filter(({ term }) => term !== 'Means');
  return make(
    'dl',
    {},
    ...parts.flatMap(({ term, text }) => [make('dt', { textContent: term }), make('dd', {}, ...marked(text))]),
  );
}

/** Text with its `code` as code. */
function marked(text) {
  return text.split('`').map((part, index) => (index % 2 === 1 ? make('code', { textContent: part }) : part));
}
