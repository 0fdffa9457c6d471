import { randomUUID } from 'node:crypto';
import { CLAIM_SECONDS, type MailClaims } from '../email/mail-once.ts';
import type { ConditionalLedger } from './dynamo-ledger.ts';

/** Mail claims in the ledger. */
export function mailClaims(ledger: ConditionalLedger<'mailClaims'>): MailClaims {
  return {
    async claim(mailId, now) {
      // The SDK makes an attempt again whose answer was lost: its own claim must not look like another sender's.
      const claimant = randomUUID();
      const isClaimed = await ledger.putIf(
        'mailClaims',
        { mailId, state: 'claimed', at: now, claimant },
        {
          ConditionExpression:
            'attribute_not_exists(pk) OR #state = :givenUp OR (#state = :claimed AND (#at < :stale OR #claimant = :claimant))',
          ExpressionAttributeNames: { '#state': 'state', '#at': 'at', '#claimant': 'claimant' },
          ExpressionAttributeValues: {
            ':claimant': claimant,
            ':claimed': 'claimed',
            ':givenUp': 'given-up',
            ':stale': new Date(Date.parse(now) - CLAIM_SECONDS * 1000).toISOString(),
          },
        },
      );
      if (isClaimed) return 'claimed';
      // Taken away by its expiry in between: the next attempt claims it.
      return (await ledger.get('mailClaims', { mailId }))?.state === 'sent' ? 'sent' : 'claimed-elsewhere';
    },
    confirm: (mailId, now) => ledger.put('mailClaims', { mailId, state: 'sent', at: now }),
    async giveUp(mailId, now) {
      // Not done where someone else has sent it since.
      await ledger.putIf(
        'mailClaims',
        { mailId, state: 'given-up', at: now },
        {
          ConditionExpression: '#state = :claimed',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':claimed': 'claimed' },
        },
      );
    },
  };
}
