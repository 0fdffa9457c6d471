import { type Html, html } from '../../email/html.ts';
import { momentInWords } from '../../email/words.ts';
import { chartInWords, type DrawnChart, lineParts, valueInWords } from '../charts/drawn-chart.ts';
import { periodsOf, ticksOf, type TimeRange } from '../charts/time-range.ts';
import { NOTHING, table } from './parts.ts';

/** Something that happened, as a mark in every chart. */
export type Happening = {
  readonly kind: 'list' | 'incident' | 'alarm';
  /** When, in milliseconds. */
  readonly at: number;
  readonly what: string;
  /** The page of it. */
  readonly address: string;
};

/** Height of what is drawn, in units of the drawing; its width is the number of periods. */
const HEIGHT = 100;

/** A chart: what is drawn, what the values are where one points, and all of it in words and as a table. */
export function chartHtml(drawn: DrawnChart, happenings: readonly Happening[], period: string): Html {
  const { chart, range, values } = drawn;
  const id = chart.title.toLowerCase().replaceAll(/[^a-z]+/g, '-');
  const unit = chart.kind === 'bars' ? `${chart.unit} in each ${period}` : chart.unit;
  return html`<figure class="chart" id="chart-${id}" data-kind="${chart.kind}">
    <figcaption><strong>${chart.title}</strong> <span class="quiet">${unit}</span></figcaption>
    <div class="plot-in">
      <div class="scale" aria-hidden="true">
        <span>${valueInWords(drawn.top)}</span><span>${isWhole(drawn) ? '' : valueInWords(drawn.top / 2)}</span
        ><span>0</span>
      </div>
      ${plotHtml(range, chart.title, html`${gapsHtml(drawn)}${limitHtml(drawn)}${marksHtml(range, happenings)}${shapesHtml(drawn)}`)}
    </div>
    <ul class="legend">
      ${chart.series.map(
        ({ label }, index) =>
          html`<li>
            <svg class="key" viewBox="0 0 24 10" aria-hidden="true">${keyHtml(chart.kind, index)}</svg>
            ${label} <output data-series="${index}">${lastOf(values[index])}</output>
          </li>`,
      )}
      ${
        chart.limit === undefined
          ? NOTHING
          : html`<li>
              <svg class="key" viewBox="0 0 24 10" aria-hidden="true"><path class="limit" d="M0 5H24" /></svg>
              ${chart.limit.label}
            </li>`
      }
    </ul>
    <p class="words">${chartInWords(drawn, momentInWords)}.</p>
    <details data-key="table-${id}">
      <summary>As a table</summary>
      ${valuesTable(drawn)}
    </details>
  </figure>`;
}

/** Whether half of the axis is no value that can be: there is no half of an incident. */
function isWhole({ chart, top }: DrawnChart): boolean {
  return top === 1 && chart.unit !== 'hours' && chart.unit !== 'minutes';
}

/** The strip in which all that happened has its marks, kind by kind. */
export function happeningsHtml(range: TimeRange, happenings: readonly Happening[]): Html {
  const rows = (['list', 'incident', 'alarm'] as const).map((kind, row) => {
    const y = row * 34 + 6;
    const marks = happenings
      .filter((each) => each.kind === kind)
      .map(({ at }) => html`<path class="mark ${kind}" d="M${placeOf(at, range)} ${y}V${y + 22}" />`);
    return html`${marks}`;
  });
  return html`<figure class="chart strip">
    <figcaption><strong>What happened</strong> <span class="quiet">drawn in every chart</span></figcaption>
    <div class="plot-in">
      <div class="scale" aria-hidden="true"><span>lists</span><span>incidents</span><span>alarms</span></div>
      ${plotHtml(range, 'What happened', html`${rows}`)}
    </div>
  </figure>`;
}

