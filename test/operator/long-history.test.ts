import { expect, test } from 'vitest';
import type { SmiDevice } from '../../functions/domain/devices/device.ts';
import { emptyRecord } from '../../functions/domain/devices/device-record.ts';
import { smiDevice } from '../../functions/domain/devices/smi-device.ts';
import { deviceView } from '../../functions/operator/views/device.ts';
import { DEVICE } from '../support/srv-messages.ts';

test('a device with a long history shows how many entries are no longer listed', async () => {
  const [from, to] = ['2026-01-01T09:00:00.000Z', '2026-01-02T09:00:00.000Z'];
  const device: SmiDevice = {
    ...smiDevice(emptyRecord(DEVICE), { trialFlagging: 'on' }),
    statusHistory: [
      { status: 'Pending', from, folded: 7 },
      { status: 'Commissioned', from: to },
    ],
    trialHistory: [
      { trialId: 'T', from, to, listVersion: 1, folded: 9 },
      { trialId: 'T', from: to, listVersion: 1 },
    ],
  };
  const ports = {
    devices: { find: async () => device, trialDevices: async function* () {} },
    deviceModels: { ofModel: async () => [], all: async function* () {} },
  };
  const { statusHistory, trialHistory } = await deviceView(ports, DEVICE);
  expect(statusHistory).toEqual(device.statusHistory);
  expect(trialHistory).toEqual([
    { trialId: 'T', from, to, folded: 9 },
    { trialId: 'T', from: to, to: null },
  ]);
});
