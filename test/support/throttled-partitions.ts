import { ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DeviceItem } from '../../functions/contracts/device-record.ts';

/**
 * A client of the Devices table on which each key of the table and of its index by firmware has room for so many write
 * units a second. An index takes one for an item that comes, goes or changes, and one more where its key changes; what the index has
 * no room for, the table gives back.
 *
 * @param units write units that a key takes within a second; DynamoDB takes 1,000
 * @param second in which second of its own time a request is made
 */
export function throttledPartitions(client: DynamoDBDocumentClient, units: number, second: () => number) {
  const used = new Map<string, number>();
  const keyNow = new Map<string, string | undefined>();
  let refusals = 0;

  function keysOf({ deviceId, firmwareKey }: DeviceItem): string[] {
    const indexed = new Set([keyNow.get(deviceId), firmwareKey].filter((key) => key !== undefined));
    return [`table ${deviceId}`, ...[...indexed].map((key) => `index ${key}`)].map((key) => `${second()} ${key}`);
  }

  const send = async (command: unknown): Promise<unknown> => {
    if (command instanceof PutCommand) {
      const item = command.input.Item as DeviceItem;
      const keys = keysOf(item);
      if (keys.some((key) => (used.get(key) ?? 0) >= units)) {
        refusals += 1;
        throw new ProvisionedThroughputExceededException({ message: 'Too much of one key', $metadata: {} });
      }
      for (const key of keys) used.set(key, (used.get(key) ?? 0) + 1);
      keyNow.set(item.deviceId, item.firmwareKey);
    }
    return client.send(command as PutCommand);
  };
  return {
    client: { send } as unknown as DynamoDBDocumentClient,
    refusals: () => refusals,
    /** The most units that one key took within a second. */
    most: () => Math.max(...used.values()),
  };
}
