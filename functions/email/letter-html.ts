import { CLASSIFICATIONS } from '../contracts/classification.ts';
import { type Html, html, ownMarkup } from './html.ts';
import type { Block, Letter } from './letter.ts';
import { cardHtml, factsHtml, tableHtml, verdictHtml } from './letter-parts.ts';
import { FONT, LAYOUT_TABLE, LIGHT, STYLE_SHEET } from './letter-style.ts';

/**
 * A letter as HTML that holds in the common mail clients: tables, inline styles, bars made of cells, no image, no
 * script, no SVG; 600 pixels at most, one column, and dark where the reader's client is.
 */
export function letterHtml(letter: Letter): string {
  const classification = `Classification: ${CLASSIFICATIONS[letter.classification]}`;
  const page = html`<!doctype html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>${letter.title}</title>
        <style>
          ${ownMarkup(STYLE_SHEET)}
        </style>
      </head>
      <body class="page" style="margin:0;padding:0;background:${LIGHT.page};">
        <div style="display:none;max-height:0;overflow:hidden;">${preheader(letter)}</div>
        <table ${LAYOUT_TABLE} class="page" style="background:${LIGHT.page};">
          <tr>
            <td align="center" style="padding:12px 8px;">
              <table
                ${LAYOUT_TABLE}
                class="sheet"
                style="max-width:600px;background:${LIGHT.sheet};border:1px solid ${LIGHT.line};border-radius:8px;"
              >
                <tr>
                  <td
                    class="inner"
                    style="padding:20px 24px 24px 24px;font-family:${FONT};font-size:16px;line-height:1.45;color:${LIGHT.text};text-align:left;word-break:break-word;"
                  >
                    <p class="soft" style="margin:0 0 10px 0;font-size:12px;color:${LIGHT.soft};">${classification}</p>
                    <p
                      class="soft"
                      style="margin:0 0 2px 0;font-size:13px;letter-spacing:0.04em;text-transform:uppercase;color:${LIGHT.soft};"
                    >
                      ${letter.kind}
                    </p>
                    <h1 style="margin:0 0 16px 0;font-size:22px;line-height:1.25;">${letter.title}</h1>
                    ${letter.blocks.map(blockHtml)}
                    <p
                      class="soft rule"
                      style="margin:28px 0 0 0;padding:12px 0 0 0;border-top:1px solid ${LIGHT.line};font-size:12px;color:${LIGHT.soft};"
                    >
                      ${classification}. Mail ${letter.mailId}. The same mail sent again carries the same id.
                    </p>
                  </td>
                </tr>
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html> `;
  // Indentation is for us; some clients cut a mail off at 102 kB.
  return page.source.replaceAll(/\n\s+/g, '\n');
}

/** What the mailbox shows after the subject. */
function preheader({ blocks }: Letter): string {
  const verdict = blocks.find((block) => block.block === 'verdict');
  return verdict === undefined ? '' : verdict.lines.join(' ').slice(0, 140);
}

function blockHtml(block: Block): Html {
  switch (block.block) {
    case 'verdict':
      return verdictHtml(block);
    case 'heading':
      return html`<h2 style="margin:28px 0 10px 0;font-size:18px;line-height:1.3;">${block.text}</h2>`;
    case 'paragraph':
      return html`<p style="margin:0 0 12px 0;">${block.text}</p>`;
    case 'steps':
      return html`<ol style="margin:0 0 12px 0;padding:0 0 0 24px;">
        ${block.steps.map(item)}
      </ol>`;
    case 'points':
      return html`<ul style="margin:0 0 12px 0;padding:0 0 0 22px;">
        ${block.points.map(item)}
      </ul>`;
    case 'facts':
      return factsHtml(block.facts);
    case 'cards':
      return html`${block.cards.map(cardHtml)}`;
    case 'table':
      return tableHtml(block.table);
  }
}

const item = (text: string): Html => html`<li style="margin:0 0 6px 0;">${text}</li>`;
