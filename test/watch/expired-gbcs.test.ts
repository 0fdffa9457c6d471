import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { archivedModels } from '../../functions/adapters/accepted-list.ts';
import { noticeBook } from '../../functions/adapters/notice-book.ts';
import type { Mail } from '../../functions/contracts/mail.ts';
import { lookAtList } from '../../functions/watch/look-at-list.ts';
import { reportNews, settleNews } from '../../functions/watch/news.ts';
import { RECIPIENTS } from '../support/recipients.ts';
import type { WatchPorts } from '../../functions/watch/ports.ts';
import { cplCsv, type CplRow, entryKeyOf } from '../support/cpl-csv.ts';
import { Crash, FakeLane } from '../support/fake-lane.ts';

const HEADER = 'gbcs_version,recognised,valid_from,valid_to,dsp_mapping,source,confidence,note\n';
const REGISTER = `${HEADER}1.0,yes,,2018-05-07,1.0,test,high,\n1.1,yes,2017-11-06,,1.1,test,high,\n`;

/** A lane with a watch over its list, which looks at a time. */
async function world(
  rows: readonly CplRow[] = [
    { entry: 1, gbcs: '1.0' },
    { entry: 2, gbcs: '1.1' },
  ],
) {
  const lane = new FakeLane();
  const mails: Mail[] = [];
  let reads = 0;
  await lane.drop('governance/gbcs-register.csv', REGISTER, { at: '2018-05-01T09:00:00.000Z' });
  await lane.drop('cpl/list.csv', cplCsv(rows, '1.50', '2018-05-01'));
  const look = async (at: string, over: Partial<WatchPorts['ledger']> = {}) => {
    lane.now = at;
    const { archive } = lane;
    const ledger: WatchPorts['ledger'] = lane.ledger;
    const models = archivedModels(archive);
    const { governance, clock } = lane.ports();
    const ports: Parameters<typeof lookAtList>[0] & Parameters<typeof reportNews>[2] = {
      ledger: { ...ledger, ...over },
      archive,
      notices: noticeBook(lane.ledger),
      governance,
      clock,
      acceptedModels: (accepted) => {
        reads += 1;
        return models(accepted);
      },
      readyLetters: lane.ports().readyLetters,
      recipients: RECIPIENTS,
    };
    const before = await settleNews(ports);
    const found = await lookAtList(ports);
    await reportNews(found.news, before, ports);
    if (found.look !== undefined) await ledger.put('listLook', found.look);
    mails.push(...found.news.map(({ mail }) => mail));
    return found;
  };
  return { lane, mails, look, reads: () => reads };
}

const letterIds = (lane: FakeLane): readonly string[] =>
  [...lane.readyLetters.keys()].filter((letterId) => letterId.includes('EXPIRED'));
const subjects = (mails: readonly Mail[]): string[] => mails.map(({ subject }) => subject);