/** The frame of a drawing: grid, cursor and the times below; what is in it is stretched, the words are not. */
function plotHtml(range: TimeRange, name: string, inside: Html): Html {
  const periods = periodsOf(range);
  const ticks = ticksOf(range);
  return html`<svg class="plot" role="img" aria-label="${name}, described below" height="142" width="100%">
    <svg width="100%" height="120" viewBox="0 0 ${periods} ${HEIGHT}" preserveAspectRatio="none">
      <path
        class="grid"
        d="M0 0H${periods}M0 50H${periods}${ticks.map((tick) => html`M${tick.periods} 0V${HEIGHT}`)}"
      />
      ${inside}
      <path class="base" d="M0 ${HEIGHT}H${periods}" />
      <path class="cursor" d="M0 0V${HEIGHT}" />
    </svg>
    ${ticks.map((tick, index) => {
      const x = ((tick.periods / periods) * 100).toFixed(2);
      return html`<text x="${x}%" y="137" class="${index % 2 === 0 ? '' : 'odd'}">${tick.label}</text>`;
    })}
  </svg>`;
}

function shapesHtml({ chart, values, top }: DrawnChart): Html {
  const y = (value: number): string => (HEIGHT - (value / top) * HEIGHT).toFixed(2);
  if (chart.kind === 'lines') {
    return html`${values.map((row, series) => {
      const path = lineParts(row).map(({ from, values: part }) => {
        const [first = 0, ...more] = part;
        const steps = more.map((value, index) => `V${y(value)}H${from + index + 2}`).join('');
        return `M${from} ${y(first)}H${from + 1}${steps}`;
      });
      return html`<path class="line s${series}" d="${path.join('')}" />`;
    })}`;
  }
  const below: number[] = [];
  return html`${values.map((row, series) => {
    const bars = row.map((value = 0, period) => {
      const from = below[period] ?? 0;
      below[period] = from + value;
      return value === 0 ? '' : `M${period + 0.1} ${y(from)}V${y(from + value)}H${period + 0.9}V${y(from)}Z`;
    });
    return html`<path class="bar-of s${series}" d="${bars.join('')}" />`;
  })}`;
}

function gapsHtml({ gaps }: DrawnChart): Html {
  return html`${gaps.map(({ from, periods }) => html`<path class="gap" d="M${from} 0H${from + periods}V${HEIGHT}H${from}Z" />`)}`;
}

function limitHtml({ chart: { limit }, top, range }: DrawnChart): Html {
  if (limit === undefined) return NOTHING;
  const y = HEIGHT - (limit.value / top) * HEIGHT;
  return html`<path class="limit" d="M0 ${y.toFixed(2)}H${periodsOf(range)}" />`;
}

function marksHtml(range: TimeRange, happenings: readonly Happening[]): Html {
  return html`${happenings.map(
    ({ kind, at }) => html`<path class="mark ${kind}" d="M${placeOf(at, range)} 0V${HEIGHT}" />`,
  )}`;
}

function placeOf(at: number, { from, periodMs }: TimeRange): string {
  return ((at - from) / periodMs).toFixed(2);
}

function keyHtml(kind: 'bars' | 'lines', series: number): Html {
  return kind === 'bars'
    ? html`<path class="bar-of s${series}" d="M2 0H22V10H2Z" />`
    : html`<path class="line s${series}" d="M0 5H24" />`;
}

function lastOf(row: readonly (number | undefined)[] = []): string {
  const last = row.findLast((value) => value !== undefined);
  return last === undefined ? 'no value' : valueInWords(last);
}

/** Each period with a value as a row; the read-out takes its values from here. */
function valuesTable({ chart, range, values, gaps }: DrawnChart): Html {
  const empty = new Set(
    gaps.flatMap(({ from, periods }) => Array.from({ length: periods }, (_, index) => from + index)),
  );
  const rows = Array.from({ length: periodsOf(range) }, (_, period) => period).filter((period) => !empty.has(period));
  return table(
    `${chart.title}, ${chart.unit}`,
    ['From', ...chart.series.map(({ label }) => ({ head: label, kind: 'number' as const }))],
    rows.map((period) => ({
      key: String(period),
      cells: [
        momentInWords(new Date(range.from + period * range.periodMs).toISOString()),
        ...values.map((row) => {
          const value = row[period];
          return value === undefined ? '' : valueInWords(value);
        }),
      ],
    })),
    'Nothing was reported in this range.',
  );
}
