import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetAccountCommand, SendEmailCommand, type SendEmailCommandInput, SESv2Client } from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MailEmulator, startMail } from '../../infra/local-aws/emulators/mail/mail-service.ts';
import { Door } from '../../infra/local-aws/access/door.ts';
import { RunCredentials } from '../../infra/local-aws/access/run-credentials.ts';
import { startMeter } from '../../infra/local-aws/meter.ts';
import { parsedMail } from '../support/parsed-mail.ts';
import { AccessGate } from '../../infra/local-aws/access/access-gate.ts';
import { temporaryFolder } from '../support/small-assembly.ts';
import { A_MONDAY } from '../support/chosen-instant.ts';
import { timeBegins } from '../support/time-begins.ts';

timeBegins(A_MONDAY);

const ACCOUNT = { region: 'eu-west-2', accountId: '000000000000' };
const outbox = temporaryFolder();
const credentials = new RunCredentials();
const guard = { meter: startMeter(), gate: new AccessGate(), door: new Door(credentials) };
let mail: MailEmulator;
let ses: SESv2Client;

beforeAll(async () => {
  mail = await startMail(outbox, ACCOUNT, guard);
  mail.setup.identities.add('example.org');
  mail.setup.configurationSets.add('pipeline');
  ses = new SESv2Client({ region: 'eu-west-2', endpoint: mail.endpoint, credentials: credentials.client });
});

afterAll(async () => {
  ses.destroy();
  await mail.close();
});

const REPORT: SendEmailCommandInput = {
  FromEmailAddress: 'CPL pipeline <cpl@example.org>',
  Destination: { ToAddresses: ['ssc@example.org', 'Věra Nováková <vera@example.org>'] },
  ConfigurationSetName: 'pipeline',
  Content: {
    Simple: {
      Subject: {
        Data: 'Trial devices: 3 of 5 allowed – week 47, a subject that is longer than one line of a header may be',
      },
      Body: {
        Text: { Data: 'Plain text — with a dash\n.\nand a line with a dot' },
        Html: { Data: '<p>Hypertext — with a dash <img src="cid:chart"></p>' },
      },
      Attachments: [
        {
          FileName: 'trial devices.xlsx',
          RawContent: new Uint8Array([0, 1, 2, 255]),
          ContentType: 'application/x-test',
        },
        {
          FileName: 'chart.png',
          RawContent: new Uint8Array([9]),
          ContentType: 'image/png',
          ContentDisposition: 'INLINE',
          ContentId: 'chart',
        },
      ],
    },
  },
};

function mails(): readonly string[] {
  return readdirSync(outbox).sort();
}

test('a mail lies in the outbox with text, hypertext and attachments', async () => {
  const { MessageId } = await ses.send(new SendEmailCommand(REPORT));
  const eml = readFileSync(join(outbox, mails().at(-1) ?? ''), 'utf8');
  expect(eml.split('\r\n').every((line) => line.length <= 78 && /^[\t -~]*$/.test(line))).toBe(true);
  const { headers, parts } = parsedMail(eml);
  expect(headers.get('subject')).toBe(REPORT.Content?.Simple?.Subject?.Data);
  expect(headers.get('to')).toBe('ssc@example.org, Věra Nováková <vera@example.org>');
  expect(headers.get('from')).toBe('CPL pipeline <cpl@example.org>');
  expect(headers.get('message-id')).toBe(`<${MessageId ?? ''}@eu-west-2.amazonses.com>`);
  expect(parts.map(({ type, disposition }) => [type, disposition])).toEqual([
    ['text/plain; charset=UTF-8', ''],
    ['text/html; charset=UTF-8', ''],
    ['image/png', 'inline; filename="chart.png"'],
    ['application/x-test', 'attachment; filename="trial devices.xlsx"'],
  ]);
  expect(parts[0]?.content.toString()).toBe(REPORT.Content?.Simple?.Body?.Text?.Data);
  expect(parts[1]?.content.toString()).toBe(REPORT.Content?.Simple?.Body?.Html?.Data);
  expect([...(parts[3]?.content ?? [])]).toEqual([0, 1, 2, 255]);
});

test('mails lie in the order in which they were sent', async () => {
  const before = mails().length;
  for (const Data of ['a', 'b', 'c']) {
    const Content = { Simple: { Subject: { Data }, Body: { Text: { Data } } } };
    await ses.send(new SendEmailCommand({ ...REPORT, Content }));
  }
  const subjects = mails()
    .slice(before)
    .map((name) => parsedMail(readFileSync(join(outbox, name), 'utf8')).headers.get('subject'));
  expect(subjects).toEqual(['a', 'b', 'c']);
});

test('a raw mail is kept as it is', async () => {
  const Data = Buffer.from('From: cpl@example.org\r\nSubject: raw\r\n\r\nbody');
  await ses.send(new SendEmailCommand({ Content: { Raw: { Data } } }));
  expect(readFileSync(join(outbox, mails().at(-1) ?? ''))).toEqual(Data);
});

test.each([
  ['an address that is not verified', { FromEmailAddress: 'someone@elsewhere.example' }, 'MessageRejected'],
  ['a configuration set that does not exist', { ConfigurationSetName: 'other' }, 'NotFoundException'],
  ['a mail to nobody', { Destination: {} }, 'BadRequestException'],
  ['an address without a domain', { Destination: { ToAddresses: ['ssc'] } }, 'BadRequestException'],
])('%s is refused as SES does', async (_what, change, name) => {
  const before = mails().length;
  await expect(ses.send(new SendEmailCommand({ ...REPORT, ...change }))).rejects.toMatchObject({ name });
  expect(mails()).toHaveLength(before);
});

test('an action that the local SES does not have is refused by name', async () => {
  await expect(ses.send(new GetAccountCommand({}))).rejects.toThrow('GET /v2/email/account');
});
