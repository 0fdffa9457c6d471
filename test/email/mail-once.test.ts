import { expect, test } from 'vitest';
import { mailClaims } from '../../functions/adapters/mail-claims.ts';
import { mailOnce } from '../../functions/email/mail-once.ts';
import { FakeLedger } from '../support/fake-ledger.ts';
import { fakeMailer, movableClock, someMail } from '../support/fake-mail.ts';

function world() {
  const claims = mailClaims(new FakeLedger());
  const mailer = fakeMailer();
  const clock = movableClock('2026-11-16T07:00:00.000Z');
  return { claims, mailer, clock, once: mailOnce({ claims, mailer, clock }) };
}

test('a mail is sent once, however often it is asked for', async () => {
  const { once, mailer } = world();
  expect(await once.sendOnce(someMail())).toBe('sent');
  expect(await once.sendOnce(someMail())).toBe('already-sent');
  expect(mailer.sent).toHaveLength(1);
});

test('a mail that SES does not take is a fault, and goes at the next attempt', async () => {
  const { once, mailer } = world();
  mailer.refuse(new Error('Throttled'));
  await expect(once.sendOnce(someMail())).rejects.toThrow('Mail MAIL-1 was not sent');
  mailer.refuse(undefined);
  expect(await once.sendOnce(someMail())).toBe('sent');
});

test('a crash between sending and confirming repeats the mail with the same visible id', async () => {
  const { once, claims, mailer, clock } = world();
  const crashing = mailOnce({
    claims: { ...claims, confirm: () => Promise.reject(new Error('crashed')) },
    mailer,
    clock,
  });
  await expect(crashing.sendOnce(someMail())).rejects.toThrow('crashed');
  await expect(once.sendOnce(someMail())).rejects.toThrow('being sent by another invocation');
  clock.advance(60);
  expect(await once.sendOnce(someMail())).toBe('sent');
  expect(mailer.sent.map(({ mailId }) => mailId)).toEqual(['MAIL-1', 'MAIL-1']);
});

test('of two invocations that send the same mail at once, one sends and the other tries again later', async () => {
  const { once, mailer } = world();
  const answers = await Promise.allSettled([once.sendOnce(someMail()), once.sendOnce(someMail())]);
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(mailer.sent).toHaveLength(1);
  expect(await once.sendOnce(someMail())).toBe('already-sent');
});

test('the reason why a mail was not sent survives a claim that cannot be given up', async () => {
  const { claims, mailer, clock } = world();
  const once = mailOnce({
    claims: { ...claims, giveUp: () => Promise.reject(new Error('no table')) },
    mailer,
    clock,
  });
  mailer.refuse(new Error('Message rejected'));
  await expect(once.sendOnce(someMail())).rejects.toMatchObject({ cause: { message: 'Message rejected' } });
});
