import { counted } from '../domain/words/counted.ts';
import { readEffects } from '../contracts/effects-log.ts';
import { readMail } from '../contracts/logged-mail.ts';
import type { Mail } from '../contracts/mail.ts';
import { type DeferredMail, refusalReason } from '../contracts/deferred-mail.ts';
import type { WatchPorts } from './ports.ts';

/** Refusals after which the rest waits for the next run: SES itself is out, and each may take half a minute. */
const REFUSALS_AT_ONCE = 3;

/** What became of the deferred mails. */
export type DeferredMailsSent = {
  readonly sent: number;
  /** Those that were refused again, with the reason. */
  readonly refused: readonly DeferredMail[];
};

/**
 * Sends what intake had to defer. Those that were tried least go first, so that a mail which SES will never take does
 * not stand before the others. A crash between sending and removing repeats nothing: the mail's claim is confirmed.
 */
export async function sendDeferredMails(
  ports: Pick<WatchPorts, 'ledger' | 'archive' | 'mailOnce'>,
): Promise<DeferredMailsSent> {
  const deferred = [...(await ports.ledger.list('deferredMails'))].sort(
    (a, b) => a.attempts - b.attempts || (a.deferredAt < b.deferredAt ? -1 : 1),
  );
  const refused: DeferredMail[] = [];
  let sent = 0;
  for (const mail of deferred) {
    if (refused.length === REFUSALS_AT_ONCE) break;
    const text = await mailInLog(mail, ports);
    try {
      await ports.mailOnce.sendOnce(text);
    } catch (error) {
      const tried = { ...mail, attempts: mail.attempts + 1, reason: refusalReason(error) };
      await ports.ledger.put('deferredMails', tried);
      refused.push(tried);
      continue;
    }
    await ports.ledger.remove('deferredMails', mail);
    sent += 1;
  }
  return { sent, refused };
}

/** What the fault says that the run ends with while mails are refused. */
export function refusalOf(refused: readonly DeferredMail[]): string {
  const mails = refused.map(
    ({ mailId, attempts, reason }) => `${mailId} (tried ${counted(attempts, 'time')}: ${reason})`,
  );
  return `Mails are deferred and still refused: ${mails.join('; ')}`;
}

async function mailInLog(
  { mailId, effectsKey, offset }: DeferredMail,
  { archive }: Pick<WatchPorts, 'archive'>,
): Promise<Mail> {
  for await (const { effect } of readEffects(archive.read(effectsKey, undefined, offset))) {
    if (effect.effect === 'mail' && effect.mail.mailId === mailId) return readMail(effect.mail);
    break;
  }
  throw new Error(`The log of effects ${effectsKey} does not have mail ${mailId} at ${offset}`);
}
