import { describe, expect, test } from 'vitest';
import { mailClaims } from '../../functions/adapters/mail-claims.ts';
import { noticeBook } from '../../functions/adapters/notice-book.ts';
import { archivedModels } from '../../functions/adapters/accepted-list.ts';
import { mailOnce } from '../../functions/email/mail-once.ts';
import { keepWatch } from '../../functions/watch/keep-watch.ts';
import { sendDeferredMails } from '../../functions/watch/deferred-mails.ts';
import { cplCsv } from '../support/cpl-csv.ts';
import { putList } from '../support/lane-lists.ts';
import { Crash, FakeLane } from '../support/fake-lane.ts';
import { FakeLedger } from '../support/fake-ledger.ts';
import { fakeDevices } from '../support/fake-devices.ts';
import { fakeMailer, movableClock, someMail } from '../support/fake-mail.ts';
import { RECIPIENTS } from '../support/recipients.ts';

const THROTTLED = Object.assign(new Error('Maximum sending rate exceeded.'), { name: 'TooManyRequestsException' });
const EXTRACT = cplCsv([{ entry: 1 }, { entry: 2, gbcs: '9.9' }]);

/** A lane whose decision was carried out while SES took no mail. */
async function laneWithoutMail() {
  const lane = new FakeLane();
  lane.mailRefusal = THROTTLED;
  const upload = await lane.drop('cpl/cpl-1.1.csv', EXTRACT);
  return { lane, upload };
}

const watchOf = (lane: FakeLane) => {
  const { ledger, archive } = lane;
  return sendDeferredMails({ ledger, archive, mailOnce: lane.ports().mailOnce });
};

describe('while SES takes no mail', () => {
  test('the lane goes on: the decision is settled, and the DSP is sent', async () => {
    const { lane, upload } = await laneWithoutMail();
    expect(upload).toMatchObject({ decision: 'accepted', counts: { blocked: 1 } });
    expect(lane.ledger.state.pending).toBeUndefined();
    expect(lane.sent).toHaveLength(1);
  });

  test('each mail of the decision is deferred, with why; SES is asked once only', async () => {
    const { lane, upload } = await laneWithoutMail();
    const [incident] = await lane.ledger.list('incidents');
    expect(await lane.ledger.list('deferredMails')).toMatchObject([
      { mailId: incident?.incidentId, reason: 'TooManyRequestsException: Maximum sending rate exceeded.' },
      { mailId: `receipt-${upload?.uploadId}-accepted`, attempts: 0 },
    ]);
    expect(lane.mailsTried).toBe(1);
  });

  test('a mail is not even tried when the invocation has no time for it', async () => {
    const lane = new FakeLane();
    lane.remainingMs = 30_000;
    await lane.drop('cpl/cpl-1.1.csv', EXTRACT);
    expect(lane.mailsTried).toBe(0);
    expect(await lane.ledger.list('deferredMails')).toHaveLength(2);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])('no mail is lost by a crash at effect %i', async (crashAt) => {
    const lane = new FakeLane();
    lane.mailRefusal = THROTTLED;
    lane.crashAt = crashAt;
    await lane.drop('cpl/cpl-1.1.csv', EXTRACT);
    lane.mailRefusal = undefined;
    await watchOf(lane);
    expect([...lane.mails.values()].map(({ text }) => text)).toEqual([
      'opened',
      expect.stringMatching(/^Issue 1\.1 accepted/),
    ]);
  });
});

describe('the watch', () => {
  test('sends what was deferred once SES takes mail again, and nothing twice', async () => {
    const { lane, upload } = await laneWithoutMail();
    lane.mailRefusal = undefined;
    expect(await watchOf(lane)).toEqual({ sent: 2, refused: [] });
    expect([...lane.mails.keys()]).toContain(`receipt-${upload?.uploadId}-accepted`);
    expect(await watchOf(lane)).toEqual({ sent: 0, refused: [] });
  });

  test('keeps what is still refused, and counts how often it was tried', async () => {
    const { lane } = await laneWithoutMail();
    await watchOf(lane);
    const { sent, refused } = await watchOf(lane);
    expect(sent).toBe(0);
    expect(refused.map(({ attempts }) => attempts)).toEqual([2, 2]);
    expect(await lane.ledger.list('deferredMails')).toHaveLength(2);
  });

  test('does all its other work while mail is refused, and then ends with a fault', async () => {
    const { lane } = await laneWithoutMail();
    const { ledger, archive } = lane;
    const { governance, mailOnce: mail, clock } = lane.ports();
    const { fault, metrics } = await keepWatch(
      {},
      {
        ledger,
        archive,
        governance,
        clock,
        mailOnce: mail,
        undelivered: async function* () {},
        devices: fakeDevices(),
        models: { ofModel: async () => [] },
        notices: noticeBook(ledger),
        acceptedModels: archivedModels(archive),
        lane: { ask: async () => {} },
        readyLetters: { keep: async () => undefined },
        recipients: RECIPIENTS,
      },
    );
    expect(String(fault)).toContain('Mails are deferred and still refused: INC-');
    expect(metrics.MailsRefused).toBeGreaterThanOrEqual(2);
    expect(await ledger.list('dispatches')).toEqual([]);
  });

  test('gives up for this run after three refusals, and tries others first the next time', async () => {
    const lane = new FakeLane();
    lane.mailRefusal = THROTTLED;
    for (const entry of [2, 3, 4]) await putList(lane, [{ entry }], `1.${entry}`);
    await lane.drop('cpl/cpl-1.4.csv', cplCsv([{ entry: 1 }, { entry: 2, gbcs: '9.9' }], '1.5'));
    const first = (await watchOf(lane)).refused.map(({ mailId }) => mailId);
    const second = (await watchOf(lane)).refused.map(({ mailId }) => mailId);
    expect(first).toHaveLength(3);
    expect(second.slice(0, 2).filter((mailId) => first.includes(mailId))).toEqual([]);
  });

  test('sends a mail once more, under the same visible id, when the sender died before it could say so', async () => {
    const clock = movableClock('2026-11-02T09:00:00.000Z');
    const [claims, mailer] = [mailClaims(new FakeLedger()), fakeMailer()];
    const sender = mailOnce({ claims, mailer, clock });
    const dying = mailOnce({ claims: { ...claims, confirm: () => Promise.reject(new Crash()) }, mailer, clock });
    await expect(dying.sendOnce(someMail())).rejects.toThrow();
    // The next delivery meets the claim of the dead: it puts off the mail instead of waiting for the claim to lapse.
    await expect(sender.sendOnce(someMail())).rejects.toThrow('is being sent by another invocation');
    clock.advance(900);
    await sender.sendOnce(someMail());
    expect(mailer.sent.map(({ mailId }) => mailId)).toEqual(['MAIL-1', 'MAIL-1']);
  });
});
