import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { ExpiredEntry } from '../contracts/expired-entry.ts';
import { ListLook } from '../contracts/list-look.ts';
import { queriedItems } from './queried-items.ts';

const LOOK = { pk: 'LIST-LOOK', sk: 'LAST' };

/**
 * Entries under an expired GBCS version, in the ledger table: `EXPIRED` / entry key; and `LIST-LOOK` / `LAST`, by what
 * they were last looked for. Written by the watch alone.
 */
export function dynamoExpiredBook(client: DynamoDBDocumentClient, table: string) {
  return {
    async entries(): Promise<ExpiredEntry[]> {
      const query = {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': 'EXPIRED' },
        ConsistentRead: true,
      };
      return Array.fromAsync(queriedItems(client, query), (item) => ExpiredEntry.parse(item));
    },
    async keep(entry: ExpiredEntry): Promise<void> {
      await client.send(new PutCommand({ TableName: table, Item: { ...entry, pk: 'EXPIRED', sk: entry.entryKey } }));
    },
    async remove({ entryKey }: Pick<ExpiredEntry, 'entryKey'>): Promise<void> {
      await client.send(new DeleteCommand({ TableName: table, Key: { pk: 'EXPIRED', sk: entryKey } }));
    },
    async lastLook(): Promise<ListLook | undefined> {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: LOOK, ConsistentRead: true }));
      return Item === undefined ? undefined : ListLook.parse(Item);
    },
    async noteLook(look: ListLook): Promise<void> {
      await client.send(new PutCommand({ TableName: table, Item: { ...look, ...LOOK } }));
    },
  };
}
