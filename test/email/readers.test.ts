import { describe, expect, test } from 'vitest';
import type { Mail } from '../../functions/contracts/mail.ts';
import type { Receipt } from '../../functions/contracts/receipt.ts';
import type { Upload } from '../../functions/contracts/upload.ts';
import { letters } from '../../functions/email/letters.ts';
import { expiredGbcsMail } from '../../functions/email/expired-gbcs-mail.ts';
import { trialReportMail } from '../../functions/email/trial-report-mail.ts';
import { watchNews } from '../../functions/email/watch-mail.ts';
import { trialReport } from '../../functions/reports/trial-report.ts';
import { cplEntry, waitingLine } from '../support/cpl-entries.ts';
import { incidentNewsOf } from '../support/incidents.ts';
import { acceptedUpload, receiptOf } from '../support/receipts.ts';
import { RECIPIENTS } from '../support/recipients.ts';
import { reportMaterial } from '../support/trial-material.ts';

const { receipts, incident } = letters(RECIPIENTS);
const SECAS = 'secas@example.org';
const OPERATIONS = 'operations@example.org';
const DCC_TEAM = 'dcc-service-team@example.org';
const DSP_TEAM = 'dsp-service-team@example.org';
const SSC = 'ssc@example.org';

const mailsOf = (upload: Partial<Upload>, fields: Partial<Receipt> = {}): readonly Mail[] =>
  receipts(receiptOf(acceptedUpload(upload), fields), '', []);
const readersOf = (upload: Partial<Upload>): readonly string[] => mailsOf(upload).flatMap(({ to }) => to);
const REMOVED: Receipt['removed'] = [
  {
    entryKey: 'ESME/AB01/010A/030B/0002012F',
    entryNumber: '000097',
    devices: { Commissioned: 1204, Pending: 3 },
    suppliers: {},
  },
];
const removalOf = (decision: Upload['decision']) =>
  mailsOf({ decision, heldReason: '13 of 212 Device Models would lose their entry.' }, { removed: REMOVED });

describe('a receipt goes to who put the file in, and to whom it concerns', () => {
  test.each<[Upload['kind'], readonly string[], readonly string[]]>([
    ['certificates', [SECAS], [SECAS]],
    ['agreed-list', [DCC_TEAM, DSP_TEAM, SSC], [DCC_TEAM, DSP_TEAM]],
    ['gbcs-register', [DCC_TEAM, DSP_TEAM, SECAS, OPERATIONS], [DCC_TEAM, DSP_TEAM]],
    ['version-combinations', [DCC_TEAM, DSP_TEAM, SECAS], [DCC_TEAM, DSP_TEAM]],
    ['settings', [DCC_TEAM, DSP_TEAM, OPERATIONS], [DCC_TEAM, DSP_TEAM]],
  ])('[R46] [R47] %s: active, and refused', (kind, active, refused) => {
    expect(readersOf({ kind, decision: 'active' })).toEqual(active);
    expect(readersOf({ kind, decision: 'refused' })).toEqual(refused);
  });

  test('a list: to SECAS, and to DCC operations too once they were asked to approve it', () => {
    expect(readersOf({})).toEqual([SECAS]);
    expect(readersOf({ approval: { by: 'pat', reason: 'agreed', at: '' } })).toEqual([SECAS, OPERATIONS]);
    expect(readersOf({ decision: 'superseded', heldReason: 'too many' })).toEqual([SECAS, OPERATIONS]);
  });
});

describe('a list that is held', () => {
  test('asks DCC operations at once, who can approve it, with all that it would take away', () => {
    const [, asked] = removalOf('held');
    expect(asked).toMatchObject({ mailId: 'HELD-20261109T081500Z-1a2b3c4d', to: [OPERATIONS] });
    expect(asked?.subject).toBe('Action for DCC operations: CPL list held, approve or refuse it: cpl-2.051.csv');
    const text = asked?.text.replaceAll(/\s+/g, ' ') ?? '';
    expect(text).toContain('13 of 212 Device Models would lose their entry.');
    expect(text).toContain('npm run cpl -- approve 20261109T081500Z-1a2b3c4d --reason');
    expect(text).toContain('ESME 010A 030B, firmware 0002012F (AB01) | Entry number 000097 | Devices 1,204');
  });

  test('gives SECAS no command, since SECAS has no shell', () => {
    const [receipt] = removalOf('held');
    expect(receipt?.to).toEqual([SECAS]);
    expect(receipt?.text).not.toContain('npm run');
  });
});

