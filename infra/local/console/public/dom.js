// Elements of the page. What is a string becomes text, never markup, without the characters that nobody sees.
import { printable } from './printable.js';

const TONES = {
  uploaded: 'good',
  active: 'good',
  resolved: 'good',
  'on-time': 'good',
  ok: 'good',
  'in-force': 'good',
  draining: 'wait',
  blocked: 'wait',
  held: 'wait',
  planned: 'wait',
  'not-yet-in-force': 'wait',
  expired: 'wait',
  'at-risk': 'wait',
  open: 'wait',
  mitigated: 'wait',
  refused: 'bad',
  breached: 'bad',
  ended: 'bad',
  alarm: 'bad',
  'not-recognised': 'bad',
  'not-in-register': 'bad',
};

/** The element of the page with an id. */
export const at = (id) => document.getElementById(id);

/** How a state is to be taken: good, wait, bad, or nothing of these. */
export const toneOf = (word) => TONES[word] ?? '';

/** What may be shown of a value; line breaks and tabs stay. */
export const visible = (value) => (typeof value === 'string' ? printable(value, '\t\r\n') : value);

/** Makes an element with properties and children. */
export function make(name, properties = {}, ...children) {
  const shown = Object.entries(properties).map(([property, value]) => [property, visible(value)]);
  const element = Object.assign(document.createElement(name), Object.fromEntries(shown));
  element.append(...children.filter((child) => child !== null).map(visible));
  return element;
}

export const state = (word) => make('span', { className: `state ${toneOf(word)}`, textContent: word });
export const none = (text) => make('p', { className: 'none', textContent: text });
export const mono = (text) => make('span', { className: 'mono', textContent: text });
export const number = (value) => Object.assign(make('span', { textContent: String(value) }), { isNumber: true });

const LONDON = { timeZone: 'Europe/London', hourCycle: 'h23' };
const DAY = new Intl.DateTimeFormat('en-GB', { ...LONDON, day: 'numeric', month: 'short', year: 'numeric' });
const TIME = new Intl.DateTimeFormat('en-GB', { ...LONDON, hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** An instant as people read it: the day and the time in London, to the second. */
export function londonText(iso) {
  const instantOf = new Date(iso);
  return `${DAY.format(instantOf)} ${TIME.format(instantOf)}`;
}

/** An instant to the second, in London time. */
export const instant = (iso) =>
  iso === null || iso === undefined ? '' : make('time', { dateTime: iso, textContent: londonText(iso) });

/** A table with a name for those who do not see it; a column of numbers stands to the right. */
export function table(caption, heads, rows) {
  const isNumber = (column) => rows[0]?.[column]?.isNumber === true;
  const cells = (row) =>
    row.map((cell, column) =>
      make('td', { className: isNumber(column) ? 'number' : '' }, cell instanceof Node ? cell : String(cell)),
    );
  const head = (text, column) =>
    make('th', { scope: 'col', className: isNumber(column) ? 'number' : '', textContent: text });
  return make(
    'table',
    { ariaLabel: caption },
    make('thead', {}, make('tr', {}, ...heads.map(head))),
    make('tbody', {}, ...rows.map((row) => make('tr', {}, ...cells(row)))),
  );
}

/** Marks an element, so that it has the focus again after its section was drawn anew. */
export function keepsFocus(element, key) {
  element.dataset.focus = key;
  return element;
}

/** Something that opens; it stays open when its section is drawn anew. */
export function opening(key, title, ...children) {
  const details = make('details', {}, keepsFocus(make('summary', {}, title), key), ...children);
  details.dataset.key = key;
  return details;
}

const loaded = new Map();

/** Something that opens and then asks for what is in it; what it had stays until the answer is there. */
export function asking(key, title, load) {
  const inside = make('div', {}, ...(loaded.get(key) ?? []));
  const details = opening(key, title, inside);
  details.addEventListener('toggle', async () => {
    if (!details.open) return;
    const nodes = await load().catch((error) => [none(`No answer: ${error.message}`)]);
    loaded.set(key, nodes);
    inside.replaceChildren(...nodes);
  });
  return details;
}

const drawn = new Map();

/** Draws a section if its facts changed; what was open stays open, and what had the focus has it again. */
export function redraw(id, facts, draw) {
  const now = JSON.stringify(facts);
  if (drawn.get(id) === now) return;
  drawn.set(id, now);
  const place = at(id);
  const open = new Set([...place.querySelectorAll('details[open]')].map(({ dataset }) => dataset.key));
  const focused = place.contains(document.activeElement) ? document.activeElement.dataset.focus : undefined;
  const content = draw(facts);
  for (const details of content.querySelectorAll('details')) if (open.has(details.dataset.key)) details.open = true;
  place.replaceChildren(content);
  if (focused !== undefined)
    place.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}
