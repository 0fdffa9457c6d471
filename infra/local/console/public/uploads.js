import { ask } from './ask.js';
import { asking, instant, make, mono, none, number, state, table } from './dom.js';

const COUNTS = [
  ['added', 'added'],
  ['addedRemoved', 'of these marked Removed already'],
  ['gbcsOnly', 'GBCS only'],
  ['changed', 'changed'],
  ['removed', 'removed'],
  ['reinstated', 'reinstated'],
  ['duplicate', 'duplicate'],
  ['disappeared', 'disappeared'],
  ['unchanged', 'unchanged'],
  ['quarantined', 'rows quarantined'],
  ['blocked', 'blocked'],
  ['waiting', 'waiting now'],
];

const STEPS = {
  received: 'received',
  decided: 'decided',
  approved: 'approved by an operator',
  sent: 'sent to the DSP',
  uploaded: 'in the DSP',
  blocked: 'blocked',
  'on-the-way': 'on the way',
};

/** What became of the Device Models of a list, without what there is none of. */
export function countsList(counts) {
  const shown = COUNTS.filter(([name]) => counts[name] > 0);
  return make(
    'ul',
    { className: 'counts' },
    ...shown.map(([name, word]) => make('li', { textContent: `${counts[name]} ${word}` })),
  );
}

/** The first findings of a file. */
export function findingsTable(findings) {
  const rows = findings
    .slice(0, 200)
    .map(({ line, severity, code, field, value, message }) => [
      number(line),
      severity,
      make('span', { className: 'mono code', textContent: code }),
      field,
      mono(value),
      message,
    ]);
  return make(
    'div',
    { className: 'scroll' },
    table('Findings', ['Line', 'Severity', 'Code', 'Field', 'Value', 'What'], rows),
  );
}

/** The files that arrived; each opens to its timeline. */
export function uploadsSection(uploads) {
  if (uploads.length === 0) return make('div', {}, none('Nothing has arrived yet.'));
  return table(
    'Uploads',
    ['File', 'Issue', 'State', 'Received', 'Deadline', 'Outcome', 'Findings'],
    uploads.map((line) => [
      make(
        'div',
        {},
        line.key,
        make('br'),
        make('small', { className: 'mono', textContent: line.uploadId }),
        asking(
          `upload ${line.uploadId}`,
          make('span', {}, 'Timeline', make('span', { className: 'unseen', textContent: ` of ${line.key}` })),
          async () => [timeline(line.key, await ask(`/api/timeline/${encodeURIComponent(line.uploadId)}`))],
        ),
      ),
      line.kind === 'cpl' ? line.version || 'not known' : '',
      state(line.state),
      instant(line.receivedAt),
      instant(line.deadline),
      countsList(line.counts),
      number(line.findings.length),
    ]),
  );
}

function timeline(key, steps) {
  return make('ol', { className: 'timeline', ariaLabel: `Timeline of ${key}` }, ...steps.map(timelineStep));
}

function timelineStep({ step, from, to, changes, note }) {
  const times = from === null ? '' : make('span', {}, instant(from), ...(to === from ? [] : [' to ', instant(to)]));
  return make(
    'li',
    { className: step },
    make('strong', { textContent: `${changes === null ? '' : `${changes} `}${STEPS[step] ?? step}` }),
    times === '' ? null : make('br'),
    times,
    note === null ? null : make('small', { textContent: note }),
  );
}
