import { randomUUID } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { mailNeeds } from '../../access/needs.ts';
import type { Guard } from '../guard.ts';
import { type HttpService, listen, restJson, ServiceError } from '../http-service.ts';
import { writtenMail } from './mime.ts';

const Content = z.object({ Data: z.string(), Charset: z.string().optional() });

const Blob = z.base64().transform((text) => Buffer.from(text, 'base64'));

const SendEmail = z.object({
  FromEmailAddress: z.string().optional(),
  Destination: z
    .object({
      ToAddresses: z.array(z.string()).default([]),
      CcAddresses: z.array(z.string()).default([]),
      BccAddresses: z.array(z.string()).default([]),
    })
    .optional(),
  ReplyToAddresses: z.array(z.string()).default([]),
  ConfigurationSetName: z.string().optional(),
  Content: z.object({
    Simple: z
      .object({
        Subject: Content,
        Body: z.object({ Text: Content.optional(), Html: Content.optional() }),
        Headers: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
        Attachments: z
          .array(
            z.object({
              FileName: z.string(),
              RawContent: Blob,
              ContentType: z.string().default('application/octet-stream'),
              ContentDisposition: z.enum(['ATTACHMENT', 'INLINE']).default('ATTACHMENT'),
              ContentId: z.string().optional(),
            }),
          )
          .default([]),
      })
      .optional(),
    Raw: z.object({ Data: Blob }).optional(),
  }),
});
type SendEmail = z.infer<typeof SendEmail>;

/** What SES knows: the identities that may send, and the configuration sets there are. */
export type MailSetup = { readonly identities: Set<string>; readonly configurationSets: Set<string> };

/** SES v2 on one machine: `SendEmail` lays each mail into the outbox. */
export type MailEmulator = HttpService & {
  readonly setup: MailSetup;
  /** Lays a plain mail into the outbox that another service than SES sends. */
  readonly deliver: (mail: {
    readonly from: string;
    readonly to: string;
    readonly subject: string;
    readonly text: string;
  }) => Promise<void>;
};

const MOST_RECIPIENTS = 50;
const MOST_BYTES = 40 * 1024 * 1024;
/** A request carries attachments in base64, which takes a third more. */
const MOST_REQUEST_BYTES = 64 * 1024 * 1024;

/** Starts SES v2 on the loopback address. */
export async function startMail(
  outboxDir: string,
  account: { readonly region: string; readonly accountId: string },
  guard: Guard,
): Promise<MailEmulator> {
  const setup: MailSetup = { identities: new Set(), configurationSets: new Set() };
  let sent = 0;

  const send = async (mail: SendEmail): Promise<{ MessageId: string }> => {
    const now = new Date();
    const messageId = randomUUID();
    refuseUnsound(mail, setup, account.region);
    const eml = mail.Content.Raw?.Data ?? Buffer.from(written(mail, messageId, now));
    if (eml.length > MOST_BYTES)
      throw new ServiceError('MessageRejected', 'Message length is more than 41943040 bytes');
    await lay(eml, now);
    return { MessageId: messageId };
  };
  const lay = async (eml: Buffer, now: Date): Promise<void> => {
    sent += 1;
    const name = `${String(sent).padStart(6, '0')}-${now.toISOString().replaceAll(/[-:]|\.\d+/g, '')}.eml`;
    // Written aside and renamed: whoever watches the outbox sees whole mails only.
    const aside = join(outboxDir, `.${name}`);
    await writeFile(aside, eml);
    await rename(aside, join(outboxDir, name));
  };
  const deliver: MailEmulator['deliver'] = async ({ from, to, subject, text }) => {
    const date = new Date();
    const mail = { messageId: randomUUID(), date, from, to: [to], cc: [], replyTo: [], subject, headers: [] };
    await lay(Buffer.from(writtenMail({ ...mail, text, html: undefined, attachments: [] })), date);
  };
  const service = await listen(
    restJson(guard, MOST_REQUEST_BYTES, async ({ method, path, caller, content }) => {
      if (method !== 'POST' || path !== '/v2/email/outbound-emails')
        throw new ServiceError('BadRequestException', `The local SES has SendEmail only, not ${method} ${path}`, 501);
      guard.meter.count('sesv2', 'SendEmail', caller);
      const mail = SendEmail.safeParse(content);
      if (!mail.success) throw new ServiceError('BadRequestException', z.prettifyError(mail.error));
      guard.gate.pass(guard.gate.principalOf(caller), mailNeeds(mailCall(mail.data, setup), account));
      return send(mail.data);
    }),
  );
  return { ...service, setup, deliver };
}

