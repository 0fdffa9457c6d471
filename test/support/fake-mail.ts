import type { Clock } from '../../functions/contracts/clock.ts';
import type { Mail } from '../../functions/contracts/mail.ts';
import { CLAIM_SECONDS, type MailClaims, type Mailer } from '../../functions/email/mail-once.ts';

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

/** Mail claims in memory. */
export function fakeMailClaims(): MailClaims {
  const claims = new Map<string, { state: 'claimed' | 'sent' | 'given-up'; at: string }>();
  return {
    async claim(mailId, now) {
      const held = claims.get(mailId);
      if (held?.state === 'sent') return 'sent';
      const lapsed = held !== undefined && Date.parse(now) - Date.parse(held.at) > CLAIM_SECONDS * 1000;
      if (held?.state === 'claimed' && !lapsed) return 'claimed-elsewhere';
      claims.set(mailId, { state: 'claimed', at: now });
      return 'claimed';
    },
    confirm: async (mailId, now) => void claims.set(mailId, { state: 'sent', at: now }),
    async giveUp(mailId, now) {
      if (claims.get(mailId)?.state === 'claimed') claims.set(mailId, { state: 'given-up', at: now });
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
