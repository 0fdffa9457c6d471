import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { CLAIM_SECONDS, type MailClaims } from '../email/mail-once.ts';

/** A claim outlives every repeat of its mail by far; then DynamoDB takes it away by `expiresAt`. */
const KEPT_DAYS = 400;

/** The state of one mail: claimed by a sender, sent, or given up by a sender that failed. */
const Claim = z.object({ state: z.enum(['claimed', 'sent', 'given-up']) });

/** Mail claims in the ledger table: `MAIL#<mailId>` / `CLAIM`. */
export function dynamoMailClaims(client: DynamoDBDocumentClient, table: string): MailClaims {
  const key = (mailId: string) => ({ pk: `MAIL#${mailId}`, sk: 'CLAIM' });
  const item = (mailId: string, state: z.infer<typeof Claim>['state'], now: string) => ({
    ...key(mailId),
    mailId,
    state,
    at: now,
    expiresAt: Math.floor(Date.parse(now) / 1000) + KEPT_DAYS * 86_400,
  });

  return {
    async claim(mailId, now) {
      // The SDK makes an attempt again whose answer was lost: its own claim must not look like another sender's.
      const claimant = randomUUID();
      try {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: { ...item(mailId, 'claimed', now), claimant },
            ConditionExpression:
              'attribute_not_exists(pk) OR #state = :givenUp OR (#state = :claimed AND (#at < :stale OR #claimant = :claimant))',
            ExpressionAttributeNames: { '#state': 'state', '#at': 'at', '#claimant': 'claimant' },
            ExpressionAttributeValues: {
              ':claimant': claimant,
              ':claimed': 'claimed',
              ':givenUp': 'given-up',
              ':stale': new Date(Date.parse(now) - CLAIM_SECONDS * 1000).toISOString(),
            },
          }),
        );
        return 'claimed';
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: key(mailId), ConsistentRead: true }));
      // Taken away by its expiry in between: the next attempt claims it.
      if (Item === undefined) return 'claimed-elsewhere';
      return Claim.parse(Item).state === 'sent' ? 'sent' : 'claimed-elsewhere';
    },
    async confirm(mailId, now) {
      await client.send(new PutCommand({ TableName: table, Item: item(mailId, 'sent', now) }));
    },
    async giveUp(mailId, now) {
      try {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: item(mailId, 'given-up', now),
            ConditionExpression: '#state = :claimed',
            ExpressionAttributeNames: { '#state': 'state' },
            ExpressionAttributeValues: { ':claimed': 'claimed' },
          }),
        );
      } catch (error) {
        // Somebody else has sent it since.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}
