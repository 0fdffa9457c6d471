import { describe, expect, test } from 'vitest';
import {
  agreedList,
  DEVICE,
  duis,
  element,
  envelope,
  inventoryUpdate,
  prenotification,
} from '../support/srv-messages.ts';
import { srvWorld } from '../support/srv-world.ts';

const T1 = agreedList(1, '2026-01-01T00:00:00.000Z', [{ trialId: 'T1', firmwareVersion: '0002012F' }]);
const world = () => srvWorld({ trialFlagging: 'on', lists: [T1] });

const joins = envelope('uk.smartdcc.srv.request', duis('12.2', prenotification()), { id: 'join' });
const firmware = (firmwareVersion: string, over: Record<string, unknown> = {}): string =>
  envelope(
    'uk.smartdcc.device.firmware-changed',
    { deviceId: DEVICE, firmwareVersion, trigger: '11.3' },
    { id: '1', time: '2026-03-02T09:30:00Z', ...over },
  );
const status = (is: string, over: Record<string, unknown> = {}): string =>
  envelope(
    'uk.smartdcc.device.status-changed',
    { deviceId: DEVICE, status: is },
    { id: '1', time: '2026-03-02T09:40:00Z', ...over },
  );

describe('events are one and the same by source and id', () => {
  test('[R55] two senders that count from 1 are both heard', async () => {
    const pipeline = world();
    const { summary } = await pipeline.deliver(
      joins,
      firmware('00000009', { source: 'urn:test:a' }),
      status('Commissioned', { source: 'urn:test:b' }),
    );
    expect(summary).toMatchObject({ repeats: 0, conflicts: 0 });
    expect(pipeline.dead).toEqual([]);
    expect(await pipeline.shown()).toMatchObject({ firmwareVersion: '00000009', status: 'Commissioned' });
  });

  test('a bare request is one of its originator: another sender cannot take its place by its RequestID', async () => {
    const pipeline = world();
    await pipeline.deliver(duis('12.2', prenotification()));
    const requestId = '90-B3-D5-1F-30-01-00-00:90-B3-D5-1F-30-00-00-02:1000';
    const replacing = firmware('00000009', { id: requestId, time: '1900-01-01T00:00:00Z' });
    await pipeline.deliver(replacing);
    expect(await pipeline.shown()).toMatchObject({
      known: true,
      firmwareVersion: '0002012F',
      trial: { trialId: 'T1', since: '2026-03-02T10:00:00.000Z' },
    });
    await pipeline.deliver(firmware('00000009', { id: requestId, source: '90-B3-D5-1F-30-01-00-00' }));
    expect(pipeline.dead.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('Another event of this source and id was counted first'),
    ]);
    expect(await pipeline.shown()).toMatchObject({ known: true, firmwareVersion: '0002012F' });
  });
});

