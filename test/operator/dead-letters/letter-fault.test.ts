import { describe, expect, test } from 'vitest';
import { SRV_EVENT_TYPES } from '../../../functions/contracts/srv-event.ts';
import { readLetter } from '../../../functions/operator/dead-letters/letter-fault.ts';
import { groupReason, letterGroups } from '../../../functions/operator/dead-letters/letter-groups.ts';
import type { QueueName } from '../../../functions/operator/pipeline-access.ts';
import { readSrvMessage } from '../../../functions/srv-events/srv-message.ts';
import { entryOf, undeliveredChange, orderOf } from '../../support/fake-operator-ports.ts';
import { DEVICE, duis, envelope, prenotification } from '../../support/srv-messages.ts';

const SENT = '2026-11-02T09:00:00.000Z';
const WELL = duis('12.2', prenotification());

/** A message as its function would have given it up. */
function poison(body: string) {
  const read = readSrvMessage(body, SENT);
  if (read.outcome !== 'poison') throw new Error(`It can be read: ${read.outcome}`);
  return letter(body, read.reason);
}

function letter(body: string, reason: string | null, sentAt = SENT) {
  return { messageId: `m-${body.length}`, body, reason, sentAt };
}

/** The line that is marked, and where the fault is in words. */
function faultOf(queue: QueueName, of: ReturnType<typeof letter>) {
  const { lines, faultLine, where, isSenders } = readLetter(queue, of);
  return { line: faultLine === undefined ? undefined : lines[faultLine]?.trim(), where, isSenders };
}

