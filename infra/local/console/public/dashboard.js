import { chart } from './charts.js';
import { make, state } from './dom.js';

const STATES = { 'not-evaluated': 'not evaluated' };

/** The dashboard of the stack, widget by widget, left to right; a widget is as wide as there. */
export function dashboardSection({ widgets, alarms, wide }) {
  return make('div', { className: 'widgets' }, ...widgets.map((widget) => drawWidget(widget, alarms, wide)));
}

function drawWidget(widget, alarms, wide) {
  switch (widget.kind) {
    case 'graph': {
      const figure = chart(widget, Math.round((wide * columnsOf(widget.width, wide)) / 24) - 12);
      figure.style.setProperty('--columns', String(columnsOf(widget.width, wide)));
      return figure;
    }
    case 'alarms':
      return alarmBoard(widget, alarms);
    default:
      return make('p', { className: 'none whole', textContent: plain(widget.markdown) });
  }
}

/** Columns of 24 that a widget has where there is less room: as in the style sheet. */
function columnsOf(width, wide) {
  if (wide < 640) return 24;
  return wide < 1000 ? 12 : width;
}

function alarmBoard({ title, alarms: names }, alarms) {
  const rows = names.map((name) => {
    const found = alarms.find((alarm) => alarm.name === name)?.state ?? 'not-evaluated';
    return make('li', { className: found }, `${name} `, found === 'alarm' ? state('alarm') : '', hint(found));
  });
  return make('div', { className: 'board' }, make('h3', { textContent: title }), make('ul', {}, ...rows));
}

function hint(found) {
  if (found === 'alarm') return '';
  return make('small', { textContent: STATES[found] ?? found });
}

/** What a markdown text says; the page links nowhere else. */
function plain(markdown) {
  return markdown
    .replace(/^# .*\n?/, '')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .trim();
}
