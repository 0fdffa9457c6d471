import { momentInWords } from '../../email/words.ts';
import { type Html, html } from '../../email/html.ts';
import { NOTHING, saidAt } from './parts.ts';
import { type Look, type Page, type Place, PLACES } from './page.ts';
import { moment } from './time.ts';

/** What the frame of every page is drawn from. */
export type Frame = Pick<Look, 'now' | 'source' | 'said'> & {
  readonly place: Place;
  readonly path: string;
  /** Where the open page looks whether it has changed, where that is not its own address: an act was not done there. */
  readonly lookAt?: string;
};

const PLACE_NAMES: readonly Place[] = ['now', 'lists', 'entries', 'trials', 'operations'];

/** A page with the bar above it. */
export function framed(page: Page, frame: Frame): Html {
  const { source, place, now } = frame;
  const isNow = place === 'now';
  return html`<!doctype html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${page.title} – CPL to DSP</title>
        <link rel="icon" href="/icon.svg" />
        <link rel="stylesheet" href="/console.css" />
        <link rel="stylesheet" href="/operations.css" />
        <script type="module" src="/console.js"></script>
      </head>
      <body data-look-every="${source.lookEveryMs}" data-look-at="${frame.lookAt ?? ''}">
        <a class="skip" href="#main">Skip to the content</a>
        <p id="gone" role="alert" hidden></p>
        <p id="working" hidden><span role="status"></span> <span aria-hidden="true"></span></p>
        <header class="bar">
          <div class="bar-in">
            <a class="brand" href="/">CPL to DSP</a>
            <nav aria-label="Places">
              <ul>
                ${PLACE_NAMES.map((each) => placeLink(each, place))}
              </ul>
            </nav>
            ${clockHtml(frame)}
          </div>
        </header>
        <main id="main" tabindex="-1">
          ${isNow ? NOTHING : pagesOf(frame)} ${trail(page)}
          <h1>${page.title}</h1>
          ${saidAbove(page, frame)} ${page.main}
        </main>
        <footer>
          <p>
            The pipeline on ${source.where}, as it was on ${moment(now)}.
            ${source.mayAct ? '' : 'This console only reads.'}
          </p>
        </footer>
      </body>
    </html> `;
}

function placeLink(each: Place, place: Place): Html {
  const { title, pages } = PLACES[each];
  const current = each === place ? html`aria-current="true"` : NOTHING;
  const [short = '', long] = title.split(/(?= and )/);
  return html`<li>
    <a href="${pages[0][0]}" ${current}
      >${short}${long === undefined ? NOTHING : html`<span class="long">${long}</span>`}</a
    >
  </li>`;
}

/** The pages of a place. */
function pagesOf({ place, path }: Frame): Html {
  const { pages, title } = PLACES[place];
  const best = pages
    .map(([address]) => address)
    .filter((address) => path === address || path.startsWith(`${address}/`))
    .sort((a, b) => b.length - a.length)[0];
  return html`<nav class="pages" aria-label="${title}">
    <ul>
      ${pages.map(([address, name]) => {
        const current =
          address !== best ? NOTHING : address === path ? html`aria-current="page"` : html`aria-current="true"`;
        return html`<li><a href="${address}" ${current}>${name}</a></li>`;
      })}
    </ul>
  </nav>`;
}

function trail({ above = [] }: Page): Html {
  if (above.length === 0) return NOTHING;
  return html`<nav class="trail" aria-label="Above this page">
    ${above.map(([path, title]) => html`<a href="${path}">${title}</a>`)}
  </nav>`;
}

/** What was said of a form that the page no longer has, such as that of an approval that was given. */
function saidAbove({ main }: Page, { said }: Frame): Html {
  if (said === undefined) return NOTHING;
  const words = saidAt(said.form, said);
  return main.source.includes(words.source) ? NOTHING : words;
}

/** The pipeline's time; on this machine it can be moved. */
function clockHtml({ now, source, path }: Frame): Html {
  const time = html`<time datetime="${now}" title="${now}">${momentInWords(now)}</time>`;
  if (source.local === undefined) return html`<div class="clock">${time}</div>`;
  const to = source.local.movingTo();
  const moving =
    to === undefined
      ? html`<input type="hidden" name="act" value="advance" /><input
            type="hidden"
            name="back"
            value="${path}"
          /><button name="by" value="PT1H">+1 h</button><button name="by" value="PT24H">+24 h</button>`
      : html`<span class="moving" role="status">moving to ${momentInWords(to)} …</span>`;
  return html`<form class="clock" method="post" action="/clock" aria-label="Clock of this machine">
    ${time}${moving}
  </form>`;
}
