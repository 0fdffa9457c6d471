import { type Html, html } from './html.ts';
import type { Block, Card, Fact, Meter, Table } from './letter.ts';
import { LAYOUT_TABLE, LIGHT, TONE_COLOURS } from './letter-style.ts';

/** What became of it, in a coloured box. */
export function verdictHtml({ tone, title, lines }: Extract<Block, { block: 'verdict' }>): Html {
  const { ink, wash } = TONE_COLOURS[tone];
  return html`<table ${LAYOUT_TABLE} style="margin:0 0 16px 0;">
    <tr>
      <td
        class="wash-${tone}"
        style="background:${wash};border-left:6px solid ${ink};border-radius:4px;padding:12px 14px;"
      >
        <p class="ink-${tone}" style="margin:0;font-size:18px;line-height:1.3;font-weight:bold;color:${ink};">
          ${title}
        </p>
        ${lines.map((line) => html`<p style="margin:6px 0 0 0;">${line}</p>`)}
      </td>
    </tr>
  </table>`;
}

/** Names and values, in two columns that also hold on a phone. */
export function factsHtml(facts: readonly Fact[]): Html {
  return html`<table ${LAYOUT_TABLE} style="margin:0 0 12px 0;font-size:15px;">
    ${facts.map(
      ({ label, value }) =>
        html`<tr>
          <td
            class="soft"
            width="38%"
            valign="top"
            style="padding:3px 10px 3px 0;color:${LIGHT.soft};word-break:normal;overflow-wrap:normal;"
          >
            ${label}
          </td>
          <td valign="top" style="padding:3px 0;">${value}</td>
        </tr>`,
    )}
  </table>`;
}

/** One thing with its badges, bars and facts. */
export function cardHtml({ title, badges, text, meters, facts }: Card): Html {
  return html`<table ${LAYOUT_TABLE} style="margin:0 0 12px 0;">
    <tr>
      <td class="card" style="border:1px solid ${LIGHT.line};border-radius:6px;padding:12px 14px 6px 14px;">
        <p style="margin:0 0 6px 0;font-weight:bold;">${title} ${badges.map(badgeHtml)}</p>
        ${text === undefined ? '' : html`<p style="margin:0 0 8px 0;">${text}</p>`} ${(meters ?? []).map(meterHtml)}
        ${facts === undefined || facts.length === 0 ? '' : factsHtml(facts)}
      </td>
    </tr>
  </table>`;
}

function badgeHtml({ text, tone }: Card['badges'][number]): Html {
  const { ink, wash } = TONE_COLOURS[tone];
  return html` <span
    class="wash-${tone} ink-${tone}"
    style="display:inline-block;background:${wash};color:${ink};border-radius:10px;padding:1px 9px;font-size:13px;font-weight:bold;"
    >${text}</span
  >`;
}

/** A bar of two cells, hidden from screen readers: the words beside it say the same. */
function meterHtml({ label, text, share, tone }: Meter): Html {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * 100);
  const full = html`<td
    class="bar-${tone}"
    width="${filled}%"
    height="10"
    style="background:${TONE_COLOURS[tone].ink};font-size:0;line-height:0;border-radius:5px;"
  >
    &nbsp;
  </td>`;
  const rest = html`<td width="${100 - filled}%" height="10" style="font-size:0;line-height:0;">&nbsp;</td>`;
  return html`<table ${LAYOUT_TABLE} style="margin:0 0 4px 0;font-size:15px;">
      <tr>
        <td class="soft" style="color:${LIGHT.soft};">${label}</td>
        <td align="right" style="font-weight:bold;">${text}</td>
      </tr>
    </table>
    <table
      ${LAYOUT_TABLE}
      aria-hidden="true"
      class="track"
      style="margin:0 0 10px 0;background:${LIGHT.track};border-radius:5px;"
    >
      <tr>
        ${filled === 0 ? rest : filled === 100 ? full : html`${full}${rest}`}
      </tr>
    </table>`;
}

/** A data table with its caption and headings, as a screen reader needs them. */
export function tableHtml({ caption, columns, rows }: Table): Html {
  const align = (index: number): string => (columns[index]?.numeric === true ? 'right' : 'left');
  return html`<table
    width="100%"
    cellpadding="0"
    cellspacing="0"
    border="0"
    style="margin:0 0 14px 0;font-size:15px;border-collapse:collapse;"
  >
    <caption class="soft" style="text-align:left;padding:0 0 6px 0;font-size:14px;color:${LIGHT.soft};">
      ${caption}
    </caption>
    <thead>
      <tr>
        ${columns.map(({ title }, index) => html`<th scope="col" align="${align(index)}" class="rule" style="padding:6px 8px 6px 0;border-bottom:2px solid ${LIGHT.line};font-size:13px;">${title}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            ${row.map(
              (cell, index) =>
                html`<td
                  valign="top"
                  align="${align(index)}"
                  class="rule"
                  style="padding:6px 8px 6px 0;border-bottom:1px solid ${LIGHT.line};"
                >
                  ${cell}
                </td>`,
            )}
          </tr>`,
      )}
    </tbody>
  </table>`;
}
