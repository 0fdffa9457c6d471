import { counted } from '../domain/words/counted.ts';
import { readEffects } from '../contracts/effects-log.ts';
import type { Effect } from '../contracts/effect.ts';
import { readMail } from '../contracts/logged-mail.ts';
import { type DeferredMail, refusalReason } from '../contracts/deferred-mail.ts';
import type { WatchPorts } from './ports.ts';

/** Refusals after which the rest waits for the next run: SES itself is out, and each may take half a minute. */
const REFUSALS_AT_ONCE = 3;

/** What became of the mails that were to be sent. */
export type DeferredMailsSent = {
  readonly sent: number;
  /** Those that were refused, with the reason. */
  readonly refused: readonly DeferredMail[];
};

/**
 * Sends what intake had to defer, and the watch's own news. Those that were tried least go first, so that a mail which
 * SES will never take, or of which the log cannot be read, does not stand before the others. A crash between sending and
 * removing repeats nothing: the mail's claim is confirmed.
 */
export async function sendDeferredMails(
  ports: Pick<WatchPorts, 'ledger' | 'archive' | 'mailOnce'>,
): Promise<DeferredMailsSent> {
  const deferred = [...(await ports.ledger.list('deferredMails'))].sort(
    (a, b) => a.attempts - b.attempts || Date.parse(a.deferredAt) - Date.parse(b.deferredAt),
  );
  const refused: DeferredMail[] = [];
  let sent = 0;
  for (const mail of deferred) {
    if (refused.length === REFUSALS_AT_ONCE) break;
    try {
      const logged = await loggedMail(mail, ports.archive);
      if ((await ports.mailOnce.sendOnce(readMail(logged.mail))) === 'sent') sent += 1;
    } catch (error) {
      const tried = { ...mail, attempts: mail.attempts + 1, reason: refusalReason(error) };
      await ports.ledger.put('deferredMails', tried);
      refused.push(tried);
      continue;
    }
    await ports.ledger.remove('deferredMails', mail);
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

/** The effect by which a mail is sent, out of the log in which it stands. */
export async function loggedMail(
  { mailId, effectsKey, offset }: Pick<DeferredMail, 'mailId' | 'effectsKey' | 'offset'>,
  archive: WatchPorts['archive'],
): Promise<Extract<Effect, { effect: 'mail' }>> {
  for await (const { effect } of readEffects(archive.read(effectsKey, undefined, offset))) {
    if (effect.effect === 'mail' && effect.mail.mailId === mailId) return effect;
    break;
  }
  throw new Error(`The log of effects ${effectsKey} does not have mail ${mailId} at ${offset}`);
}
