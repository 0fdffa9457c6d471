import type { MailOnce } from '../contracts/mail.ts';
import { mailOnce } from '../email/mail-once.ts';
import { mailClaims } from './mail-claims.ts';
import { sesClient, sesMailer } from './ses-mailer.ts';
import { systemClock } from './system-clock.ts';

/** Sends each mail of a stage once: from its address, by SES, with its claims in the ledger. */
export function stageMail(
  ledger: Parameters<typeof mailClaims>[0],
  environment: Readonly<Record<'MAIL_FROM' | 'MAIL_CONFIGURATION_SET' | 'CONSOLE_ADDRESS', string>>,
): MailOnce {
  return mailOnce({
    claims: mailClaims(ledger),
    mailer: sesMailer(sesClient(), {
      from: environment.MAIL_FROM,
      configurationSet: environment.MAIL_CONFIGURATION_SET,
      consoleAddress: environment.CONSOLE_ADDRESS,
    }),
    clock: systemClock,
  });
}
