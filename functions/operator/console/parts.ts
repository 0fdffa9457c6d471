import { inFigures } from '../../domain/words/counted.ts';
import { type Html, html, ownMarkup } from '../../email/html.ts';
import type { Look, Said } from './page.ts';

/** How good or bad a state is; always said by words too. */
export type Tone = 'good' | 'warn' | 'bad' | 'plain' | 'busy';

/** Nothing. */
export const NOTHING = html``;

/** A cell of a table. */
export type Cell = Html | string | number | null | undefined;

/** A column: its heading; whether it holds numbers, needs room, or may be left out where there is none. */
export type Column = string | { readonly head: string; readonly kind: 'number' | 'wide' | 'extra' };

/** One row: its cells, and a key that stays the same while its cells change. */
export type Row = { readonly key: string; readonly cells: readonly Cell[] };

/** A small word in a box, such as a state. */
export function tag(text: string, tone: Tone = 'plain'): Html {
  return html`<span class="tag ${tone}">${text}</span>`;
}

/** A link to a page of the console; the parts of its address are escaped by `at`. */
export function link(path: string, text: Html | string): Html {
  return html`<a href="${path}">${text}</a>`;
}

/** The address of a page: `at('/incidents', id)`. */
export function at(path: string, ...parts: readonly string[]): string {
  return [path, ...parts.map(encodeURIComponent)].join('/');
}

/** A table that a telephone shows as one card a row. */
export function table(caption: string, columns: readonly Column[], rows: readonly Row[], empty: string): Html {
  if (rows.length === 0) return html`<p class="none">${empty}</p>`;
  const heads = columns.map((column) => (typeof column === 'string' ? { head: column, kind: '' } : column));
  const cell = (value: Cell, index: number): Html => {
    const { head = '', kind = '' } = heads[index] ?? {};
    const isEmpty = value === null || value === undefined || value === '';
    return html`<td class="${kind}${isEmpty ? ' empty' : ''}" data-head="${head}">${isEmpty ? '–' : value}</td>`;
  };
  return html`<table>
    <caption class="unseen">
      ${caption}
    </caption>
    <thead>
      <tr>
        ${heads.map(({ head, kind }) => html`<th scope="col" class="${kind}">${head}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ key, cells }) =>
          html`<tr data-key="${key}">
            ${cells.map(cell)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Names with their values; those without a value are left out. */
export function facts(pairs: readonly (readonly [name: string, value: Cell])[]): Html {
  const shown = pairs.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return html`<dl class="facts">
    ${shown.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value ?? ''}</dd>
        </div>`,
    )}
  </dl>`;
}

/** A part of a page below a heading; `id` is what a link leads to. */
export function section(id: string, title: string, ...content: readonly Html[]): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${content}
  </section>`;
}

/** What is read only by who asks for it. */
export function folded(key: string, title: string, ...content: readonly Html[]): Html {
  return html`<details data-key="${key}">
    <summary>${title}</summary>
    ${content}
  </details>`;
}

/** A list of sentences. */
export function points(sentences: readonly (Html | string)[]): Html {
  return html`<ul class="points">
    ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
  </ul>`;
}

/** A text of several lines as it is: what is escaped loses its line ends. */
export function lines(text: string): Html {
  const each = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  return html`<pre>${each.map((line) => html`${line}${ownMarkup('\n')}`)}</pre>`;
}

/** How much of a limit is used, as a bar and in words. */
export function meter(name: string, value: number, limit: number): Html {
  const words = `${inFigures(value)} of ${inFigures(limit)}`;
  return html`<span class="meter"
    ><meter min="0" max="${limit}" high="${limit * 0.8}" optimum="0" value="${value}" aria-label="${name}">
      ${words}
    </meter>
    ${words}</span
  >`;
}

/** The words for a search of a list, in the address of the page. */
export function search(look: Pick<Look, 'query'>, name: string, label: string, ...more: readonly Html[]): Html {
  return html`<form class="search" method="get" role="search" data-key="search">
    <label>${label} <input type="search" name="${name}" value="${look.query.get(name) ?? ''}" /></label>
    ${more}
    <button>Search</button>
  </form>`;
}

/** A choice of the search. */
export function choice(
  look: Pick<Look, 'query'>,
  name: string,
  label: string,
  options: readonly (readonly [value: string, text: string])[],
): Html {
  const chosen = look.query.get(name) ?? '';
  return html`<label
    >${label}
    <select name="${name}">
      ${options.map(([value, text]) =>
        value === chosen
          ? html`<option value="${value}" selected>${text}</option>`
          : html`<option value="${value}">${text}</option>`,
      )}
    </select></label
  >`;
}

/** The way to the next page of a list and back to its begin; nothing where all is on one page. */
export function pager(look: Pick<Look, 'query'>, next: string | undefined, shown: string): Html {
  const address = (after: string | undefined): string => {
    const query = new URLSearchParams(look.query);
    query.delete('after');
    query.delete('said');
    if (after !== undefined) query.set('after', after);
    return `?${query.toString()}`;
  };
  const isFirst = !look.query.has('after');
  if (isFirst && next === undefined) return html`<p class="shown">${shown}</p>`;
  return html`<nav class="pager" aria-label="Pages of this list">
    <span class="shown">${shown}</span>
    ${isFirst ? NOTHING : html`<a href="${address(undefined)}">First page</a>`}
    ${next === undefined ? NOTHING : html`<a href="${address(next)}" rel="next">Next page</a>`}
  </nav>`;
}

/** What was said beside a form, where it is this form's. */
export function saidAt(form: string, said: Said | undefined): Html {
  if (said?.form !== form) return NOTHING;
  return said.tone === 'bad'
    ? html`<p class="said bad" role="alert" tabindex="-1">${said.text}</p>`
    : html`<p class="said good" role="status" tabindex="-1">${said.text}</p>`;
}
