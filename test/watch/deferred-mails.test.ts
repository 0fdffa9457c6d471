import { describe, expect, test } from 'vitest';
import type { DeferredMail } from '../../functions/contracts/deferred-mail.ts';
import { effectLine } from '../../functions/contracts/effects-log.ts';
import { logMail } from '../../functions/contracts/logged-mail.ts';
import { loggedMail, refusalOf, sendDeferredMails } from '../../functions/watch/deferred-mails.ts';
import { FakeLedger } from '../support/fake-ledger.ts';
import { someMail } from '../support/fake-mail.ts';
import { FakeObjects } from '../support/fake-objects.ts';

const mailEffect = (mailId: string) => effectLine({ effect: 'mail', mail: logMail(someMail({ mailId })) });
const deferred = (mailId: string, fields: Partial<DeferredMail> = {}): DeferredMail => ({
  mailId,
  effectsKey: `logs/${mailId}`,
  offset: 0,
  deferredAt: '2026-11-02T09:00:00.000Z',
  attempts: 0,
  reason: 'Throttled',
  ...fields,
});

/** Mails that are deferred, of which SES takes some. */
function world(mails: readonly DeferredMail[], takes: (mailId: string) => boolean = () => true) {
  const ledger = new FakeLedger({ deferredMails: mails });
  const archive = new FakeObjects();
  for (const { mailId, effectsKey } of mails) archive.set(effectsKey, mailEffect(mailId));
  const tried: string[] = [];
  const mailOnce = {
    sendOnce: async ({ mailId }: { readonly mailId: string }) => {
      tried.push(mailId);
      if (!takes(mailId)) throw new Error('SES is out');
      return 'sent' as const;
    },
  };
  return { ledger, archive, tried, send: () => sendDeferredMails({ ledger, archive, mailOnce }) };
}

describe('mails that are deferred', () => {
  test('are sent in order of the attempts that failed, the earliest of as many first', async () => {
    const { send, tried, ledger } = world([
      deferred('A', { attempts: 2, deferredAt: '2026-11-02T08:00:00.000Z' }),
      deferred('B', { attempts: 1, deferredAt: '2026-11-02T10:00:00.000Z' }),
      deferred('C', { attempts: 1, deferredAt: '2026-11-02T09:00:00.000Z' }),
      deferred('D', { attempts: 1, deferredAt: '2026-11-02T11:00:00.000Z' }),
      deferred('E', { attempts: 0, deferredAt: '2026-11-02T12:00:00.000Z' }),
    ]);
    expect(await send()).toEqual({ sent: 5, refused: [] });
    expect(tried).toEqual(['E', 'C', 'B', 'D', 'A']);
    expect(await ledger.list('deferredMails')).toEqual([]);
  });

  test('stay with the reason and one more attempt when they are refused, and after three the rest waits', async () => {
    const mails = ['A', 'B', 'C', 'D', 'E'].map((mailId) => deferred(mailId));
    const { send, tried, ledger } = world(mails, (mailId) => mailId === 'B');
    const refused = ['A', 'C', 'D'].map((mailId) => deferred(mailId, { attempts: 1, reason: 'Error: SES is out' }));
    expect(await send()).toEqual({ sent: 1, refused });
    expect(tried).toEqual(['A', 'B', 'C', 'D']);
    expect(await ledger.list('deferredMails')).toEqual([...refused, deferred('E')]);
  });

  test('that are refused are named with their attempts and reasons', () => {
    expect(refusalOf([deferred('A', { attempts: 1 }), deferred('B', { attempts: 2, reason: 'Rejected' })])).toBe(
      'Mails are deferred and still refused: A (tried 1 time: Throttled); B (tried 2 times: Rejected)',
    );
  });
});

describe('a mail in a log of effects', () => {
  const log = (...lines: readonly string[]): FakeObjects => {
    const archive = new FakeObjects();
    archive.set('log', lines.join(''));
    return archive;
  };
  const removal = effectLine({ effect: 'correction-done', entryKey: 'x' });

  test('is read from its place on', async () => {
    const before = mailEffect('A');
    const archive = log(before, mailEffect('B'));
    const { mail } = await loggedMail({ mailId: 'B', effectsKey: 'log', offset: before.length }, archive);
    expect(mail.mailId).toBe('B');
  });

  test.each([
    ['there is another mail, even if it stands behind that', [mailEffect('A'), mailEffect('B')]],
    ['there is another effect', [removal, mailEffect('B')]],
    ['the log is at its end', []],
  ])('is missing where %s: that is a fault', async (_, lines) => {
    await expect(loggedMail({ mailId: 'B', effectsKey: 'log', offset: 0 }, log(...lines))).rejects.toThrow(
      'The log of effects log does not have mail B at 0',
    );
  });
});
