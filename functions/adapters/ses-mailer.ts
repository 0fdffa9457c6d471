import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import type { Mailer } from '../email/mail-once.ts';
import { NO_CONSOLE } from '../contracts/environment.ts';
import { withConsoleLink } from '../email/console-page.ts';
import { isHeaderText } from '../email/header-text.ts';
import { LIMITS } from './clients.ts';

const UTF8 = 'UTF-8';

/** An SES client that gives up well before a mail claim lapses: `CLAIM_SECONDS` in `functions/email/mail-once.ts`. */
export function sesClient(): SESv2Client {
  return new SESv2Client({ maxAttempts: 3, requestHandler: { ...LIMITS, requestTimeout: 9000 } });
}

/** Who sends, and where the stage's console is: its address, or `none`, which is also meant where nothing is said. */
type Sender = { readonly from: string; readonly configurationSet: string; readonly consoleAddress?: string };

/** Sends mail by SES v2, as its simple content: no MIME of our own is needed for text, HTML and attachments. */
export function sesMailer(
  client: SESv2Client,
  { from, configurationSet, consoleAddress = NO_CONSOLE }: Sender,
): Mailer {
  return {
    /** @throws when a header would not be one line, and whatever SES refuses. */
    async send(mail) {
      const { mailId, to, subject, attachments } = mail;
      const { text, html } = withConsoleLink(mail, consoleAddress);
      const headers = [from, subject, mailId, ...to, ...attachments.map(({ fileName }) => fileName)];
      if (!headers.every(isHeaderText)) throw new Error(`Mail ${mailId} has a header that is not one printable line`);
      await client.send(
        new SendEmailCommand({
          FromEmailAddress: from,
          ConfigurationSetName: configurationSet,
          Destination: { ToAddresses: to },
          Content: {
            Simple: {
              Subject: { Data: subject, Charset: UTF8 },
              Body: { Text: { Data: text, Charset: UTF8 }, Html: { Data: html, Charset: UTF8 } },
              ...(attachments.length === 0
                ? {}
                : {
                    Attachments: attachments.map(({ fileName, contentType, content }) => ({
                      FileName: fileName,
                      ContentType: contentType,
                      ContentDisposition: 'ATTACHMENT',
                      RawContent: content,
                    })),
                  }),
              Headers: [{ Name: 'X-Mail-Id', Value: mailId }],
            },
          },
        }),
      );
    },
  };
}
