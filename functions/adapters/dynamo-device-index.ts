import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { FIRMWARE_PART_NUMBERS, firmwarePart, partOf, recordOfItem } from '../contracts/device-record.ts';
import { countDevices, type DeviceCount } from '../domain/devices/device-count.ts';
import { firmwareKey } from '../domain/trials/agreed-list.ts';
import type { DeviceRecord } from '../domain/devices/device-record.ts';
import { queriedItems } from './queried-items.ts';
import { readRow } from './read-row.ts';

const DeviceIdOnly = z.object({ deviceId: z.string() });
const Counted = z.object({ status: z.optional(z.string()), supplier: z.optional(z.string()) });

/** The partition key of each index of the Devices table. */
const KEY_OF = { byFirmware: 'firmwareKey', byTrial: 'trialId' } as const;

/** The indexes of the Devices table: which devices there are of a firmware, or of a trial. */
export function dynamoDeviceIndex(client: DynamoDBDocumentClient, table: string) {
  /**
   * Items of an index by their device ids, beginning after one if it is given, a page at a time; an index may be some
   * seconds behind the table. Its sort key is the table's key, so a device names a place in it.
   */
  const items = (index: keyof typeof KEY_OF, value: string, after?: string): AsyncGenerator<Record<string, unknown>> =>
    queriedItems(client, {
      ...(after === undefined ? {} : { ExclusiveStartKey: { [KEY_OF[index]]: value, deviceId: after } }),
      TableName: table,
      IndexName: index,
      KeyConditionExpression: '#key = :value',
      ExpressionAttributeNames: { '#key': KEY_OF[index] },
      ExpressionAttributeValues: { ':value': value },
    });

  /** The devices of a firmware part by part, beginning after one if it is given. */
  async function* ofFirmware(key: string, after?: string): AsyncGenerator<Record<string, unknown>> {
    const from = after === undefined ? 0 : partOf(after);
    for (const part of FIRMWARE_PART_NUMBERS.slice(from)) {
      yield* items('byFirmware', firmwarePart(key, part), part === from ? after : undefined);
    }
  }

  async function* counted(key: string): AsyncGenerator<z.infer<typeof Counted>> {
    for await (const item of ofFirmware(key)) yield Counted.parse(item);
  }

  return {
    items,

    /** Known devices of a firmware by status and supplier, counted up to a bound; no device itself is read. */
    async countByFirmware(manufacturer: string, model: string, firmware: string, atMost: number): Promise<DeviceCount> {
      return countDevices(counted(firmwareKey(manufacturer, model, firmware)), atMost);
    },

    /** Ids of the known devices of a manufacturer, model (as DUIS names it) and firmware, in an order that never changes. */
    async *idsByFirmware(
      manufacturer: string,
      model: string,
      firmware: string,
      after?: string,
    ): AsyncGenerator<string> {
      for await (const item of ofFirmware(firmwareKey(manufacturer, model, firmware), after)) {
        yield DeviceIdOnly.parse(item).deviceId;
      }
    },

    /** Ids of the devices flagged with a trial. */
    async *idsOfTrial(trialId: string, after?: string): AsyncGenerator<string> {
      for await (const item of items('byTrial', trialId, after)) yield DeviceIdOnly.parse(item).deviceId;
    },

    /** The devices flagged with a trial: what a report asks for, without a look at any other device. */
    async *trialDevices(trialId: string, after?: string): AsyncGenerator<DeviceRecord> {
      for await (const item of items('byTrial', trialId, after)) yield readRow(table, item, recordOfItem);
    },
  };
}
