import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import * as z from 'zod/mini';
import english from 'zod/v4/locales/en.js';
import { orderOf, sequenceOf } from '../../functions/contracts/change-order.ts';
import { refusalReason } from '../../functions/contracts/deferred-mail.ts';
import { LANE_MESSAGE_GROUP, type OperatorCommand, subjectOf } from '../../functions/contracts/lane-command.ts';
import { EMPTY_LANE, factsOf } from '../../functions/contracts/lane-state.ts';
import { logMail, readMail } from '../../functions/contracts/logged-mail.ts';
import { READY_LETTERS } from '../../functions/contracts/ready-letter.ts';
import { findingsKeyOf, MOST_REMOVED_DEVICES, MOST_REMOVED_MODELS } from '../../functions/contracts/receipt.ts';
import { addressesOf } from '../../functions/contracts/recipients.ts';
import { signingKey } from '../../functions/contracts/signing-key.ts';
import {
  Envelope,
  MAX_SRV_MESSAGE_BYTES,
  SRV_EVENT_TYPES,
  StatusChanged,
} from '../../functions/contracts/srv-event.ts';
import { disagreementsLeftOut, trialDevicesIn } from '../../functions/contracts/trial-report.ts';
import { isHeldList } from '../../functions/contracts/upload.ts';
import { dspChange } from '../support/cpl-entries.ts';
import { RECIPIENTS } from '../support/recipients.ts';

test('the decision of a change is read from its order, wherever in the decision it stands', () => {
  expect(sequenceOf(orderOf(123_456_789_012, 7))).toBe(123_456_789_012);
  expect(sequenceOf('')).toBe(0);
});

const common = { commandId: 'c', requestedBy: 'pat' };
test.each<[OperatorCommand, string]>([
  [{ ...common, command: 'approve', uploadId: 'u', reason: 'r' }, 'u'],
  [{ ...common, command: 'refuse', uploadId: 'u', reason: 'r' }, 'u'],
  [{ ...common, command: 'update-incident', incidentId: 'i', act: {} }, 'i'],
  [
    {
      ...common,
      command: 'record-decision',
      decided: { entryNumber: '000001', decision: 'remove', decidedOn: '2026-11-02', reference: 'r' },
    },
    '000001',
  ],
  [{ ...common, command: 'suspend-trial', trialId: 't' }, 't'],
  [{ ...common, command: 'reconsider' }, 'c'],
  [{ commandId: 'c', command: 'dsp-refused', change: dspChange(1), reason: 'r' }, dspChange(1).order],
])('a command is about what it names: $command', (command, subject) => {
  expect(subjectOf(command)).toBe(subject);
});

test('what the lane holds as true has nothing of the decision it is at, and leaves out what there is none of', () => {
  expect(factsOf(EMPTY_LANE)).toStrictEqual({ held: [], losses: [] });
  const facts = { held: [], losses: [], heldAgreedList: 'u', issues: { newest: '1.1', arrived: [], skipped: [] } };
  expect(factsOf({ ...EMPTY_LANE, ...facts })).toStrictEqual(facts);
});

describe('a mail', () => {
  test('that was not sent has the reason that SES gave, or else what was thrown', () => {
    const cause = new TypeError('mailbox full');
    expect(refusalReason(new Error('not sent', { cause }))).toBe('TypeError: mailbox full');
    expect(refusalReason(new Error('not sent', { cause: 'a text' }))).toBe('Error: not sent');
    expect(refusalReason(new Error('not sent'))).toBe('Error: not sent');
    expect(refusalReason({ cause })).toBe('[object Object]');
    expect(refusalReason('a text')).toBe('a text');
  });

  test('comes out of the log of effects as it went in, its attachments included', () => {
    const content = new Uint8Array([0, 255, 128]);
    const attachment = { fileName: 'a.csv', contentType: 'text/csv', content };
    const mail = { mailId: 'm', to: ['a'], subject: 's', text: 't', html: 'h', attachments: [attachment] };
    expect(logMail(mail).attachments).toEqual([{ fileName: 'a.csv', contentType: 'text/csv', base64: 'AP+A' }]);
    const [read] = readMail(logMail(mail)).attachments;
    expect({ ...read, content: [...(read?.content ?? [])] }).toEqual({ ...attachment, content: [...content] });
  });

  test('to several roles goes to each address once', () => {
    const shared = { ...RECIPIENTS, secas: [...RECIPIENTS.ssc, 'secas@example.org'] };
    expect(addressesOf(['ssc', 'secas'], shared)).toEqual(['ssc@example.org', 'secas@example.org']);
  });
});

