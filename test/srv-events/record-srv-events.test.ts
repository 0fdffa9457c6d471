import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordOfItem } from '../../functions/contracts/device-record.ts';
import { inBatches, shuffledWithRepeats } from '../support/device-stories.ts';
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

const OTHER = '00-DB-12-34-56-78-90-A1';
const T1 = agreedList(1, '2026-01-01T00:00:00.000Z', [{ trialId: 'T1', firmwareVersion: '0002012F' }]);

const world = (rules: Parameters<typeof srvWorld>[0] = { trialFlagging: 'on', lists: [T1] }) => srvWorld(rules);

const joins = (deviceId = DEVICE, over: Record<string, unknown> = {}): string =>
  envelope('uk.smartdcc.srv.request', duis('12.2', prenotification({ deviceId })), { id: `join-${deviceId}`, ...over });
const firmware = (firmwareVersion: string, over: Record<string, unknown> = {}): string =>
  envelope(
    'uk.smartdcc.device.firmware-changed',
    { deviceId: DEVICE, firmwareVersion, trigger: '11.3' },
    { id: `fw-${firmwareVersion}`, time: '2026-03-02T09:30:00Z', ...over },
  );
const reevaluate = (...deviceIds: string[]): string =>
  envelope('uk.smartdcc.pipeline.reevaluate', { deviceIds }, { id: 'again' });

