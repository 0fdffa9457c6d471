// Line charts as inline SVG: axes, limits, and words for those who do not see them.
import { make } from './dom.js';

const [HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [190, 44, 44, 12, 24];
const COLOURS = ['#2f7fc1', '#c2752b', '#3f9a55', '#b0559c', '#8a7a2f', '#5a6ec8'];
const DASHES = ['none', '6 3', '2 3', '8 3 2 3'];

const LONDON_HOURS = { timeZone: 'Europe/London', hourCycle: 'h23', hour: '2-digit', minute: '2-digit' };
const LABEL_OF_HOURS = new Intl.DateTimeFormat('en-GB', LONDON_HOURS);
const LABEL_OF_DAYS = new Intl.DateTimeFormat('en-GB', { ...LONDON_HOURS, day: 'numeric', month: 'short' });

function draw(name, attributes, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** A graph of the dashboard, so many pixels wide, with its legend; its name and what it shows are read out. */
export function chart({ title, stacked, lines, limits }, wide) {
  const drawn = lines.map((line, index) => ({
    ...line,
    points: stacked
      ? stackedOn(
          lines.slice(0, index).filter(({ axis: of }) => of === line.axis),
          line,
        )
      : line.points,
    colour: line.color ?? COLOURS[index % COLOURS.length],
    dash: DASHES[Math.floor(index / COLOURS.length) % DASHES.length],
    last: line.points.at(-1)?.value,
  }));
  const times = drawn.flatMap(({ points }) => points.map(({ at }) => at));
  const figure = make('figure', { className: 'chart' }, make('h3', { textContent: title }));
  if (times.length === 0) {
    figure.append(make('p', { className: 'none', textContent: 'Nothing was measured yet.' }));
    return figure;
  }
  figure.append(picture({ title, drawn, limits, times, wide }), legend(drawn, limits));
  return figure;
}

function picture({ title, drawn, limits, times, wide }) {
  const end = wide - RIGHT;
  const period = 1000 * Math.max(60, ...drawn.map(({ periodSeconds }) => periodSeconds));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const from = first === last ? first - period : first;
  const until = first === last ? last + period : last;
  const across = (time) => LEFT + ((time - from) / (until - from)) * (end - LEFT);
  const scales = { left: scale(drawn, 'left', limits), right: scale(drawn, 'right', []) };
  return draw(
    'svg',
    { viewBox: `0 0 ${wide} ${HEIGHT}`, role: 'img', 'aria-label': inWords(title, drawn, limits) },
    ...axis(scales.left, LEFT - 6, 'end', end),
    ...(scales.right.used ? axis(scales.right, end + 6, 'start') : []),
    timeLabel(from, LEFT, 'start', until - from),
    timeLabel(until, end, 'end', until - from),
    ...limits.map((limit) => limitLine(limit, scales.left, end)),
    ...drawn.flatMap((line) => plotted(line, across, scales[line.axis])),
  );
}

/** What a stacked line stands on: at each time the latest values of those below it on its axis, added. */
function stackedOn(below, line) {
  const latest = (points, time) => points.findLast(({ at }) => at <= time)?.value ?? 0;
  return line.points.map(({ at, value }) => ({
    at,
    value: below.reduce((sum, { points }) => sum + latest(points, at), value),
  }));
}

/** A scale from nothing to a round number that holds every value and limit. */
function scale(lines, axisName, limits) {
  const mine = lines.filter(({ axis: of }) => of === axisName);
  const values = [...mine.flatMap(({ points }) => points), ...limits].map(({ value }) => value);
  const most = roundUp(Math.max(1, ...values));
  const down = (value) => HEIGHT - BOTTOM - (value / most) * (HEIGHT - TOP - BOTTOM);
  return { most, down, used: mine.some(({ points }) => points.length > 0) };
}

function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 5, 8, 10].map((step) => step * power).find((round) => round >= value) ?? value;
}

function axis({ most, down }, x, anchor, gridEnd) {
  return [0, most / 2, most].flatMap((value) => {
    const y = down(value);
    const text = draw('text', { x, y: y + 4, 'text-anchor': anchor }, short(value));
    if (gridEnd === undefined) return [text];
    return [draw('line', { class: 'grid', x1: LEFT, x2: gridEnd, y1: y, y2: y }), text];
  });
}

function timeLabel(time, x, anchor, span) {
  const text = (span > 20 * 3_600_000 ? LABEL_OF_DAYS : LABEL_OF_HOURS).format(time);
  return draw('text', { x, y: HEIGHT - 6, 'text-anchor': anchor }, text);
}

function limitLine({ value, label, color }, { down }, end) {
  const [y, colour] = [down(value), color ?? '#c0392b'];
  return draw(
    'g',
    { class: 'limit' },
    draw('line', { x1: LEFT, x2: end, y1: y, y2: y, stroke: colour, 'stroke-dasharray': '4 4' }),
    draw('text', { x: LEFT + 4, y: y - 4 < TOP ? y + 12 : y - 4 }, label),
  );
}

function plotted({ points, colour, dash }, across, { down }) {
  const places = points.map(({ at, value }) => [across(at).toFixed(1), down(value).toFixed(1)]);
  const line = draw('polyline', {
    points: places.map((place) => place.join(',')).join(' '),
    stroke: colour,
    'stroke-dasharray': dash,
  });
  const dots = places.length > 40 ? places.slice(-1) : places;
  return [line, ...dots.map(([cx, cy]) => draw('circle', { cx, cy, r: 2.5, fill: colour }))];
}

function legend(drawn, limits) {
  const entry = ({ colour, dash, label, last, axis: of }) =>
    make(
      'li',
      {},
      swatch(colour, dash),
      `${label} `,
      make('b', { textContent: short(last) }),
      of === 'right' ? ' (right axis)' : '',
    );
  const limitEntry = ({ color, label, value }) =>
    make('li', {}, swatch(color ?? '#c0392b', '4 4'), label || `limit ${short(value)}`);
  return make('ul', { className: 'legend', ariaHidden: 'true' }, ...drawn.map(entry), ...limits.map(limitEntry));
}

function swatch(colour, dash) {
  return draw(
    'svg',
    { viewBox: '0 0 18 8', width: 18, height: 8 },
    draw('line', { x1: 0, x2: 18, y1: 4, y2: 4, stroke: colour, 'stroke-width': 3, 'stroke-dasharray': dash }),
  );
}

function inWords(title, drawn, limits) {
  const each = drawn.map(({ label, last }) => `${label} ${last === undefined ? 'not measured' : short(last)}`);
  const bounds = limits.map(({ label, value }) => `limit ${short(value)}${label === '' ? '' : ` (${label})`}`);
  return `${title}, at last: ${[...each, ...bounds].join('; ')}`;
}

function short(value) {
  if (value === undefined) return '–';
  if (Math.abs(value) >= 10_000) return `${Math.round(value / 1000)}k`;
  return String(Math.round(value * 100) / 100);
}
