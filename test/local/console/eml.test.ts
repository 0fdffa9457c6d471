import { describe, expect, test } from 'vitest';
import { readEml } from '../../../infra/local/console/eml.ts';
import { writtenMail } from '../../../infra/local-aws/emulators/mail/mime.ts';

const MAIL = {
  messageId: '0001',
  date: new Date('2026-11-02T09:00:00.000Z'),
  from: 'Pipeline <pipeline@example.org>',
  to: ['ssc@example.org', 'operations@example.org'],
  cc: [],
  replyTo: [],
  subject: `Zählerprüfung – ${'a long subject that must be folded over lines '.repeat(3)}end`,
  headers: [],
  text: 'Plain.\n\nSecond paragraph: £5 – “quoted”.',
  html: '<p>Rich: £5</p>\n\n<p>Second</p>',
  attachments: [{ fileName: 'findings-ü.csv', contentType: 'text/csv', content: Buffer.from('a,b\r\n1,2\r\n') }],
};

describe('a mail of the outbox', () => {
  test('is read as it was written: subject, both texts, and what is attached', () => {
    expect(readEml(Buffer.from(writtenMail(MAIL)))).toEqual({
      subject: MAIL.subject,
      from: MAIL.from,
      to: 'ssc@example.org, operations@example.org',
      date: '2026-11-02T09:00:00.000Z',
      text: MAIL.text,
      html: MAIL.html,
      attachments: [{ fileName: 'findings-ü.csv', bytes: 10 }],
    });
  });

  test('is read without attachments, and with one text only', () => {
    const read = readEml(Buffer.from(writtenMail({ ...MAIL, html: undefined, attachments: [] })));
    expect(read).toMatchObject({ text: MAIL.text, html: '', attachments: [] });
  });

  test('is read when another program wrote it: quoted-printable, short lines, lower-case headers', () => {
    const eml = [
      'subject: =?utf-8?b?w5xiZXI=?=',
      'to: a@example.org',
      'content-type: text/html; charset=utf-8',
      'content-transfer-encoding: quoted-printable',
      '',
      '<p style=3D"color: red">=C3=9Cber=',
      ' all</p>',
    ].join('\n');
    expect(readEml(Buffer.from(eml))).toMatchObject({ subject: 'Über', html: '<p style="color: red">Über all</p>' });
  });
});
