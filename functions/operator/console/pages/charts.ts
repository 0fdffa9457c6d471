import { html, type Html } from '../../../email/html.ts';
import { counted, momentInWords } from '../../../email/words.ts';
import { chartList } from '../../charts/chart-list.ts';
import { drawnChart, isSilent } from '../../charts/drawn-chart.ts';
import { periodsOf, RANGES, type RangeName, rangeUntil, type TimeRange } from '../../charts/time-range.ts';
import { chartHtml, type Happening, happeningsHtml } from '../chart-parts.ts';
import type { Look, Page, PageModule } from '../page.ts';
import { at, link, NOTHING, points, section, table } from '../parts.ts';
import type { ConsoleSource } from '../source.ts';
import { moment } from '../time.ts';

const CHARTS = '/operations/charts';

export const CHART_PAGES: readonly PageModule[] = [{ path: CHARTS, place: 'operations', show: chartsPage }];

const RANGE_NAMES: readonly RangeName[] = ['3h', '24h', '7d', '30d'];
/** Lists that are looked through for those of the range. */
const MOST_LISTS = 200;
/** What happened, in the table: the newest. */
const MOST_NAMED = 50;

async function chartsPage(look: Look): Promise<Page> {
  const { source, query, now } = look;
  const name = RANGE_NAMES.find((each) => each === query.get('range')) ?? '24h';
  const range = rangeUntil(name, untilOf(query.get('to'), now));
  const charts = chartList(source.access.queueNames);
  const [values, happenings] = await Promise.all([
    source.metrics(
      charts.flatMap(({ series }) => series),
      range,
    ),
    happeningsOf(source, range),
  ]);
  let next = 0;
  const drawn = charts.map((chart) => {
    const from = next;
    next += chart.series.length;
    return drawnChart(chart, values.slice(from, next), range);
  });
  const spoken = drawn.filter((each) => !isSilent(each));
  const silent = drawn.filter(isSilent).map(({ chart }) => chart.title);
  return {
    title: `${RANGES[name].words} to ${momentInWords(isoOf(Math.min(range.to, Date.parse(now))))}`,
    main: html`${rangeHtml(name, range, now)} ${readOutHtml(range)} ${happeningsSection(range, happenings)}
      <div class="charts">
        ${spoken.map((each) => html`<section>${chartHtml(each, happenings, RANGES[name].period)}</section>`)}
      </div>
      ${silent.length === 0 ? NOTHING : section('silent', 'Nothing was reported in this range of', points(silent))}`,
  };
}

/** The instant with which the range ends: one that was asked for, or now. */
function untilOf(asked: string | null, now: string): string {
  const time = Date.parse(asked ?? '');
  return Number.isNaN(time) || time > Date.parse(now) ? now : isoOf(time);
}

function isoOf(time: number): string {
  return new Date(time).toISOString();
}

/** The choice of the one range that all charts share. */
function rangeHtml(chosen: RangeName, { from, to }: TimeRange, now: string): Html {
  const address = (name: RangeName, until?: number): string =>
    `${CHARTS}?range=${name}${until === undefined ? '' : `&to=${encodeURIComponent(isoOf(until))}`}`;
  const isLatest = to > Date.parse(now);
  const until = isLatest ? undefined : to - 1;
  const later = to + (to - from) - 1;
  return html`<nav class="range" aria-label="Range of all charts">
    <ul>
      ${RANGE_NAMES.map((name) => {
        const current = name === chosen ? html`aria-current="true"` : NOTHING;
        return html`<li><a href="${address(name, until)}" ${current}>${RANGES[name].words}</a></li>`;
      })}
    </ul>
    <ul>
      <li><a href="${address(chosen, from - 1)}" rel="prev">Earlier</a></li>
      ${
        isLatest
          ? NOTHING
          : html`<li>
                <a href="${address(chosen, later > Date.parse(now) ? undefined : later)}" rel="next">Later</a>
              </li>
              <li><a href="${address(chosen)}">Now</a></li>`
      }
    </ul>
    <p class="hint">Times are London’s. A grey stretch: nothing was reported, or nothing ran.</p>
  </nav>`;
}

/** One place at which all charts are read, by pointer or keyboard; it is there where scripts run. */
function readOutHtml(range: TimeRange): Html {
  const last = periodsOf(range) - 1;
  return html`<form class="read-out" data-key="read-out" data-from="${range.from}" data-period="${range.periodMs}">
    <label for="read-at">Read all charts at</label>
    <input type="range" id="read-at" min="0" max="${last}" value="${last}" aria-describedby="read-time" />
    <output id="read-time" for="read-at"></output>
    <span id="read-happened"></span>
  </form>`;
}

function happeningsSection(range: TimeRange, happenings: readonly Happening[]): Html {
  const named = happenings.toReversed().slice(0, MOST_NAMED);
  const more = happenings.length - named.length;
  return section(
    'happened',
    happenings.length === 0 ? 'Nothing happened' : `${counted(happenings.length, 'thing')} happened`,
    happeningsHtml(range, happenings),
    html`<details data-key="happened-list">
      <summary>As a table</summary>
      ${table(
        'What happened, the newest first',
        ['When', 'Kind', { head: 'What', kind: 'wide' }],
        named.map(({ kind, at: time, what, address }) => ({
          key: `${kind} ${time} ${what}`,
          cells: [moment(isoOf(time)), kind, link(address, what)],
        })),
        'Nothing happened in this range.',
      )}
      ${more === 0 ? NOTHING : html`<p class="hint">And ${more} before them.</p>`}
    </details>`,
  );
}

/** Lists that arrived, incidents that opened or ended, alarms that went on or off within a range, in their order. */
async function happeningsOf(source: ConsoleSource, range: TimeRange): Promise<readonly Happening[]> {
  const { ledger } = source.access.ports;
  const [uploads, incidents, alarms] = await Promise.all([
    ledger.page('uploads', MOST_LISTS, undefined),
    ledger.list('incidents'),
    source.alarmChanges(range),
  ]);
  const happenings: Happening[] = [
    ...uploads.items
      .filter(({ kind }) => kind === 'cpl')
      .map(({ uploadId, version, decision, receivedAt }): Happening => ({
        kind: 'list',
        at: Date.parse(receivedAt),
        what: `Issue ${version === '' ? 'of an unknown number' : version} ${decision}`,
        address: at('/lists', uploadId),
      })),
    ...incidents.flatMap(({ incidentId, cause, openedAt, resolvedAt }): Happening[] => {
      const address = at('/incidents', incidentId);
      const opened: Happening = { kind: 'incident', at: Date.parse(openedAt), what: `${cause}: opened`, address };
      const resolved =
        resolvedAt === undefined ? [] : [{ ...opened, at: Date.parse(resolvedAt), what: `${cause}: resolved` }];
      return [opened, ...resolved];
    }),
    ...alarms.map(({ name, state, at: time }): Happening => ({
      kind: 'alarm',
      at: time,
      what: `${name}: ${state === 'alarm' ? 'on' : 'off'}`,
      address: at('/operations/alarms', name),
    })),
  ];
  return happenings.filter((each) => each.at >= range.from && each.at < range.to).toSorted((a, b) => a.at - b.at);
}
