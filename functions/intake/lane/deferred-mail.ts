import type { PendingDecision } from '../../contracts/lane-state.ts';
import type { Mail } from '../../contracts/mail.ts';
import { refusalReason } from '../../contracts/deferred-mail.ts';
import type { LanePorts } from '../ports.ts';

/** With less time than this left no mail is tried: one that SES does not answer takes half a minute. */
const ENOUGH_MS = 45_000;

/**
 * Sends the mails of one decision, so that no outage of mail holds up the lane: what is not sent at once is deferred, for
 * the watch to send. After the first refusal the others are deferred without asking SES again. Nothing can be lost: the
 * decision stays pending until each of its mails is sent or deferred.
 *
 * @returns how to post a mail whose effect begins at `offset` in the decision's log.
 */
export function postOffice(
  { effectsKey }: Pick<PendingDecision, 'effectsKey'>,
  { ledger, mailOnce, clock }: Pick<LanePorts, 'ledger' | 'mailOnce' | 'clock'>,
  remainingMs: () => number,
): (mail: Mail, offset: number) => Promise<void> {
  let refusal: string | undefined;
  return async (mail, offset) => {
    if (refusal === undefined && remainingMs() < ENOUGH_MS) refusal = 'There was no time left to send it';
    if (refusal === undefined) {
      try {
        await mailOnce.sendOnce(mail);
        return;
      } catch (error) {
        refusal = refusalReason(error);
      }
    }
    const { mailId } = mail;
    await ledger.put('deferredMails', {
      mailId,
      effectsKey,
      offset,
      deferredAt: clock.now(),
      attempts: 0,
      reason: refusal,
    });
  };
}