describe('a dead letter', () => {
  test.each([
    [
      'an element that is not open',
      WELL.replace('<sr:Body>', '\n<sr:Body>\n</sr:Header>'),
      '</sr:Header>',
      'line 3, character 12',
    ],
    ['another root', '<a>', '<a>', 'line 1, character 1'],
    [
      'two names of one element',
      WELL.replace('</sr:DeviceType>', '</sr:Devicetype>'),
      '<sr:DeviceType>ESME</sr:Devicetype>',
      /^line 1, character \d{3}$/,
    ],
    [
      'a value',
      WELL.replace('>ESME<', '>TOASTER<'),
      '<sr:DeviceType>TOASTER</sr:DeviceType>',
      /^line 1, character \d{3}$/,
    ],
    ['a DOCTYPE', `<!DOCTYPE x>\n${WELL}`, '<!DOCTYPE x>', 'line 1, character 1'],
    ['broken JSON', '{"specversion": "1.0",\n "id": }', '"id": }', 'line 2, character 8'],
    [
      'broken JSON in one long line',
      `{"a": "${'x'.repeat(1000)}" }}`,
      expect.stringMatching(/^x+" }}$/),
      'line 1, character 1011',
    ],
    ['a time', envelope(SRV_EVENT_TYPES.statusChanged, {}, { time: 'noon' }), '"time": "noon",', 'the field time'],
    [
      'a status',
      envelope(SRV_EVENT_TYPES.statusChanged, { deviceId: DEVICE, status: 'Lost' }),
      '"status": "Lost"',
      'the field data.status',
    ],
    [
      'an id in a list',
      envelope(SRV_EVENT_TYPES.reevaluate, { deviceIds: [DEVICE, 'x'] }),
      '"x"',
      'the field data.deviceIds.1',
    ],
    ['data', envelope(SRV_EVENT_TYPES.request, '<a>'), String.raw`"data": "<a>"`, 'the field data'],
    ['no event', 'hello', undefined, 'the message as a whole'],
  ])('of an event shows the place of its fault: %s', (_what, body, line, where) => {
    expect(faultOf('srv-events', poison(body))).toEqual({
      line,
      where: typeof where === 'string' ? where : expect.stringMatching(where),
      isSenders: true,
    });
  });

  test('that was given up without a reason is read as its function would read it', () => {
    expect(readLetter('srv-events', letter(WELL, null))).toMatchObject({
      isSenders: false,
      what: expect.stringContaining('It can be read'),
      todo: expect.stringContaining('then move the message back to srv-events'),
    });
    expect(readLetter('srv-events', letter(WELL.slice(0, -3), null)).what).toMatch(/^Not well-formed XML/);
    const { change } = undeliveredChange(entryOf('00000100'), orderOf(7), 'u1', null);
    expect(faultOf('dsp-updates', letter(JSON.stringify(change), null))).toMatchObject({
      where: `the change ${orderOf(7)} of entry ESME/FA01/B00D/010A/00000100`,
      isSenders: false,
    });
    expect(faultOf('dsp-updates', letter(JSON.stringify({ ...change, order: 'x' }), null))).toMatchObject({
      line: '"order": "x",',
      where: 'the field order',
      isSenders: true,
    });
  });

  test.each([
    [
      'dated ahead',
      'The event is dated more than 1 hour (setting eventClockAheadHours) after the queue took it: correct its time',
      '"time": "2026-03-02T09:00:00Z",',
      'the field time',
      'Have its sender correct the clock and send it again',
    ],
    [
      'under the id of another',
      'Another event of this source and id was counted first. The first says status Active',
      '"id": "event-1",',
      'the field id',
      'The first event stays as it is.',
    ],
  ])('of an event that is %s shows that, and says what to do', (_, reason, line, where, todo) => {
    const event = letter(envelope(SRV_EVENT_TYPES.statusChanged, { deviceId: DEVICE, status: 'Active' }), reason);
    expect(faultOf('srv-events', event)).toEqual({ line, where, isSenders: true });
    expect(readLetter('srv-events', event).todo).toContain(todo);
    expect(readLetter('srv-events', letter('hello', 'It is no event')).todo).toContain('by the DSP Service team');
  });

  test('of XML is shown as it was sent where its lines are short, and element by element where they are long', () => {
    const reason = 'said by nobody of ours';
    const short = '<Request>\n<Header></Header><Body>\n</Body>\n</Request>';
    expect(readLetter('srv-events', letter(short, reason))).toMatchObject({
      lines: ['<Request>', '<Header></Header><Body>', '</Body>', '</Request>'],
      faultLine: undefined,
      where: 'the message as a whole',
    });
    const long = `<Request><Header>${'x'.repeat(200)}</Header><Body><A/></Body></Request>`;
    expect(readLetter('srv-events', letter(long, reason)).lines).toEqual([
      '<Request>',
      `  <Header>${'x'.repeat(200)}</Header>`,
      '  <Body>',
      '    <A/>',
      '  </Body>',
      '</Request>',
    ]);
  });

  test('of the lane says which file or command it is about', () => {
    const approve = { command: 'approve', commandId: 'c', uploadId: 'u7', reason: 'right', requestedBy: 'me' };
    expect(faultOf('lane', letter(JSON.stringify(approve), null)).where).toBe('the command approve of u7');
    const object = { key: 'cpl/list.csv', size: 1 };
    const detail = { bucket: { name: 'inbox' }, object };
    const file = { id: 'e', 'detail-type': 'Object Created', source: 'aws.s3', time: SENT, detail };
    expect(faultOf('lane', letter(JSON.stringify(file), null)).where).toBe('the file cpl/list.csv');
    expect(readLetter('lane', letter('{}', null)).what).toBe('Not a command of the lane: none of its forms');
    expect(readLetter('lane', letter('{"a": }', null))).toMatchObject({
      what: 'Not well-formed JSON',
      where: 'line 1, character 7',
      todo: expect.stringContaining('Find out who sent it. It can never be carried out as it is'),
    });
  });
});

describe('dead letters', () => {
  test('are grouped by their reason, whatever differs from message to message', () => {
    const dated = (at: string) =>
      `The event is dated more than 1 hour (setting eventClockAheadHours) after the queue took it at ${at}: correct its time and send it again. It says status Active from ${at}`;
    const groups = letterGroups([
      letter('a', dated('2026-11-02T09:00:00.000Z'), '2026-11-02T09:00:00.000Z'),
      letter('b', "Header is 'x', not a number", '2026-11-02T08:00:00.000Z'),
      letter('c', dated('2026-11-02T10:00:00.000Z'), '2026-11-02T10:00:00.000Z'),
      letter('d', null, '2026-11-02T11:00:00.000Z'),
    ]);
    expect(
      groups.map(({ letters, firstAt, lastAt }) => [letters.length, firstAt.slice(11, 13), lastAt.slice(11, 13)]),
    ).toEqual([
      [2, '09', '10'],
      [1, '08', '08'],
      [1, '11', '11'],
    ]);
    expect(groupReason(dated(SENT))).toMatch(/It says …$/);
    expect(new Set(groups.map(({ id }) => id)).size).toBe(3);
  });
});
