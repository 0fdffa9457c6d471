import type { Clock } from '../../functions/contracts/clock.ts';
import type { Mail } from '../../functions/contracts/mail.ts';
import type { Mailer } from '../../functions/email/mail-once.ts';

/** A clock that a test moves. */
export function movableClock(start: string): Clock & { advance: (seconds: number) => void } {
  let at = Date.parse(start);
  return {
    now: () => new Date(at).toISOString(),
    advance: (seconds) => void (at += seconds * 1000),
  };
}

/** A mailer that keeps what it sent; a test makes it refuse with `refuse`. */
export function fakeMailer(): Mailer & { sent: Mail[]; refuse: (error: Error | undefined) => void } {
  const sent: Mail[] = [];
  let refusal: Error | undefined;
  return {
    sent,
    refuse: (error) => void (refusal = error),
    async send(mail) {
      if (refusal !== undefined) throw refusal;
      sent.push(mail);
    },
  };
}

/** A synthetic mail. */
export function someMail(fields: Partial<Mail> = {}): Mail {
  return {
    mailId: 'MAIL-1',
    to: ['operations@example.org'],
    subject: 'A subject',
    text: 'A text',
    html: '<p>A text</p>',
    attachments: [],
    ...fields,
  };
}
