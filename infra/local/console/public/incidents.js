// Incidents: what is known of each, and what an operator says of it.
import { ask, noTrouble, trouble } from './ask.js';
import { asking, at, instant, keepsFocus, make, mono, none, opening, state, table } from './dom.js';

/** One incident per cause, with its clocks: the hours that have gone, and what is due first of what still waits. */
export function incidentsSection({ incidents, blocked, hour }) {
  if (incidents.length === 0) return make('div', {}, none('No incident was opened.'));
  return make(
    'div',
    {},
    make('div', { className: 'scroll' }, incidentsTable(incidents, blocked, hour)),
    ...incidents.map(incidentCard),
  );
}

function incidentsTable(incidents, blocked, hour) {
  return table(
    'Incidents',
    ['Cause', 'State', 'Category', 'Opened', 'Elapsed', 'First of it due', 'Entries'],
    incidents.map((incident) => {
      const waiting = blocked.filter(({ reason }) => incident.state !== 'resolved' && reason === incident.cause);
      const first = waiting.toSorted((a, b) => (a.deadline < b.deadline ? -1 : 1))[0];
      return [
        make('span', {}, make('strong', { textContent: incident.cause }), make('br'), mono(incident.incidentId)),
        state(incident.state),
        `${incident.category}, ${incident.confirmed ? 'confirmed' : 'proposed'}`,
        instant(incident.openedAt),
        `${hoursBetween(incident.openedAt, incident.resolvedAt ?? hour)} h${incident.resolvedAt === null ? '' : ' in all'}`,
        first === undefined ? 'nothing waits' : make('span', {}, instant(first.deadline), ' ', state(first.standing)),
        entriesOf(incident, waiting.length),
      ];
    }),
  );
}

function entriesOf({ incidentId, entries }, waiting) {
  const title = `${entries.length}, of which ${waiting} wait`;
  return opening(`incident ${incidentId}`, title, ...entries.slice(0, 100).map((key) => make('div', {}, mono(key))));
}

/** What is known of one incident, asked for when it is opened; below it what can be said of it. */
function incidentCard(incident) {
  const { incidentId, cause } = incident;
  const card = asking(`incident ${incidentId} known`, `What is known of ${cause}`, async () =>
    known(await ask(`/api/incident/${incidentId}`)),
  );
  card.classList.add('incident');
  card.append(make('div', { role: 'group', ariaLabel: `Say of ${cause}` }, ...forms(incident)));
  return card;
}

function known({ cause, summary, clocks, criteria, timeline }) {
  const late = new Set(['late', 'missed']);
  const clockOf = { response: clocks.response, resolution: clocks.resolution, 'upload limit': clocks.upload };
  return [
    make(
      'dl',
      { className: 'facts' },
      ...summary.flatMap(([name, value]) => [
        make('dt', { textContent: name }),
        make('dd', { className: late.has(clockOf[name]?.standing) ? 'bad' : '', textContent: value }),
      ]),
    ),
    make('h3', { textContent: 'What happened' }),
    make(
      'ol',
      { className: 'timeline', ariaLabel: `Timeline of ${cause}` },
      ...timeline.map(({ at: time, event, text }) =>
        make('li', { className: TONES[event] ?? '' }, instant(time), make('br'), text),
      ),
    ),
    make('h3', { textContent: 'Our view of the criteria (SEC H9)' }),
    make(
      'div',
      { className: 'scroll' },
      table(
        `Criteria of ${cause}`,
        ['Category', 'Criterion', 'Our view', 'Because'],
        criteria.map(({ category, criterion, view, because }) => [category, criterion, view, because]),
      ),
    ),
  ];
}

/** The dots of a timeline: what waits, what went, the rest. */
const TONES = {
  opened: 'blocked',
  'entries-added': 'blocked',
  breached: 'blocked',
  mitigated: 'blocked',
  resolved: 'uploaded',
};

/** What was typed and not said yet: it outlives the drawing of its form. */
const drafts = new Map();

function forms({ incidentId, state: word, category: proposed }) {
  const field = (name, element) => {
    const key = `${incidentId} ${name}`;
    element.name = name;
    element.value = drafts.get(key) ?? element.value;
    element.addEventListener('input', () => drafts.set(key, element.value));
    return keepsFocus(element, key);
  };
  const text = (name, properties = {}) => field(name, make('input', { type: 'text', required: true, ...properties }));
  const day = (name) => field(name, make('input', { type: 'date' }));
  const category = field(
    'category',
    make(
      'select',
      {},
      ...[1, 2, 3, 4, 5].map((each) => make('option', { value: String(each), textContent: String(each) })),
    ),
  );
  if (!drafts.has(`${incidentId} category`)) category.value = String(proposed);
  const confirm = form(
    incidentId,
    'Confirm category',
    [labelled('Category', category), labelled('Reason', text('reason'))],
    (said) => ({
      confirm: { category: Number(said.category), reason: said.reason },
    }),
  );
  const note = form(
    incidentId,
    'Note it',
    [labelled('Note', field('note', make('textarea', { required: true, rows: 2, maxLength: 4000 })))],
    (said) => ({
      note: said.note,
    }),
  );
  if (word === 'resolved') return [confirm, note];
  const expected = form(
    incidentId,
    'Say what is expected',
    [labelled('Fix expected', day('fixExpected')), labelled('Deployment expected', day('deployExpected'))],
    (said) => Object.fromEntries(Object.entries(said).filter(([, value]) => value !== '')),
  );
  return [confirm, expected, note];
}

function labelled(text, element) {
  return make('label', {}, make('span', { textContent: text }), element);
}

function form(incidentId, title, fields, actOf) {
  const button = keepsFocus(make('button', { type: 'submit', textContent: title }), `${incidentId} ${title}`);
  const element = make('form', { className: 'say' }, ...fields, button);
  element.addEventListener('submit', async (event) => {
    event.preventDefault();
    const said = Object.fromEntries(new FormData(element));
    button.disabled = true;
    try {
      const { outcome } = await ask(`/api/incident/${incidentId}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(actOf(said)),
      });
      for (const name of Object.keys(said)) drafts.delete(`${incidentId} ${name}`);
      element.reset();
      at('said').textContent =
        outcome === 'recorded' ? `${title}: recorded in ${incidentId}.` : `${title}: ${incidentId} says so already.`;
      noTrouble('incident');
    } catch (error) {
      trouble('incident', `${title}: ${error.message}`);
    }
    button.disabled = false;
  });
  return element;
}

function hoursBetween(from, to) {
  return Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 3_600_000));
}
