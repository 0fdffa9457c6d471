import { NO_CONSOLE } from '../contracts/environment.ts';
import type { Mail } from '../contracts/mail.ts';
import { html } from './html.ts';
import { FONT, LIGHT } from './letter-style.ts';

const WHERE = 'DCC operations see it in their console:';

/**
 * A mail with a link to the page of the console that it names, at its end. The link is made when the mail is sent, because a
 * stage may get another address between a decision and its mails.
 *
 * @param address where the console of the stage is, such as `http://127.0.0.1:4381`, or `none`
 */
export function withConsoleLink({ text, html: markup, page }: Mail, address: string): Pick<Mail, 'text' | 'html'> {
  if (page === undefined || address === NO_CONSOLE) return { text, html: markup };
  const url = new URL(page, address).href;
  const link = html`<a href="${url}" style="color:inherit">${url}</a>`;
  const said = html`<p class="soft" style="font:13px ${FONT};color:${LIGHT.soft}">${WHERE} ${link}</p>`;
  return { text: `${text}\n${WHERE} ${url}\n`, html: markup.replace('</body>', () => `${said.source}</body>`) };
}
