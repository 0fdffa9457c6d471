import { expect } from 'vitest';
import type { DeviceRecord } from '../../functions/domain/devices/device-record.ts';

/** Many records like one, each with an id and a history of its own. */
export function* recordsLike(template: DeviceRecord, number: number): Generator<DeviceRecord> {
  for (let each = 0; each < number; each += 1)
    yield { ...template, deviceId: `00-DB-${String(each).padStart(6, '0')}`, events: [...template.events] };
}

/**
 * Devices of a firmware, by their ids and as records; counts how many are asked for at once. Whoever reads on before the
 * records of the ids read so far were asked for fails.
 */
export function readInPieces(known: ReadonlyMap<string, DeviceRecord>) {
  const asked: number[] = [];
  let waiting = 0;
  return {
    asked,
    async *idsByFirmware(): AsyncGenerator<string> {
      for (const deviceId of known.keys()) {
        waiting += 1;
        yield deviceId;
      }
    },
    async findMany(ids: readonly string[]): Promise<Map<string, DeviceRecord>> {
      expect(ids).toHaveLength(waiting);
      waiting = 0;
      asked.push(ids.length);
      return new Map(ids.flatMap((id) => known.get(id) ?? []).map((record) => [record.deviceId, record]));
    },
  };
}