describe('another content under a source and id that was counted', () => {
  test('is set aside with what each says and what to do, and counted, and changes nothing', async () => {
    const pipeline = world();
    await pipeline.deliver(joins, firmware('00000009'));
    const before = await pipeline.shown();
    const other = firmware('0002012F', { time: '2026-03-02T09:50:00Z' });
    const { summary, metrics, retry } = await pipeline.deliver(other);
    expect(retry).toEqual([]);
    expect(summary).toMatchObject({ conflicts: 1, repeats: 0, writes: 0, poison: 0 });
    expect(metrics).toMatchObject({ EventsConflicting: 1, EventsRepeated: 0, PoisonMessages: 0 });
    expect(pipeline.dead).toEqual([
      {
        body: other,
        reason:
          'Another event of this source and id was counted first, and this one was not recorded: send it again with an ' +
          'id of its own. The first says firmware 00000009 (by 11.2 or 11.3) from 2026-03-02T09:30:00.000Z; ' +
          'this one says firmware 0002012F (by 11.2 or 11.3) from 2026-03-02T09:50:00.000Z',
      },
    ]);
    expect(await pipeline.shown()).toEqual(before);
  });

  test('is set aside again when it is delivered again, and the first one is still a repeat', async () => {
    const pipeline = world();
    await pipeline.deliver(joins, firmware('00000009'), firmware('0002012F'));
    const { summary } = await pipeline.deliver(firmware('0002012F'), firmware('00000009'));
    expect(summary).toMatchObject({ conflicts: 1, repeats: 1, writes: 0 });
    expect(pipeline.dead).toHaveLength(2);
    expect(await pipeline.shown()).toMatchObject({ firmwareVersion: '00000009' });
  });

  test('within one batch leaves the first of the batch', async () => {
    const pipeline = world();
    await pipeline.deliver(joins, status('Suspended', { time: '2026-03-02T09:45:00Z' }), status('Commissioned'));
    expect(pipeline.dead).toHaveLength(1);
    expect(await pipeline.shown()).toMatchObject({ status: 'Suspended' });
  });

  test('of one RequestID under several requests is each set aside: the counter has to go on', async () => {
    const pipeline = world();
    await pipeline.deliver(
      duis('12.2', prenotification()),
      duis('8.4', inventoryUpdate(element('UpdateDeviceStatusCH', 'Commissioned'))),
      duis('8.4', inventoryUpdate('<sr:DeleteDevice/>')),
    );
    expect(pipeline.dead).toHaveLength(2);
    expect(await pipeline.shown()).toMatchObject({ known: true, status: 'Pending' });
  });

  test('is delivered again when it cannot be set aside, and the device is not written again for it', async () => {
    const pipeline = world();
    await pipeline.deliver(joins, firmware('00000009'));
    pipeline.deadLetters.send = async () => {
      throw new Error('queue away');
    };
    const { retry, summary } = await pipeline.deliver(firmware('0002012F'), status('Commissioned', { id: '2' }));
    expect(retry).toEqual(['message-3']);
    expect(summary).toMatchObject({ faults: 1, writes: 1, conflicts: 1 });
  });

  test('is not set aside before what stands is recorded', async () => {
    const pipeline = world();
    pipeline.devices.onPut(() => {
      throw new Error('throttled');
    });
    const { retry } = await pipeline.deliver(joins, firmware('00000009'), firmware('0002012F'));
    expect(retry).toHaveLength(3);
    expect(pipeline.dead).toEqual([]);
  });

  test('is what a quicker writer recorded first, if there was one', async () => {
    const pipeline = world();
    await pipeline.deliver(joins);
    let isFirst = true;
    pipeline.devices.onPut(async () => {
      if (!isFirst) return;
      isFirst = false;
      await pipeline.deliver(firmware('0002012F'));
    });
    const { summary } = await pipeline.deliver(firmware('00000009'));
    expect(summary).toMatchObject({ conflicts: 1, writes: 0 });
    expect(await pipeline.shown()).toMatchObject({ firmwareVersion: '0002012F' });
  });
});

test('a bare request that is sent again, later, is a repeat', async () => {
  const pipeline = world();
  const body = duis('12.2', prenotification());
  await pipeline.deliver(body);
  const again = { ...pipeline.message(body), sentAt: '2026-03-09T10:00:00.000Z' };
  const { summary } = await pipeline.deliverMessages([again]);
  expect(summary).toMatchObject({ repeats: 1, conflicts: 0, writes: 0 });
  expect(pipeline.dead).toEqual([]);
});

test('of events within one microsecond the later written one counts, whatever their ids', async () => {
  for (const order of [0, 1]) {
    const pipeline = world();
    const events = [
      firmware('00000003', { id: 'a', time: '2026-03-02T09:30:00.123456789Z' }),
      firmware('00000002', { id: 'b', time: '2026-03-02T09:30:00.123456788Z' }),
    ];
    await pipeline.deliver(joins, ...(order === 0 ? events : events.toReversed()));
    expect(await pipeline.shown()).toMatchObject({ firmwareVersion: '00000003' });
  }
});
