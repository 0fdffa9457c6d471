import { describe, expect, test } from 'vitest';
import type { Arrival, DeviceMail } from '../../functions/srv-events/sort-messages.ts';
import { withoutAhead } from '../../functions/srv-events/ahead-of-time.ts';
import { sortMessages } from '../../functions/srv-events/sort-messages.ts';
import { DEVICE, envelope } from '../support/srv-messages.ts';

const SENT = '2026-03-02T10:00:00.000Z';
const message = (messageId: string, body: string, sentAt = SENT) => ({
  messageId,
  body,
  sentAt,
  receiveCount: 1,
  messageGroupId: undefined,
  senderId: 'AIDADSP',
});
const again = envelope('uk.smartdcc.pipeline.reevaluate', { deviceIds: [DEVICE] });

test('a batch is counted by what its messages are, and it is later than the latest of them', () => {
  const other = envelope('uk.smartdcc.device.moved', {});
  const sorted = sortMessages([
    message('1', again),
    message('2', other, '2026-03-02T10:00:02.000Z'),
    message('3', 'hello', '2026-03-02T10:00:01.000Z'),
  ]);
  expect(sorted).toMatchObject({ reevaluations: 1, ignored: 1, now: '2026-03-02T10:00:02.000Z' });
  expect(sorted.poison.map((each) => each.message.messageId)).toEqual(['3']);
  expect([...sorted.devices.values()]).toEqual([{ deviceId: DEVICE, arrivals: [], messageIds: ['1'] }]);
});

describe('what is dated ahead of the queue', () => {
  const arrival = (messageId: string, at: string, beyondMillis?: string): Arrival => ({
    event: { id: messageId, at, change: { kind: 'deleted' }, ...(beyondMillis === undefined ? {} : { beyondMillis }) },
    message: message(messageId, ''),
  });
  const mailOf = (...arrivals: Arrival[]): DeviceMail => ({
    deviceId: DEVICE,
    arrivals,
    messageIds: arrivals.map((each) => each.message.messageId),
  });
  const true1 = arrival('true', '2026-03-02T09:00:00.000Z');

  test('leaves nothing of its message behind, and all of the others', () => {
    const slip = arrival('slip', '2999-03-02T09:00:00.000Z');
    const { devices, ahead } = withoutAhead([mailOf(true1, slip), mailOf(slip), mailOf()], 24);
    expect(devices).toEqual([mailOf(true1)]);
    expect(ahead.map((each) => each.message.messageId)).toEqual(['slip', 'slip']);
  });

  test.each([
    ['2026-03-03T09:00:00.000Z', '1', 24, 0],
    ['2026-03-03T10:00:00.000Z', '1', 24, 1],
    [SENT, '1', 0, 1],
    [SENT, undefined, 0, 0],
  ])('%s, with "%s" beyond it, is by more than %i hours: %i', (at, beyondMillis, hours, count) => {
    expect(withoutAhead([mailOf(arrival('1', at, beyondMillis))], hours).ahead).toHaveLength(count);
  });
});
