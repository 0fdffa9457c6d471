import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readSrvMessage } from '../../functions/srv-events/srv-message.ts';
import { DEVICE, duis, envelope, prenotification } from '../support/srv-messages.ts';

const XML = duis('12.2', prenotification());
const EVENT = envelope('uk.smartdcc.device.status-changed', { deviceId: DEVICE, status: 'Suspended' });
const event: unknown = JSON.parse(EVENT);
const request = (data: unknown, over = {}) => envelope('uk.smartdcc.srv.request', data, over);
const base64 = (text: string): string => Buffer.from(text).toString('base64');

function reasonOf(body: string): string {
  const message = readSrvMessage(body, '2026-03-02T10:00:00.000Z');
  return message.outcome === 'poison' ? message.reason : `is ${message.outcome}`;
}

describe('the reason of a wrapped message says what to change at the sender', () => {
  test.each<[string, string, string]>([
    [
      'an SNS notification',
      JSON.stringify({ Type: 'Notification', TopicArn: 'arn:aws:sns:eu-west-2:000000000000:events', Message: EVENT }),
      'switch on raw message delivery',
    ],
    [
      'an EventBridge event',
      JSON.stringify({
        version: '0',
        id: '1',
        'detail-type': 'x',
        source: 's',
        time: '2026-03-02T09:00:00Z',
        detail: event,
      }),
      'pass on only its detail (input path $.detail)',
    ],
    ['a batch of records', JSON.stringify({ Records: [{ body: EVENT }] }), 'send each one as a message of its own'],
    [
      'a message as SQS hands it to a function',
      JSON.stringify({ receiptHandle: 'r', body: EVENT }),
      'send only its body',
    ],
    ['a message as SQS hands it out', JSON.stringify({ ReceiptHandle: 'r', Body: EVENT }), 'send only its Body'],
    ['an HTTP request', JSON.stringify({ isBase64Encoded: false, body: EVENT }), 'send only its body'],
    [
      'a batch of CloudEvents',
      JSON.stringify([event, event]),
      'a JSON list of 2: send each one as a message of its own',
    ],
    ['events line by line', `${EVENT}\n${EVENT}\n`, 'send each one as a message of its own'],
    ['JSON in JSON', JSON.stringify(EVENT), 'encoded twice: send the text itself'],
    ['XML in JSON', JSON.stringify(XML), 'encoded twice: send the text itself'],
    ['XML in JSON, with blanks and a line end', `${JSON.stringify(` ${XML}`)}\n`, 'encoded twice: send the text'],
    ['an event in base64', base64(EVENT), 'This is base64: send the text itself'],
    ['a request in base64', base64(`\uFEFF${XML}`), 'This is base64: send the text itself'],
    [
      'a request in lines of base64',
      base64(XML).replaceAll(/.{76}/g, '$&\r\n'),
      'This is base64: send the text itself',
    ],
    ['a request in short lines of base64', base64(XML).replaceAll(/.{12}/g, '$&\n'), 'This is base64: send the text'],
    ['an indented event in base64', base64(`\n  ${EVENT}`), 'This is base64: send the text itself'],
    ['a compressed request', gzipSync(XML).toString('base64'), 'This is compressed, and base64: send the text itself'],
    ['an escaped request', XML.replaceAll('<', '&lt;'), 'Its angle brackets are escaped: send the text itself'],
    ['an escaped element', '&lt;a/>', 'Its angle brackets are escaped: send the text itself'],
    ['data in base64', request(base64(XML)), 'not its DUIS XML as text. This is base64: send the text itself'],
    ['data that is escaped', request(XML.replaceAll('<', '&lt;')), 'angle brackets are escaped'],
    ['binary data', request(undefined, { data_base64: base64(XML) }), 'send its data as text (DUIS XML)'],
  ])('%s', (_name, body, advice) => {
    expect(reasonOf(body)).toContain(advice);
  });

  test.each<[string, string]>([
    ['a broken list', '[1, 2'],
    ['a broken text', '"<x'],
    ['a text of no message', '"hello"'],
    ['a text with brackets in it', '"hello <b>"'],
    ['a text with brackets in a word', '"hello<b>"'],
    ['base64 of words', base64('hello, these are words')],
    ['base64 of words with brackets', base64('hello <b>words</b>')],
    ['base64 of a word with brackets', base64('hello<b>words</b>')],
    ['base64 behind something else', `#${base64(EVENT)}`],
    ['words', 'some plain words that are not anything at all'],
    ['a number', '42'],
    ['words that would decode to a bracket', 'PHht of a kind that nobody has seen'],
  ])('and of %s that it is no message', (_name, body) => {
    expect(reasonOf(body)).toBe('The message is neither a CloudEvents envelope in JSON nor DUIS XML');
  });

  test('and nothing else is taken for wrapped', () => {
    expect(reasonOf('{"detail": 1}')).toContain('Not a CloudEvents 1.0 envelope: specversion');
    expect(reasonOf('{"specversion": "1.0"')).toBe('Not well-formed JSON');
    expect(reasonOf(`{\n"a"\n`)).toBe('Not well-formed JSON');
    expect(reasonOf(request(''))).toContain('Not well-formed XML');
    expect(reasonOf(EVENT)).toBe('is event');
  });
});

