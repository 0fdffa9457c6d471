import { at, instant, keepsFocus, make, none } from './dom.js';

let shownMail = '';

/** The mails that were sent, newest first. */
export function mailsSection(mails) {
  if (mails.length === 0) return make('div', {}, none('No mail was sent yet.'));
  return make('div', {}, ...mails.map(mailButton));
}

function mailButton(mail) {
  const button = make(
    'button',
    { type: 'button', ariaCurrent: String(mail.name === shownMail) },
    mail.subject,
    make('small', { textContent: `to ${mail.to}` }),
    make('small', {}, instant(mail.date), mail.attachments.length > 0 ? ` · ${mail.attachments.length} attached` : ''),
  );
  button.addEventListener('click', () => showMail(mail, button));
  return keepsFocus(button, mail.name);
}

/** Shows a mail as its reader sees it, in a frame that runs nothing and fetches nothing. */
function showMail(mail, button) {
  shownMail = mail.name;
  for (const other of at('mails').querySelectorAll('button')) other.ariaCurrent = String(other === button);
  const frame = make('iframe', { title: mail.subject, src: `/api/mail/${encodeURIComponent(mail.name)}/html` });
  frame.setAttribute('sandbox', '');
  const files = mail.attachments.map(({ fileName, bytes }) => `${fileName} (${Math.ceil(bytes / 1024)} kB)`);
  at('mail').replaceChildren(
    make('h3', { textContent: mail.subject }),
    none(files.length === 0 ? 'Nothing attached.' : `Attached: ${files.join(', ')}`),
    frame,
  );
}
