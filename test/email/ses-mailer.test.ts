import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { afterEach, expect, test } from 'vitest';
import { sesMailer } from '../../functions/adapters/ses-mailer.ts';
import { someMail } from '../support/fake-mail.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** SES on loopback: answers each request in turn with the given status and body, the last one for ever. */
async function sesThatAnswers(...answers: readonly { status: number; body: object; error?: string }[]) {
  const requests: { url: string; body: unknown }[] = [];
  const read = async (request: IncomingMessage): Promise<string> => Buffer.concat(await request.toArray()).toString();
  const server = createServer((request, response) => {
    const reply = async (): Promise<void> => {
      const text = await read(request);
      const answer = answers[Math.min(requests.length, answers.length - 1)];
      requests.push({ url: request.url ?? '', body: JSON.parse(text) });
      response.writeHead(answer?.status ?? 500, {
        'content-type': 'application/json',
        ...(answer?.error === undefined ? {} : { 'x-amzn-errortype': answer.error }),
      });
      response.end(JSON.stringify(answer?.body ?? {}));
    };
    void reply();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const client = new SESv2Client({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-2',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 2,
  });
  stops.push(async () => {
    client.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const sender = { from: 'cpl@example.org', configurationSet: 'cpl-mail' };
  return { requests, client, sender, mailer: sesMailer(client, sender) };
}

const TAKEN = { status: 200, body: { MessageId: '1' } };

test('a mail goes to SES with its text, HTML, attachments and visible id', async () => {
  const { requests, mailer } = await sesThatAnswers(TAKEN);
  await mailer.send(
    someMail({
      to: ['a@example.org', 'b@example.org'],
      attachments: [{ fileName: 'findings.csv', contentType: 'text/csv', content: new TextEncoder().encode('é') }],
    }),
  );
  expect(requests).toEqual([
    {
      url: '/v2/email/outbound-emails',
      body: {
        FromEmailAddress: 'cpl@example.org',
        ConfigurationSetName: 'cpl-mail',
        Destination: { ToAddresses: ['a@example.org', 'b@example.org'] },
        Content: {
          Simple: {
            Subject: { Data: 'A subject', Charset: 'UTF-8' },
            Body: {
              Text: { Data: 'A text', Charset: 'UTF-8' },
              Html: { Data: '<p>A text</p>', Charset: 'UTF-8' },
            },
            Attachments: [
              {
                FileName: 'findings.csv',
                ContentType: 'text/csv',
                ContentDisposition: 'ATTACHMENT',
                RawContent: Buffer.from('é').toString('base64'),
              },
            ],
            Headers: [{ Name: 'X-Mail-Id', Value: 'MAIL-1' }],
          },
        },
      },
    },
  ]);
});

test('a mail without attachments has no list of them', async () => {
  const { requests, mailer } = await sesThatAnswers(TAKEN);
  await mailer.send(someMail({ attachments: [] }));
  expect(JSON.stringify(requests)).not.toContain('Attachments');
});

test('SES that throttles for a moment is asked again', async () => {
  const throttled = { status: 429, body: { message: 'slow down' }, error: 'TooManyRequestsException' };
  const { requests, mailer } = await sesThatAnswers(throttled, TAKEN);
  await mailer.send(someMail());
  expect(requests).toHaveLength(2);
});

test('a mail that SES rejects is a fault with its reason', async () => {
  const rejected = { status: 400, body: { message: 'Address is not verified' }, error: 'MessageRejected' };
  const { mailer } = await sesThatAnswers(rejected);
  await expect(mailer.send(someMail())).rejects.toThrow('Address is not verified');
});

test.each([
  ['its subject', someMail({ subject: 'Hello\r\nBcc: everyone@example.org' })],
  ['an address', someMail({ to: ['a@example.org\nBcc: b@example.org'] })],
  [
    'the name of an attachment',
    someMail({ attachments: [{ fileName: 'a\r\n.csv', contentType: 'text/csv', content: new Uint8Array() }] }),
  ],
])('a mail is never handed over with a line break in %s', async (_, mail) => {
  const { requests, mailer } = await sesThatAnswers(TAKEN);
  await expect(mailer.send(mail)).rejects.toThrow('not one printable line');
  expect(requests).toEqual([]);
});

test('a mail links to its page of the console where the stage says where that is, in text and HTML', async () => {
  const { requests, client, sender } = await sesThatAnswers(TAKEN);
  const mail = someMail({ html: '<html><body><p>Held</p></body></html>', page: '/lists/u%201' });
  const bodyAt = async (consoleAddress: string): Promise<string> => {
    await sesMailer(client, { ...sender, consoleAddress }).send(mail);
    return JSON.stringify(requests.at(-1)?.body);
  };
  const sent = await bodyAt('http://127.0.0.1:4381');
  expect(sent).toContain(`${mail.text}\\nDCC operations see it in their console: http://127.0.0.1:4381/lists/u%201\\n`);
  expect(sent).toContain('<a href=\\"http://127.0.0.1:4381/lists/u%201\\"');
  expect(await bodyAt('none')).not.toContain('console');
});
