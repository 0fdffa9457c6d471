import type { CreateTableCommandInput, Projection } from '@aws-sdk/client-dynamodb';

const index = (IndexName: string, key: string, Projection: Projection) => ({
  IndexName,
  KeySchema: [
    { AttributeName: key, KeyType: 'HASH' as const },
    { AttributeName: 'deviceId', KeyType: 'RANGE' as const },
  ],
  Projection,
});

/** The Devices table as the stack makes it. */
export const DEVICES_TABLE: Omit<CreateTableCommandInput, 'TableName'> = {
  AttributeDefinitions: ['deviceId', 'firmwareKey', 'trialId'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  })),
  KeySchema: [{ AttributeName: 'deviceId', KeyType: 'HASH' }],
  GlobalSecondaryIndexes: [
    index('byFirmware', 'firmwareKey', { ProjectionType: 'INCLUDE', NonKeyAttributes: ['status', 'supplier'] }),
    index('byTrial', 'trialId', { ProjectionType: 'ALL' }),
  ],
};