/** A mail as it is authorised: by the addresses it comes from and goes to, and the identity that vouches for it. */
function mailCall(
  { FromEmailAddress = '', Destination, ConfigurationSetName, Content: { Simple, Raw } }: SendEmail,
  { identities }: MailSetup,
) {
  const from = mailbox(FromEmailAddress);
  const address = from.toLowerCase();
  return {
    from,
    recipients: recipientsOf(Destination).map(mailbox),
    identity: identities.has(address) ? address : address.slice(address.indexOf('@') + 1),
    configurationSet: ConfigurationSetName,
    composed: Raw !== undefined || (Simple !== undefined && Simple.Headers.length + Simple.Attachments.length > 0),
  };
}

function recipientsOf(destination: SendEmail['Destination']): readonly string[] {
  const { ToAddresses = [], CcAddresses = [], BccAddresses = [] } = destination ?? {};
  return [...ToAddresses, ...CcAddresses, ...BccAddresses];
}

function refuseUnsound(mail: SendEmail, setup: MailSetup, region: string): void {
  const recipients = recipientsOf(mail.Destination);
  const configurationSet = mail.ConfigurationSetName;
  if (configurationSet !== undefined && !setup.configurationSets.has(configurationSet))
    throw new ServiceError('NotFoundException', `Configuration set <${configurationSet}> does not exist.`, 404);
  if ((mail.Content.Simple === undefined) === (mail.Content.Raw === undefined))
    throw new ServiceError('BadRequestException', 'Content must have Simple or Raw; the local SES has no templates.');
  if (mail.Content.Raw !== undefined && mail.FromEmailAddress === undefined) return;
  if (mail.Content.Simple !== undefined && recipients.length === 0)
    throw new ServiceError('BadRequestException', 'Destination has no addresses.');
  if (recipients.length > MOST_RECIPIENTS) throw new ServiceError('BadRequestException', 'Recipient count exceeds 50.');
  const wrong = recipients.find((each) => !/^[^@\s]+@[^@\s]+$/.test(mailbox(each)));
  if (wrong !== undefined) throw new ServiceError('BadRequestException', `Illegal address: ${wrong}`);
  const from = mailbox(mail.FromEmailAddress ?? '');
  const domain = from.slice(from.indexOf('@') + 1);
  const verified = [from, domain].some((identity) => setup.identities.has(identity.toLowerCase()));
  if (!verified)
    throw new ServiceError(
      'MessageRejected',
      `Email address is not verified. The following identities failed the check in region ${region.toUpperCase()}: ${mail.FromEmailAddress ?? ''}`,
    );
}

function written(mail: SendEmail, messageId: string, date: Date): string {
  const { Simple } = mail.Content;
  if (Simple === undefined) throw new ServiceError('BadRequestException', 'Content has no Simple.');
  return writtenMail({
    messageId,
    date,
    from: mail.FromEmailAddress ?? '',
    to: mail.Destination?.ToAddresses ?? [],
    cc: mail.Destination?.CcAddresses ?? [],
    replyTo: mail.ReplyToAddresses,
    subject: Simple.Subject.Data,
    headers: Simple.Headers.map(({ Name, Value }) => ({ name: Name, value: Value })),
    text: Simple.Body.Text?.Data,
    html: Simple.Body.Html?.Data,
    attachments: Simple.Attachments.map((each) => ({
      fileName: each.FileName,
      contentType: each.ContentType,
      content: each.RawContent,
      contentId: each.ContentDisposition === 'INLINE' ? each.ContentId : undefined,
    })),
  });
}

function mailbox(address: string): string {
  return (/<([^<>]+)>$/.exec(address.trim())?.[1] ?? address).trim();
}
