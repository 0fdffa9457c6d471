import { describe, expect, test } from 'vitest';
import { agreedList, DEVICE, duis, envelope, prenotification } from '../support/srv-messages.ts';
import { srvWorld } from '../support/srv-world.ts';

const T1 = agreedList(1, '2026-01-01T00:00:00.000Z', [{ trialId: 'T1', firmwareVersion: '0002012F' }]);
const world = (eventClockAheadHours = 24) => srvWorld({ trialFlagging: 'on', lists: [T1], eventClockAheadHours });

// The queue of the world takes every message at 2026-03-02T10:00:00.000Z.
const joins = envelope('uk.smartdcc.srv.request', duis('12.2', prenotification()), { id: 'join' });
const firmware = (firmwareVersion: string, time: string): string =>
  envelope(
    'uk.smartdcc.device.firmware-changed',
    { deviceId: DEVICE, firmwareVersion, trigger: '11.3' },
    { id: `fw-${firmwareVersion}-${time}`, time },
  );

describe('an event that is dated ahead of the queue', () => {
  test('by years is set aside with its reason, and outlasts no true event', async () => {
    const pipeline = world();
    const slip = firmware('00000009', '2999-01-01T00:00:00Z');
    const { summary, metrics, retry } = await pipeline.deliver(joins, slip);
    expect(retry).toEqual([]);
    expect(summary).toMatchObject({ ahead: 1, writes: 1, flagged: 1 });
    expect(metrics).toMatchObject({ EventsAhead: 1, EventsConflicting: 0, PoisonMessages: 0 });
    expect(pipeline.dead).toEqual([
      {
        body: slip,
        reason:
          'The event is dated more than 24 hours (setting eventClockAheadHours) after the queue took it at ' +
          '2026-03-02T10:00:00.000Z: correct its time and send it again. ' +
          'It says firmware 00000009 (by 11.2 or 11.3) from 2999-01-01T00:00:00.000Z',
      },
    ]);
    expect(await pipeline.shown()).toMatchObject({ firmwareVersion: '0002012F', trial: { trialId: 'T1' } });
    await pipeline.deliver(firmware('00000007', '2026-03-02T09:59:00Z'));
    expect(await pipeline.shown()).toMatchObject({ firmwareVersion: '00000007', trial: null });
  });

  test('does not make a trial device', async () => {
    const pipeline = world();
    await pipeline.deliver(joins, firmware('00000007', '2026-03-02T09:30:00Z'));
    await pipeline.deliver(firmware('0002012F', '2036-11-29T00:00:00Z'));
    expect(await pipeline.shown()).toMatchObject({ firmwareVersion: '00000007', trial: null });
  });

  test.each([
    ['2026-03-03T10:00:00Z', 0],
    ['2026-03-03T10:00:00.000000Z', 0],
    ['2026-03-03T10:00:00.000001Z', 1],
    ['2026-03-03T10:00:00.001Z', 1],
    ['2026-03-03T11:00:00+01:00', 0],
    ['1900-01-01T00:00:00Z', 0],
  ])('may be dated so many hours ahead, and not a digit more: %s', async (time, ahead) => {
    const pipeline = world();
    expect((await pipeline.deliver(joins, firmware('00000009', time))).summary).toMatchObject({ ahead });
    expect(pipeline.dead).toHaveLength(ahead);
  });

  test('goes by the setting', async () => {
    const pipeline = world(1);
    await pipeline.deliver(joins, firmware('00000009', '2026-03-02T11:00:01Z'));
    expect(pipeline.dead.map(({ reason }) => reason)).toEqual([expect.stringContaining('more than 1 hour (setting')]);
  });

  test('alone in its batch costs no write, and is delivered again when it cannot be set aside', async () => {
    const pipeline = world();
    pipeline.deadLetters.send = async () => {
      throw new Error('queue away');
    };
    const { retry, summary } = await pipeline.deliver(firmware('00000009', '2027-01-01T00:00:00Z'));
    expect(retry).toEqual(['message-1']);
    expect(summary).toMatchObject({ faults: 1, writes: 0 });
    expect(pipeline.devices.writes).toEqual([]);
  });
});

test('a device is evaluated again on request, though the only event in that batch is set aside', async () => {
  const pipeline = world();
  await pipeline.deliver(joins);
  pipeline.state.rules = {
    trialFlagging: 'on',
    lists: [T1, agreedList(2, '2026-03-02T09:30:00.000Z', [])],
    eventClockAheadHours: 24,
  };
  const again = envelope('uk.smartdcc.pipeline.reevaluate', { deviceIds: [DEVICE] }, { id: 'again' });
  await pipeline.deliver(firmware('00000009', '2999-01-01T00:00:00Z'), again);
  expect(pipeline.dead).toHaveLength(1);
  expect(await pipeline.shown()).toMatchObject({ firmwareVersion: '0002012F', trial: null });
});

test('what waits for its pre-notification is metered, and expires', async () => {
  const pipeline = world();
  const { metrics } = await pipeline.deliver(firmware('00000009', '2026-03-02T09:30:00Z'));
  expect(metrics).toMatchObject({ ShadowsWritten: 1 });
  expect(pipeline.devices.items.get(DEVICE)?.expiresAt).toBe(Date.parse('2027-01-31T09:00:00Z') / 1000);
  const { metrics: known } = await pipeline.deliver(joins);
  expect(known).toMatchObject({ ShadowsWritten: 0 });
  expect(pipeline.devices.items.get(DEVICE)?.expiresAt).toBeUndefined();
});
