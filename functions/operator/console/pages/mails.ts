import { type Html, html } from '../../../email/html.ts';
import { counted } from '../../../email/words.ts';
import type { Download, Look, Page, PageModule } from '../page.ts';
import { at, facts, lines, link, NOTHING, pager, search, section, table } from '../parts.ts';
import type { Mailbox, ReadMail } from '../source.ts';
import { fromNow, moment } from '../time.ts';

export const MAIL_PAGES: readonly PageModule[] = [
  { path: '/operations/mails', place: 'operations', show: mailsPage },
  { path: '/operations/mails/:name', place: 'operations', show: mailPage },
  { path: '/operations/mails/:name/html', place: 'operations', show: mailHtml },
  { path: '/operations/mails/:name/attached/:index', place: 'operations', show: attachedFile },
];

const SHOWN = 50;

async function mailsPage(look: Look): Promise<Page> {
  const { access, local } = look.source;
  const deferred = await access.ports.ledger.list('deferredMails');
  const rows = deferred.map(({ mailId, deferredAt, attempts, reason }) => ({
    key: mailId,
    cells: [mailId, html`${moment(deferredAt)}<br /><small>${fromNow(deferredAt, look.now)}</small>`, attempts, reason],
  }));
  const waiting =
    rows.length === 0
      ? NOTHING
      : section(
          'deferred',
          'Could not be sent yet',
          table(
            'Mails that could not be sent yet',
            ['Mail', 'Since', 'Attempts', { head: 'Why', kind: 'wide' }],
            rows,
            '',
          ),
        );
  return {
    title: rows.length === 0 ? 'Mails' : `${counted(rows.length, 'mail')} could not be sent yet`,
    main: html`${waiting}${local === undefined ? await noticesHtml(look) : await outboxHtml(look, local.mails)}`,
  };
}

/** On this machine each mail can be read as its reader sees it. */
async function outboxHtml(look: Look, box: Mailbox): Promise<Html> {
  const from = Number(look.query.get('after') ?? 0) || 0;
  const { mails, total } = await box.page(from, SHOWN, look.query.get('q') ?? '');
  const next = from + SHOWN < total ? String(from + SHOWN) : undefined;
  const rows = mails.map(({ name, subject, to, date, attachments }) => ({
    key: name,
    cells: [
      link(at('/operations/mails', name), subject),
      to,
      moment(date),
      attachments.length === 0 ? '' : attachments.length,
    ],
  }));
  return section(
    'outbox',
    'Sent by the pipeline on this machine',
    search(look, 'q', 'Subject or reader'),
    table(
      'Mails, newest first',
      [{ head: 'Subject', kind: 'wide' }, 'To', 'Sent', { head: 'Attached', kind: 'number' }],
      rows,
      'No mail fits.',
    ),
    pager(look, next, counted(total, 'mail')),
  );
}

/** On AWS the texts of mails are not kept; what the watch reported is in the ledger. */
async function noticesHtml({ source, now }: Look): Promise<Html> {
  const notices = (await source.access.ports.ledger.list('notices')).toSorted((a, b) =>
    a.reportedAt < b.reportedAt ? 1 : -1,
  );
  const rows = notices.slice(0, SHOWN).map(({ factId, level, reportedAt }) => ({
    key: factId,
    cells: [factId, level, html`${moment(reportedAt)}<br /><small>${fromNow(reportedAt, now)}</small>`],
  }));
  return section(
    'notices',
    'What the watch reported, newest first',
    html`<p class="hint">
      The texts of mails are with their readers; they can be read here only for a pipeline on this machine.
    </p>`,
    table('What the watch reported', [{ head: 'Fact', kind: 'wide' }, 'How bad', 'Reported'], rows, 'Nothing yet.'),
  );
}

async function mailOf({ source, of }: Look): Promise<ReadMail | undefined> {
  return source.local?.mails.mail(of['name'] ?? '');
}

async function mailPage(look: Look): Promise<Page | undefined> {
  const mail = await mailOf(look);
  if (mail === undefined) return undefined;
  const here = at('/operations/mails', mail.name);
  const attached = mail.attachments.map(
    ({ fileName, bytes }, index) =>
      html`<li>
        ${link(`${here}/attached/${index}`, fileName)} <span class="quiet">${Math.ceil(bytes / 1024)} kB</span>
      </li>`,
  );
  return {
    title: mail.subject,
    above: [['/operations/mails', 'Mails']],
    main: html`${section(
      'head',
      'Sent',
      facts([
        ['To', mail.to],
        ['From', mail.from],
        ['Sent', moment(mail.date)],
        [
          'Attached',
          attached.length === 0
            ? ''
            : html`<ul class="bare">
                ${attached}
              </ul>`,
        ],
      ]),
    )}
    ${section(
      'text',
      'As its reader sees it',
      mail.html === ''
        ? lines(mail.text)
        : html`<iframe class="mail" title="${mail.subject}" src="${here}/html" sandbox></iframe>`,
    )}`,
  };
}

async function mailHtml(look: Look): Promise<Download | undefined> {
  const mail = await mailOf(look);
  return mail === undefined ? undefined : { type: 'text/html; charset=utf-8', body: mail.html };
}

async function attachedFile({ source, of }: Look): Promise<Download | undefined> {
  const file = await source.local?.mails.attachment(of['name'] ?? '', Number(of['index']));
  return file === undefined ? undefined : { type: file.contentType, body: file.content, fileName: file.fileName };
}
