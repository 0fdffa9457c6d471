import type { NoticeBook } from '../watch/ports.ts';
import type { ConditionalLedger } from './dynamo-ledger.ts';

/** The facts that the watch has reported, in the ledger. */
export function noticeBook(ledger: ConditionalLedger<'notices'>): NoticeBook {
  return {
    async levelsReported(factIds) {
      const notices = await ledger.find(
        'notices',
        factIds.map((factId) => [{ factId }]),
      );
      return new Map(notices.map(({ factId, level }) => [factId, level]));
    },
    async note(notices) {
      for (const notice of notices) {
        // Not done where it is noted at this level or a worse one already.
        await ledger.putIf('notices', notice, {
          ConditionExpression: 'attribute_not_exists(pk) OR #level < :level',
          ExpressionAttributeNames: { '#level': 'level' },
          ExpressionAttributeValues: { ':level': notice.level },
        });
      }
    },
  };
}