describe('names and bounds that others go by', () => {
  test('the events of the queue, the group of the lane, and the folder of letters', () => {
    expect(Object.values(SRV_EVENT_TYPES)).toEqual([
      'uk.smartdcc.srv.request',
      'uk.smartdcc.device.firmware-changed',
      'uk.smartdcc.device.status-changed',
      'uk.smartdcc.pipeline.reevaluate',
    ]);
    expect([LANE_MESSAGE_GROUP, READY_LETTERS]).toEqual(['lane', 'letters/']);
  });

  test('an event is as large as SQS took one for long; a receipt names 200 Device Models and counts 10,000 devices', () => {
    expect([MAX_SRV_MESSAGE_BYTES, MOST_REMOVED_MODELS, MOST_REMOVED_DEVICES]).toEqual([262_144, 200, 10_000]);
  });

  test('the table of findings lies beside its receipt', () => {
    expect(findingsKeyOf({ receiptKey: 'receipts/a.json.csv/u.json' })).toBe('receipts/a.json.csv/u.findings.csv');
  });
});

describe('an event', () => {
  const event = { specversion: '1.0', id: 'a', type: 't', data: {} };

  test('may have its time in small letters, as RFC 3339 has it', () => {
    expect(Envelope.safeParse({ ...event, time: '2026-03-02t09:00:00z' }).success).toBe(true);
  });

  test('is of a device by its id as DUIS writes it', () => {
    const event = { deviceId: '00-5e-ef-12-34-56-78-90', status: 'Pending' };
    expect(StatusChanged.parse(event)).toEqual({ deviceId: '00-5E-EF-12-34-56-78-90', status: 'Pending' });
  });

  test('of a device that is none is refused with what is wrong', () => {
    expect(StatusChanged.safeParse({ deviceId: 'x', status: 'Pending' }).error?.issues).toMatchObject([
      { code: 'custom', path: ['deviceId'], message: 'is not an EUI-64' },
    ]);
  });

  test('that is not of its form is refused in English', async () => {
    z.config({ localeError: undefined });
    vi.resetModules();
    try {
      await import('../../functions/contracts/english.ts');
      const { error } = z.string().safeParse(7);
      expect(error?.issues).toMatchObject([{ message: 'Invalid input: expected string, received number' }]);
    } finally {
      z.config(english());
    }
  });
});

test('[R65] a report is about all of its devices, named or not', () => {
  expect(trialDevicesIn({ devices: [], devicesLeftOut: 7 })).toBe(7);
  expect(disagreementsLeftOut({ leftOut: { notFlagged: 3, noTrialCertificate: 4 } })).toBe(7);
});

test('a list that waits for an approval is one that is held, and no other file', () => {
  expect(isHeldList({ kind: 'cpl', decision: 'held' })).toBe(true);
  expect(isHeldList({ kind: 'cpl', decision: 'accepted' })).toBe(false);
  expect(isHeldList({ kind: 'agreed-list', decision: 'held' })).toBe(false);
});

describe('the key of signatures', () => {
  const pem = ({ publicKey }: ReturnType<typeof generateKeyPairSync>) =>
    publicKey.export({ type: 'spki', format: 'pem' }).toString();

  test.each(['P-256', 'P-384', 'P-521'])('may be on %s', (namedCurve) => {
    expect(signingKey(pem(generateKeyPairSync('ec', { namedCurve })))).toBeDefined();
  });

  test('is refused where it is too weak, or of another kind', () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
    expect(() => signingKey(pem(weak))).toThrow('An RSA key of 1024 bits is too weak for extracts: at least 2048');
    const curve = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
    expect(() => signingKey(pem(curve))).toThrow(
      'An EC key on secp256k1 is too weak for extracts: P-256, P-384 or P-521',
    );
    expect(() => signingKey(pem(generateKeyPairSync('ed25519')))).toThrow(
      'Extracts are signed with an RSA or EC key, not with ed25519',
    );
  });
});
