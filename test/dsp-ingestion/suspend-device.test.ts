import { describe, expect, test } from 'vitest';
import type { DeviceSuspension } from '../../functions/contracts/device-suspension.ts';
import type { DeviceEvent } from '../../functions/domain/devices/device-event.ts';
import { type DeviceRecord, emptyRecord } from '../../functions/domain/devices/device-record.ts';
import { applyChanges } from '../../functions/dsp-ingestion/apply-changes.ts';
import { agreedList } from '../support/srv-messages.ts';
import { deviceIdOf, evaluatedRecord, SUSPENSION } from '../support/trial-records.ts';

const LISTS = [agreedList(1, '2026-01-01T00:00:00.000Z', [{ trialId: 'T1', firmwareVersion: '0002012F' }])];
const status = (id: string, to: 'Suspended' | 'Commissioned' | 'Withdrawn' | 'Recovery'): DeviceEvent => ({
  id,
  at: `2026-11-02T09:00:0${id}.000Z`,
  change: { kind: 'status', status: to },
});

/** Asks for suspensions of the first device, whose record is given. */
async function asked(record: DeviceRecord | undefined, ...suspensions: readonly Partial<DeviceSuspension>[]) {
  const reported: DeviceSuspension[] = [];
  const messages = suspensions.map((different, index) => ({
    messageId: `m-${index}`,
    body: JSON.stringify({ ...SUSPENSION, ...different }),
    sentAt: '2026-11-02T09:01:00.000Z',
    receiveCount: 1,
    senderId: 'AROAINTAKE:intake',
    messageGroupId: 'device',
  }));
  const { retry, summary } = await applyChanges(messages, {
    devices: { find: async (id) => (id === deviceIdOf(1) ? record : undefined) },
    srvEvents: { suspended: async (suspension) => void reported.push(suspension) },
    lane: { ask: async () => undefined },
    deviceModels: { apply: async () => 'applied' },
    clock: { now: () => '2026-11-02T09:02:00.000Z' },
  });
  return { retry, summary, reported };
}

describe('a device of a trial that is over', () => {
  test('[R59] is suspended as it is asked for, and again when it is asked for again', async () => {
    const outcome = await asked(evaluatedRecord(1, LISTS), {}, { requestId: 'suspend-2' });
    expect(outcome.summary).toEqual({ applied: 0, stale: 0, refused: 0, suspended: 2 });
    expect(outcome.retry).toEqual([]);
    expect(outcome.reported).toEqual([SUSPENSION, { ...SUSPENSION, requestId: 'suspend-2' }]);
  });

  test.each([
    ['is of another trial meanwhile', evaluatedRecord(1, LISTS), { trialId: 'T2' }],
    ['runs certified firmware meanwhile', evaluatedRecord(1, LISTS, { firmwareVersion: '00000001' }), {}],
    ['is not in the inventory', undefined, {}],
    ['of which nothing is known', emptyRecord(deviceIdOf(1)), {}],
    ['is suspended already', evaluatedRecord(1, LISTS, { more: [status('3', 'Suspended')] }), {}],
    ['is withdrawn', evaluatedRecord(1, LISTS, { more: [status('3', 'Recovery'), status('4', 'Withdrawn')] }), {}],
  ])('[R59] is left alone when it %s', async (_, record, different) => {
    expect(await asked(record, different)).toEqual({
      retry: [],
      summary: { applied: 0, stale: 1, refused: 0, suspended: 0 },
      reported: [],
    });
  });

  test('[R59] is suspended by what it is last, not by what it was', async () => {
    const more = [status('3', 'Suspended'), status('4', 'Commissioned')];
    expect((await asked(evaluatedRecord(1, LISTS, { more }), {})).summary).toMatchObject({ suspended: 1 });
  });
});