describe('the list of entries under an expired GBCS version', () => {
  test('[R24] begins on the London day after the last valid one, with the notice to SECAS', async () => {
    const { lane, mails, look } = await world();
    await look('2018-05-07T22:59:00.000Z');
    expect(await lane.ledger.list('expiredEntries')).toEqual([]);
    await look('2018-05-07T23:01:00.000Z');
    expect(await lane.ledger.list('expiredEntries')).toMatchObject([
      { entryKey: entryKeyOf({ entry: 1 }), gbcsVersion: '1.0', expiredOn: '2018-05-07', noticedOn: '2018-05-08' },
    ]);
    expect(subjects(mails)).toEqual(['Action for SECAS: Expired GBCS versions on the CPL: 1 newly noticed']);
    expect(mails[0]?.to).toEqual(['secas@example.org']);
    expect(mails[0]?.text).toContain('8 Aug 2018');
  });

  test('[R25] reminds a month and a week before, then lists for the Panel to consider, each once', async () => {
    const { lane, mails, look } = await world();
    for (let day = Date.parse('2018-05-08T08:00:00Z'); day < Date.parse('2018-08-20T08:00:00Z'); day += 86_400_000) {
      await look(new Date(day).toISOString());
    }
    expect(subjects(mails)).toEqual([
      'Action for SECAS: Expired GBCS versions on the CPL: 1 newly noticed',
      'Action for SECAS: Expired GBCS versions on the CPL: 1 with a month left',
      'Action for SECAS: Expired GBCS versions on the CPL: 1 with a week left',
      'Action for SECAS: Expired GBCS versions on the CPL: 1 for the Panel to consider',
    ]);
    expect(mails.at(-1)?.text).toMatch(/nothing\s+is\s+removed\s+automatically/);
    expect(letterIds(lane)).toEqual(['MANUFACTURER-AB01-EXPIRED-20180508', 'PANEL-EXPIRED-20180809']);
    expect(mails[0]?.attachments.map(({ fileName }) => fileName)).toContain('MANUFACTURER-AB01-EXPIRED-20180508.txt');
  });

  test('[R28] asks for no new firmware: the entry is submitted again as it is, under a valid version', async () => {
    const { mails, look } = await world();
    await look('2018-05-08T08:00:00.000Z');
    const text = mails[0]?.text.replaceAll(/\s+/g, ' ');
    expect(text).toContain('submit the entry again under a valid GBCS version');
    expect(text).toContain('you do not need a new firmware version only for that');
  });

  test('[R25] removes nothing from the DSP or the CPL automatically', async () => {
    const { lane, look } = await world();
    const sent = lane.sent.length;
    for (const at of ['2018-05-08T09:00:00Z', '2019-05-08T09:00:00Z']) await look(at);
    expect(lane.sent).toHaveLength(sent);
  });

  test.each([
    ['corrected', { entry: 1, gbcs: '1.1' }],
    ['no longer active', { entry: 1, gbcs: '1.0', status: 'Removed' }],
  ])('[R25] lets go of an entry that is %s, and begins again should it come back', async (_, row) => {
    const { lane, look, mails } = await world();
    await look('2018-05-08T09:00:00.000Z');
    await lane.drop('cpl/list.csv', cplCsv([row, { entry: 2, gbcs: '1.1' }], '1.51', '2018-06-01'), {
      at: '2018-06-01T09:00:00.000Z',
    });
    await look('2018-06-01T09:15:00.000Z');
    expect(await lane.ledger.list('expiredEntries')).toEqual([]);
    await lane.drop(
      'cpl/list.csv',
      cplCsv(
        [
          { entry: 1, gbcs: '1.0' },
          { entry: 2, gbcs: '1.1' },
        ],
        '1.52',
        '2018-07-01',
      ),
      {
        at: '2018-07-01T09:00:00.000Z',
      },
    );
    await look('2018-07-01T09:15:00.000Z');
    expect(await lane.ledger.list('expiredEntries')).toMatchObject([{ noticedOn: '2018-07-01' }]);
    expect(mails).toHaveLength(2);
  });

  test('an entry that moves to another expired version keeps the day of its notice', async () => {
    const { lane, look } = await world();
    await look('2018-05-08T09:00:00.000Z');
    await lane.drop('governance/gbcs-register.csv', `${REGISTER}0.9,yes,,2017-01-01,0.9,test,high,\n`);
    await lane.drop(
      'cpl/list.csv',
      cplCsv(
        [
          { entry: 1, gbcs: '0.9' },
          { entry: 2, gbcs: '1.1' },
        ],
        '1.51',
        '2018-06-01',
      ),
      {
        at: '2018-06-01T09:00:00.000Z',
      },
    );
    await look('2018-06-01T09:15:00.000Z');
    expect(await lane.ledger.list('expiredEntries')).toMatchObject([{ gbcsVersion: '0.9', noticedOn: '2018-05-08' }]);
  });

  test('is looked for once a London day, and when the register or the list is another', async () => {
    const { lane, look, reads } = await world();
    await look('2018-05-02T09:00:00.000Z');
    await look('2018-05-02T09:15:00.000Z');
    await look('2018-05-02T22:45:00.000Z');
    expect(reads()).toBe(1);
    await look('2018-05-02T23:00:00.000Z');
    expect(reads()).toBe(2);
    await lane.drop('governance/gbcs-register.csv', `${REGISTER}2.0,yes,,,2.0,test,high,\n`);
    await look('2018-05-03T09:00:00.000Z');
    await look('2018-05-03T09:15:00.000Z');
    expect(reads()).toBe(3);
  });

  test('a crash before the notice does not move its day', async () => {
    const { lane, mails, look } = await world();
    const replace = () => Promise.reject(new Crash());
    await expect(look('2018-05-08T22:50:00.000Z', { replace })).rejects.toThrow(Crash);
    await look('2018-05-08T23:05:00.000Z');
    expect(await lane.ledger.list('expiredEntries')).toMatchObject([{ noticedOn: '2018-05-08' }]);
    expect(mails[0]?.text).toContain('8 Aug 2018');
  });

  test('[R24] counts a Device Model by the line that holds, not by one that a later line has replaced', async () => {
    const { lane, look } = await world([
      { entry: 1, gbcs: '1.0' },
      { entry: 2, gbcs: '1.0' },
      { entry: 1, number: 3, gbcs: '1.1' },
    ]);
    await look('2018-05-08T09:00:00.000Z');
    expect(await lane.ledger.list('expiredEntries')).toMatchObject([{ entryNumber: '000002' }]);
    const without = cplCsv(
      [
        { entry: 1, gbcs: '1.0' },
        { entry: 2, gbcs: '1.0', status: 'Removed' },
        { entry: 1, number: 3, gbcs: '1.1', status: 'Removed' },
      ],
      '1.51',
      '2018-06-01',
    );
    await lane.drop('cpl/list.csv', without, { at: '2018-06-01T09:00:00.000Z' });
    await look('2018-06-01T09:15:00.000Z');
    // The earlier line holds again, so its version counts.
    expect(await lane.ledger.list('expiredEntries')).toMatchObject([
      { entryNumber: '000001', noticedOn: '2018-06-01' },
    ]);
  });

  test('[R24] never counts SMETS1, whatever GBCS version it declares', async () => {
    const { lane, look } = await world([
      { entry: 1, smets: 'SMETS V1.2', gbcs: '1.0' },
      { entry: 2, smets: 'SMETS V1.2', gbcs: '0.0' },
    ]);
    expect(await look('2018-05-08T09:00:00.000Z')).toMatchObject({ news: [], uses: [] });
    expect(await lane.ledger.list('expiredEntries')).toEqual([]);
  });

  test('[R24] the attached table has a value for each of its columns, the entry number among them', async () => {
    const { mails, look } = await world();
    await look('2018-05-08T09:00:00.000Z');
    const [table] = mails[0]?.attachments ?? [];
    expect(table?.fileName).toBe('expired-gbcs-2018-05-08.csv');
    const [row] = parse(Buffer.from(table?.content ?? []), { columns: true, bom: true });
    expect(row).toEqual({
      entry: entryKeyOf({ entry: 1 }),
      'entry number': "'000001",
      'GBCS version': '1.0',
      'expired on': '2018-05-07',
      'noticed on': '2018-05-08',
      'correct by': '2018-08-08',
      status: 'noticed',
    });
    expect(mails[0]?.text.replaceAll(/\s+/g, ' ')).toContain('entry number 000001');
  });
});
