import type { Clock } from '../contracts/clock.ts';
import type { Mail, MailOnce } from '../contracts/mail.ts';

/** Who is sending which mail, durably: SES has no idempotency key, so this is ours. */
export type MailClaims = {
  /**
   * Claims a mail for sending. A claim that is neither confirmed nor given up holds for `CLAIM_SECONDS`, longer than
   * a sender lives without an answer from SES; then it may be claimed again.
   */
  readonly claim: (mailId: string, now: string) => Promise<'claimed' | 'claimed-elsewhere' | 'sent'>;
  readonly confirm: (mailId: string, now: string) => Promise<void>;
  /** Gives a claim up, so that the next attempt need not wait. */
  readonly giveUp: (mailId: string, now: string) => Promise<void>;
};

/** Hands one mail over for delivery. */
export type Mailer = { readonly send: (mail: Mail) => Promise<void> };

/** Seconds a claim holds: three attempts of ten seconds each, and a margin. */
export const CLAIM_SECONDS = 45;

/** Claim, send, confirm. */
export function mailOnce({ claims, mailer, clock }: { claims: MailClaims; mailer: Mailer; clock: Clock }): MailOnce {
  return {
    async sendOnce(mail) {
      const claim = await claims.claim(mail.mailId, clock.now());
      if (claim === 'sent') return 'already-sent';
      if (claim === 'claimed-elsewhere') throw new Error(`Mail ${mail.mailId} is being sent by another invocation`);
      try {
        await mailer.send(mail);
      } catch (cause) {
        // If giving up fails too, the claim expires: the reason why SES did not take the mail matters more.
        await Promise.allSettled([claims.giveUp(mail.mailId, clock.now())]);
        throw new Error(`Mail ${mail.mailId} was not sent`, { cause });
      }
      await claims.confirm(mail.mailId, clock.now());
      return 'sent';
    },
  };
}