describe('the time of an event', () => {
  const at = (time: string) =>
    readSrvMessage(
      envelope('uk.smartdcc.device.status-changed', { deviceId: DEVICE, status: 'Pending' }, { time }),
      '2026-03-02T10:00:00.000Z',
    );

  test('may be in lower case, as RFC 3339 allows', () => {
    expect(at('2026-03-02t09:00:00.5z')).toMatchObject({ event: { at: '2026-03-02T09:00:00.500Z' } });
  });

  test('counts to its last digit', () => {
    expect(at('2026-03-02T10:00:00.1239999999+01:00')).toMatchObject({
      event: { at: '2026-03-02T09:00:00.123Z', beyondMillis: '9999999' },
    });
    expect(at('2026-03-02T09:00:00.1230Z')).not.toHaveProperty('event.beyondMillis');
  });

  test.each(['2026-03-02 09:00:00Z', '2026-03-02T24:00:00Z', '20260302T090000Z'])(
    'that cannot be read stands in the reason: %s',
    (time) => {
      expect(at(time)).toEqual({
        outcome: 'poison',
        reason: `Not a CloudEvents 1.0 envelope: time: Invalid ISO datetime: '${time}'`,
      });
    },
  );

  test('that cannot be read is quoted with its first 40 characters', () => {
    expect(reasonOf(request(XML, { time: 'now'.repeat(15) }))).toMatch(/: '(?:now){13}n'$/);
    expect(reasonOf(request(XML, { time: 7 }))).toBe(
      'Not a CloudEvents 1.0 envelope: time: Invalid input: expected string, received number',
    );
  });

  test('is poison when it has more characters than any clock needs', () => {
    expect(at(`2026-03-02T09:00:00.${'1'.repeat(100)}Z`)).toMatchObject({ outcome: 'poison' });
    expect(at(`2026-03-02T09:00:00.${'1'.repeat(43)}Z`)).toMatchObject({ outcome: 'event' });
  });
});

describe('the source of an event', () => {
  const from = (source: unknown) =>
    readSrvMessage(
      envelope('uk.smartdcc.device.status-changed', { deviceId: DEVICE, status: 'Pending' }, { source }),
      '2026-03-02T10:00:00.000Z',
    );

  test('may be absent or empty, which is the same', () => {
    expect(from(undefined)).toEqual(from(''));
    expect(from('')).not.toHaveProperty('event.source');
  });

  test.each([['x'.repeat(513)], ['two\nlines'], [7]])('has a bound and is one line of text: %j', (source) => {
    expect(from(source)).toMatchObject({ outcome: 'poison', reason: expect.stringContaining('source') });
  });
});