test('[R47] an agreed list that is held asks both teams, and operations as well, to see that it is confirmed', () => {
  const upload = acceptedUpload({ kind: 'agreed-list', decision: 'held', key: 'governance/agreed-list.csv' });
  const confirmation = { by: 'alice', principal: 'AIDAONE', reason: 'As agreed', at: '2026-11-02T09:00:00.000Z' };
  const mails = letters(RECIPIENTS).receipts(receiptOf({ ...upload, confirmations: [confirmation] }), '', []);
  expect(mails.map(({ subject, to }) => [subject, to])).toEqual([
    [
      'Action for DCC Service team and DSP Service team: Agreed list of trials held, needs confirmation: agreed-list.csv',
      [...RECIPIENTS.dccServiceTeam, ...RECIPIENTS.dspServiceTeam],
    ],
    [
      'Action for DCC operations: Agreed list of trials held, confirm it or ask for a correction: agreed-list.csv',
      RECIPIENTS.dccOperations,
    ],
  ]);
  for (const { text } of mails) {
    expect(text.replaceAll(/\s+/g, ' ')).toContain('by alice (signed in as AIDAONE): As agreed');
    expect(text).not.toContain('DSP must hold');
  }
});

/** One of every kind of mail, with all that it can say. */
function everyMail(): readonly Mail[] {
  const lines = Array.from({ length: 30 }, (_, index) => waitingLine(index + 1));
  const corrections = lines.map(({ order, entry, uploadId, issue, publishedAt }) => ({
    order,
    entry,
    uploadId,
    issue,
    publishedAt,
    entryKey: entry.entryKey,
    substitutedGbcsVersion: '4.1',
    cause: 'GBCS 9.9 not recognised',
    since: publishedAt,
  }));
  const kinds = ['breached', 'at-risk', 'trial-breach', 'trial-warning', 'gbcs-begins', 'gbcs-ends'] as const;
  const facts = kinds.flatMap((kind) =>
    Array.from({ length: 30 }, (_, index) => ({
      factId: `${kind}/${index}`,
      level: 1,
      kind,
      title: 'A fact',
      text: 'A sentence.',
      details: [],
    })),
  );
  const expired = Array.from({ length: 30 }, () => ({
    ...cplEntry(),
    expiredOn: '2018-05-07',
    noticedOn: '2018-05-08',
  }));
  return [
    ...mailsOf({ counts: { ...acceptedUpload().counts, quarantined: 1, duplicate: 1, disappeared: 1, blocked: 1 } }),
    ...removalOf('held'),
    ...removalOf('accepted'),
    ...mailsOf({ kind: 'agreed-list', decision: 'active' }),
    ...mailsOf({ kind: 'settings', decision: 'refused' }),
    ...(['opened', 'update', 'resolved'] as const).map((news) =>
      incident(incidentNewsOf({ news, lines, corrections }), []),
    ),
    ...watchNews(facts, '2026-11-02T09:00:00.000Z', RECIPIENTS).map(({ mail }) => mail),
    expiredGbcsMail({ list: expired, news: expired, londonDay: '2018-05-09', ready: [] }, RECIPIENTS.secas),
    trialReportMail(trialReport(reportMaterial()), new Uint8Array(1), RECIPIENTS.ssc),
  ];
}

describe('every mail', () => {
  test('[R83] carries its classification, in text and HTML, and one that counts devices is not public', () => {
    for (const { text, html } of everyMail()) {
      const marking = /^Classification: (White \/ DCC Public|Amber \/ DCC Controlled)/.exec(text)?.[1] ?? 'none';
      // At the head and at the end.
      expect(text.split(`Classification: ${marking}`)).toHaveLength(3);
      expect(html.split(`Classification: ${marking}`)).toHaveLength(3);
      const flat = text.replaceAll(/\s+/g, ' ');
      expect([marking, /[\d,]+ (?:Commissioned|commissioned)/.test(flat)]).not.toEqual(['White / DCC Public', true]);
      expect(marking).not.toBe('none');
    }
    const [list] = mailsOf({});
    const [removal] = removalOf('accepted');
    expect(list?.text).toContain('Classification: White / DCC Public');
    expect(removal?.text).toContain('Classification: Amber / DCC Controlled');
  });

  test('says how many things it leaves out as people say it', () => {
    const cut = everyMail().flatMap(({ text }) => text.replaceAll(/\s+/g, ' ').match(/… and \d+ \w+/g) ?? []);
    expect(cut).toContain('… and 10 more');
    expect(cut.filter((words) => !words.endsWith(' more'))).toEqual([]);
  });

  test('has no requirement number, and a command only for DCC operations alone', () => {
    for (const { to, subject, text } of everyMail()) {
      expect(`${subject} ${text}`).not.toMatch(/\bR\d{1,2}\b/);
      if (to.some((address) => address !== OPERATIONS)) expect(text).not.toContain('npm run');
    }
  });
});
