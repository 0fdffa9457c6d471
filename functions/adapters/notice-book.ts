import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { NoticeBook } from '../watch/ports.ts';

/** DynamoDB reads at most this many items at once. */
const BATCH_GET_KEYS = 100;
/** How long a fact counts as told; one that still holds after that is worth telling again. */
const KEPT_DAYS = 400;

const Notice = z.object({ sk: z.string(), level: z.number() });

/** The facts that the watch has told, in the ledger table: `NOTICES` / the fact's id. */
export function dynamoNoticeBook(client: DynamoDBDocumentClient, table: string): NoticeBook {
  return {
    async levelsTold(factIds) {
      const levels = new Map<string, number>();
      for (let from = 0; from < factIds.length; from += BATCH_GET_KEYS) {
        let keys: Record<string, unknown>[] = factIds
          .slice(from, from + BATCH_GET_KEYS)
          .map((sk) => ({ pk: 'NOTICES', sk }));
        while (keys.length > 0) {
          const answer = await client.send(
            new BatchGetCommand({ RequestItems: { [table]: { Keys: keys, ConsistentRead: true } } }),
          );
          for (const item of answer.Responses?.[table] ?? []) {
            const { sk, level } = Notice.parse(item);
            levels.set(sk, level);
          }
          keys = answer.UnprocessedKeys?.[table]?.Keys ?? [];
        }
      }
      return levels;
    },

    async note(facts, at) {
      const expiresAt = Math.floor(Date.parse(at) / 1000) + KEPT_DAYS * 86_400;
      for (const { factId, level } of facts) {
        try {
          await client.send(
            new PutCommand({
              TableName: table,
              Item: { pk: 'NOTICES', sk: factId, level, toldAt: at, expiresAt },
              ConditionExpression: 'attribute_not_exists(pk) OR #level < :level',
              ExpressionAttributeNames: { '#level': 'level' },
              ExpressionAttributeValues: { ':level': level },
            }),
          );
        } catch (error) {
          // Already noted at this level or a worse one.
          if (!(error instanceof ConditionalCheckFailedException)) throw error;
        }
      }
    },
  };
}
