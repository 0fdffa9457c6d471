import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../contracts/clock.ts';
import { deviceItem, recordOfItem } from '../contracts/device-record.ts';
import type { DeviceRecord } from '../domain/devices/device-record.ts';
import { batchGet } from './batch-get.ts';
import { dynamoDeviceIndex } from './dynamo-device-index.ts';
import { readRow } from './read-row.ts';
import { systemClock } from './system-clock.ts';

/** The Devices table: the Smart Metering Inventory, one item a device, stamped by the clock when it is written. */
export function dynamoDevices(client: DynamoDBDocumentClient, table: string, clock: Clock = systemClock) {
  const index = dynamoDeviceIndex(client, table);

  return {
    /** The records of those of the given devices that have one, as they are now. */
    async findMany(deviceIds: readonly string[]): Promise<ReadonlyMap<string, DeviceRecord>> {
      const items = await batchGet(
        client,
        table,
        deviceIds.map((deviceId) => ({ deviceId })),
      );
      return new Map(
        items.map((item) => readRow(table, item, recordOfItem)).map((record) => [record.deviceId, record]),
      );
    },

    async find(deviceId: string): Promise<DeviceRecord | undefined> {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: { deviceId }, ConsistentRead: true }));
      return Item === undefined ? undefined : readRow(table, Item, recordOfItem);
    },

    /** Writes a record, if the stored one still has the expected revision (0: there is none). */
    async put(record: DeviceRecord, expectedRevision: number): Promise<'written' | 'conflict'> {
      const guard =
        expectedRevision === 0
          ? { ConditionExpression: 'attribute_not_exists(deviceId)' }
          : {
              ConditionExpression: 'revision = :expected',
              ExpressionAttributeValues: { ':expected': expectedRevision },
            };
      try {
        await client.send(new PutCommand({ TableName: table, Item: deviceItem(record, clock.now()), ...guard }));
        return 'written';
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return 'conflict';
        throw error;
      }
    },

    ...index,
  };
}