describe('a batch of SRV events', () => {
  test('[R51] [R53] is recorded, each device evaluated and written once', async () => {
    const pipeline = world();
    const { summary, retry } = await pipeline.deliver(joins(), joins(OTHER), firmware('00000009'));
    expect(retry).toEqual([]);
    expect(pipeline.devices.writes.toSorted()).toEqual([DEVICE, OTHER]);
    expect(summary).toMatchObject({ srv122: 2, firmware: 1, devices: 2, writes: 2, flagged: 1, repeats: 0 });
    expect(await pipeline.shown(OTHER)).toMatchObject({ trial: { trialId: 'T1' } });
    expect(await pipeline.shown()).toMatchObject({ trial: null, trialHistory: [{ trialId: 'T1' }] });
  });

  test('costs no write for what was recorded before', async () => {
    const pipeline = world();
    await pipeline.deliver(joins(), firmware('00000009'));
    const { summary } = await pipeline.deliver(firmware('00000009'), joins(), joins());
    expect(pipeline.devices.writes).toHaveLength(1);
    expect(summary).toMatchObject({ repeats: 3, writes: 0 });
  });

  test('reads the rules once, and once more after it wrote', async () => {
    const pipeline = world();
    await pipeline.deliver(joins());
    expect(pipeline.state.rulesRead).toBe(2);
    await pipeline.deliver(joins());
    expect(pipeline.state.rulesRead).toBe(3);
  });

  test('is counted by kind, zeros included', async () => {
    const pipeline = world();
    const { metrics } = await pipeline.deliver(joins(), joins(OTHER), firmware('00000009'), '{');
    expect(metrics).toEqual({
      PreNotifications: 2,
      DetailUpdates: 0,
      FirmwareChanges: 1,
      StatusChanges: 0,
      EventsIgnored: 0,
      EventsRepeated: 0,
      EventsConflicting: 0,
      EventsAhead: 0,
      ShadowsWritten: 0,
      DevicesFlagged: 1,
      DevicesCleared: 0,
      TrialEvents: 1,
      TrialDeviceEvents: [1],
      PoisonMessages: 1,
    });
  });

  test('[R71] measures what is heard of each trial device, repeats included, and of no other', async () => {
    const pipeline = world();
    const body = prenotification({ deviceId: '00-DB-12-34-56-78-90-A2', firmware: '00000009' });
    const certified = envelope('uk.smartdcc.srv.request', duis('12.2', body), { id: 'certified' });
    const { metrics } = await pipeline.deliver(joins(), joins(), joins(OTHER), certified);
    expect(metrics).toMatchObject({ TrialEvents: 3, TrialDeviceEvents: [2, 1] });
    pipeline.state.rules = { trialFlagging: 'off', lists: [T1] };
    expect((await pipeline.deliver(joins())).metrics).toMatchObject({ TrialEvents: 0, TrialDeviceEvents: [] });
  });

  test('counts and acknowledges what is none of its business', async () => {
    const pipeline = world();
    const outcome = await pipeline.deliver(duis('8.2', ''), envelope('uk.smartdcc.other', {}));
    expect(outcome).toMatchObject({ retry: [], summary: { ignored: 2, writes: 0, poison: 0 } });
    expect(pipeline.state.rulesRead).toBe(0);
  });

  test('sets aside what can never succeed, with its reason, and holds up no neighbour', async () => {
    const pipeline = world();
    const broken = '<!DOCTYPE x><x/>';
    const outcome = await pipeline.deliver(broken, joins(), '{');
    expect(outcome).toMatchObject({ retry: [], summary: { poison: 2, writes: 1 } });
    expect(pipeline.dead).toEqual([
      { body: broken, reason: expect.stringContaining('DOCTYPE') },
      { body: '{', reason: expect.stringContaining('JSON') },
    ]);
  });

  test('asks for a broken message again when it cannot be set aside', async () => {
    const pipeline = world();
    pipeline.deadLetters.send = async () => {
      throw new Error('queue away');
    };
    const { retry, summary } = await pipeline.deliver('{', joins());
    expect(retry).toEqual(['message-1']);
    expect(summary).toMatchObject({ faults: 1, writes: 1 });
  });

  test('asks again only for the events of a device that cannot be written', async () => {
    const pipeline = world();
    pipeline.devices.onPut((record) => {
      if (record.deviceId === DEVICE) throw new Error('throttled');
    });
    const { retry, summary } = await pipeline.deliver(joins(), joins(OTHER), firmware('00000009'));
    expect(retry).toEqual(['message-1', 'message-3']);
    expect(summary).toMatchObject({ writes: 1, faults: 1 });
  });

  test('reads and merges again when another writer was quicker', async () => {
    const pipeline = world();
    let first = true;
    pipeline.devices.onPut(async () => {
      if (!first) return;
      first = false;
      await pipeline.deliver(firmware('00000009'));
    });
    const { summary } = await pipeline.deliver(joins());
    expect(summary).toMatchObject({ writes: 1 });
    expect(await pipeline.shown()).toMatchObject({ known: true, firmwareVersion: '00000009' });
  });

  test('leaves for later what it has no time for', async () => {
    const pipeline = world();
    pipeline.state.remainingMs = 1_000;
    const { retry } = await pipeline.deliver(joins());
    expect(retry).toEqual(['message-1']);
    expect(pipeline.devices.writes).toEqual([]);
  });

  test('asks for all events again when the rules cannot be read, but sets aside what is broken', async () => {
    const pipeline = world();
    pipeline.state.rulesFault = new Error('ledger away');
    const { retry, summary } = await pipeline.deliver(joins(), '{');
    expect(retry).toEqual(['message-1']);
    expect(summary).toMatchObject({ writes: 0, faults: 1, fault: 'Error: ledger away' });
    expect(pipeline.dead).toHaveLength(1);
  });

  test('asks for all events again when no device can be read', async () => {
    const pipeline = world();
    pipeline.devices.findMany = async () => {
      throw new Error('table away');
    };
    const { retry, summary } = await pipeline.deliver(joins(), joins(OTHER));
    expect(retry).toEqual(['message-1', 'message-2']);
    expect(summary).toMatchObject({ writes: 0, faults: 2, fault: 'Error: table away' });
  });

  test('asks again only for the events of a device whose record cannot be read', async () => {
    const pipeline = world();
    const findMany = pipeline.devices.findMany.bind(pipeline.devices);
    pipeline.devices.findMany = async (deviceIds) => {
      if (deviceIds.includes(OTHER)) throw new Error('no record');
      return findMany(deviceIds);
    };
    const { retry, summary } = await pipeline.deliver(joins(), joins(OTHER), firmware('00000009'));
    expect(retry).toEqual(['message-2']);
    expect(summary).toMatchObject({ writes: 1, faults: 1, fault: 'Error: no record' });
    expect(await pipeline.shown()).toMatchObject({ firmwareVersion: '00000009' });
  });
});

