import { deviceItem, recordOfItem } from '../../functions/contracts/device-record.ts';
import { countDevices, type DeviceCount } from '../../functions/domain/devices/device-count.ts';
import { firmwareKey } from '../../functions/domain/trials/agreed-list.ts';
import type { DeviceRecord } from '../../functions/domain/devices/device-record.ts';

const isOf = ({ firmwareKey: part }: ReturnType<typeof deviceItem>, key: string) =>
  part?.startsWith(`${key}#`) ?? false;

/** The Devices table in memory: keeps items as the table does, and counts what is written. */
export function fakeDevices(writtenAt: () => string = () => '2026-11-02T09:00:00.000Z') {
  const items = new Map<string, ReturnType<typeof deviceItem>>();
  const writes: string[] = [];
  /** Called before each write; a test makes another writer quicker, or a write fail, with it. */
  let beforePut: (record: DeviceRecord) => void | Promise<void> = () => {};

  async function* matching(claim: (item: ReturnType<typeof deviceItem>) => boolean) {
    const found = [...items.values()].filter(claim).sort((a, b) => (a.deviceId < b.deviceId ? -1 : 1));
    for (const item of found) yield item;
  }

  return {
    writes,
    items,
    onPut(react: (record: DeviceRecord) => void | Promise<void>): void {
      beforePut = react;
    },

    async findMany(deviceIds: readonly string[]): Promise<ReadonlyMap<string, DeviceRecord>> {
      const found = deviceIds.flatMap((id) => items.get(id) ?? []).map((item) => recordOfItem(item));
      return new Map(found.map((record) => [record.deviceId, record]));
    },

    async find(deviceId: string): Promise<DeviceRecord | undefined> {
      const item = items.get(deviceId);
      return item === undefined ? undefined : recordOfItem(item);
    },

    async put(record: DeviceRecord, expectedRevision: number): Promise<'written' | 'conflict'> {
      await beforePut(record);
      if ((items.get(record.deviceId)?.revision ?? 0) !== expectedRevision) return 'conflict';
      items.set(record.deviceId, deviceItem(record, writtenAt()));
      writes.push(record.deviceId);
      return 'written';
    },

    async countByFirmware(manufacturer: string, model: string, firmware: string, atMost: number): Promise<DeviceCount> {
      const key = firmwareKey(manufacturer, model, firmware);
      return countDevices(
        matching((item) => isOf(item, key)),
        atMost,
      );
    },

    async *idsByFirmware(manufacturer: string, model: string, firmware: string): AsyncGenerator<string> {
      const key = firmwareKey(manufacturer, model, firmware);
      for await (const item of matching((item) => isOf(item, key))) yield item.deviceId;
    },

    async *idsOfTrial(trialId: string): AsyncGenerator<string> {
      for await (const item of matching((item) => item.trialId === trialId)) yield item.deviceId;
    },

    async *trialDevices(trialId: string): AsyncGenerator<DeviceRecord> {
      for await (const item of matching((item) => item.trialId === trialId)) yield recordOfItem(item);
    },
  };
}