describe('a change of the rules', () => {
  const T2 = agreedList(2, '2026-03-02T09:45:00.000Z', [{ trialId: 'T2', firmwareVersion: '0002012F' }]);

  test('while a batch is written does not leave a device evaluated by the old list', async () => {
    const pipeline = world();
    pipeline.devices.onPut(() => {
      pipeline.state.rules = { trialFlagging: 'on', lists: [T1, T2] };
    });
    await pipeline.deliver(joins());
    expect(await pipeline.shown()).toMatchObject({ trial: { trialId: 'T2', since: T2.activatedAt } });
  });

  test('is caught up by a repeat, if the batch broke off between write and second look', async () => {
    const pipeline = world();
    await pipeline.deliver(joins());
    pipeline.state.rules = { trialFlagging: 'on', lists: [T1, T2] };
    await pipeline.deliver(joins());
    expect(await pipeline.shown()).toMatchObject({ trial: { trialId: 'T2' } });
  });

  test('evaluates devices again on request, without a write where nothing changes', async () => {
    const pipeline = world();
    await pipeline.deliver(joins(), joins(OTHER, { time: '2026-03-02T09:50:00Z' }));
    pipeline.state.rules = { trialFlagging: 'on', lists: [T1, T2] };
    const first = await pipeline.deliver(reevaluate(DEVICE, OTHER, '00-00-00-00-00-00-00-00'));
    expect(first.summary).toMatchObject({ reevaluations: 1, writes: 2, flagged: 2, cleared: 2 });
    const second = await pipeline.deliver(reevaluate(DEVICE, OTHER));
    expect(second.summary).toMatchObject({ writes: 0 });
    expect(await pipeline.devices.find('00-00-00-00-00-00-00-00')).toBeUndefined();
  });

  test('[R54] with the switch off, events are recorded and nothing is evaluated; what is stored stays', async () => {
    const pipeline = world();
    await pipeline.deliver(joins());
    pipeline.state.rules = { trialFlagging: 'off', lists: [T1] };
    await pipeline.deliver(firmware('00000009'), joins(OTHER));
    expect(await pipeline.shown()).toMatchObject({ firmwareVersion: '00000009', trial: null, trialHistory: [] });
    expect(pipeline.devices.items.get(DEVICE)?.trialId).toBe('T1');
    expect(pipeline.devices.items.get(OTHER)?.trialId).toBeUndefined();
  });

  test('[R54] switched on again, devices are evaluated as if it had never been off', async () => {
    const pipeline = world({ trialFlagging: 'off', lists: [T1] });
    await pipeline.deliver(joins());
    await pipeline.deliver(firmware('00000009', { time: '2026-03-02T09:30:00Z' }));
    pipeline.state.rules = { trialFlagging: 'on', lists: [T1] };
    await pipeline.deliver(reevaluate(DEVICE));
    expect((await pipeline.shown())?.trialHistory).toEqual([
      { trialId: 'T1', from: '2026-03-02T09:00:00.000Z', to: '2026-03-02T09:30:00.000Z', listVersion: 1 },
    ]);
  });
});

test('whatever the order, the batches and the repeats, every device ends up the same', async () => {
  const time = (minute: number) => `2026-03-02T09:${String(minute).padStart(2, '0')}:00Z`;
  const bodies = [
    joins(DEVICE, { time: time(1) }),
    joins(OTHER, { time: time(2) }),
    firmware('00000009', { time: time(3) }),
    envelope('uk.smartdcc.srv.request', duis('8.4', inventoryUpdate(element('UpdateDeviceStatusCH', 'Commissioned'))), {
      id: 's',
      time: time(4),
    }),
    envelope('uk.smartdcc.device.status-changed', { deviceId: OTHER, status: 'Suspended' }, { id: 't', time: time(5) }),
    firmware('0002012F', { time: time(6) }),
    envelope('uk.smartdcc.srv.request', duis('8.4', inventoryUpdate('<sr:DeleteDevice/>', OTHER)), {
      id: 'd',
      time: time(7),
    }),
    '{',
  ];
  const inOrder = world();
  await inOrder.deliver(...bodies);
  const expected = [await inOrder.shown(), await inOrder.shown(OTHER)];
  await fc.assert(
    fc.asyncProperty(shuffledWithRepeats(bodies).chain(inBatches), async (batches) => {
      const pipeline = world();
      for (const batch of batches) await pipeline.deliver(...batch);
      expect([await pipeline.shown(), await pipeline.shown(OTHER)]).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});

test('a device with a dozen events still fits into two write units', async () => {
  const pipeline = world();
  await pipeline.deliver(
    joins(),
    ...Array.from({ length: 11 }, (_, n) => firmware(`0000000${n % 10}`, { id: `event-${n}` })),
  );
  const item = pipeline.devices.items.get(DEVICE);
  expect(JSON.stringify(item).length).toBeLessThan(2_048);
  expect(recordOfItem(item).events).toHaveLength(12);
});
