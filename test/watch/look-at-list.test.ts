import { describe, expect, test } from 'vitest';
import type { ReadyLetter } from '../../functions/contracts/ready-letter.ts';
import { EMPTY_LANE } from '../../functions/contracts/lane-state.ts';
import { lookAtList } from '../../functions/watch/look-at-list.ts';
import { reportNews } from '../../functions/watch/news.ts';
import type { WatchPorts } from '../../functions/watch/ports.ts';
import { cplEntry } from '../support/cpl-entries.ts';
import { MortalProcess } from '../support/mortal.ts';
import { watchWorld } from '../support/watch-world.ts';

const NOW = '2026-11-02T09:00:00.000Z';
const VERSION = { recognised: true, validFrom: '', dspMapping: '', source: '', confidence: '', note: '' };
const EXPIRED = cplEntry({ gbcsVersion: '1.0' });
const USES = [{ gbcsVersion: '1.0', entries: 1, models: 1, manufacturers: 1 }];
const accepted = (uploadId: string) => ({
  uploadId,
  key: 'cpl/list.csv',
  issue: '1.1',
  receivedAt: NOW,
  sha256: '',
  listKey: 'list',
  models: 1,
  activeModels: 1,
  missingModels: 0,
});

/** A list with one entry, whose version has expired, and how often it was read. */
function world() {
  const here = watchWorld(NOW);
  here.recognise([{ ...VERSION, gbcsVersion: '1.0', validTo: '2026-11-01' }]);
  here.ledger.state = { ...EMPTY_LANE, accepted: accepted('u-1') };
  const letters: ReadyLetter[] = [];
  let reads = 0;
  const ports: WatchPorts = {
    ...here.ports,
    readyLetters: { keep: async (letter) => void letters.push(letter) },
    acceptedModels: async () => {
      reads += 1;
      return new Map([[EXPIRED.entryKey, EXPIRED]]);
    },
  };
  return { here, ports, letters, reads: () => reads };
}

describe('a look at the list', () => {
  test('is of a day, a register and a list: of none before one is active', async () => {
    const { ports } = world();
    const { look, news, uses } = await lookAtList(ports);
    expect(look).toStrictEqual({ londonDay: '2026-11-02', registerVersion: 0, acceptedUploadId: 'u-1', uses: USES });
    expect(uses).toEqual(USES);
    expect(news.map(({ facts }) => facts.map(({ factId, level }) => [factId, level]))).toEqual([
      [[`expired/${EXPIRED.entryKey}/2026-11-02`, 1]],
    ]);
  });

  test('is not made twice of the same list, and again of another of the same day', async () => {
    const { here, ports, reads } = world();
    const { look } = await lookAtList(ports);
    if (look !== undefined) await here.ledger.put('listLook', look);
    expect(await lookAtList(ports)).toEqual({ news: [], uses: USES });
    expect(reads()).toBe(1);
    here.ledger.state = { ...here.ledger.state, accepted: accepted('u-2') };
    await lookAtList(ports);
    expect(reads()).toBe(2);
  });

  test.each([
    ['an error', new TypeError('away'), new TypeError('away')],
    ['no error', 'away', new Error('The list was not looked through')],
  ])('that fails with %s counts what was counted last, or nothing', async (_, cause, fault) => {
    const { here, ports } = world();
    const failing = { ...ports, acceptedModels: () => Promise.reject(cause) };
    expect(await lookAtList(failing)).toEqual({ news: [], uses: [], fault });
    await here.ledger.put('listLook', {
      londonDay: '2026-11-01',
      registerVersion: 0,
      acceptedUploadId: 'u-1',
      uses: USES,
    });
    expect(await lookAtList(failing)).toEqual({ news: [], uses: USES, fault });
  });

  test('writes an entry when it is noticed, and not again', async () => {
    const { here, ports } = world();
    const life = new MortalProcess();
    life.takes(here.ledger, 'put');
    for (let time = 0; time < 2; time += 1) await lookAtList(ports);
    expect(life.steps).toBe(1);
  });
});

test('news is kept as lines of JSON, and handed over as it is kept', async () => {
  const { here, ports } = world();
  const { news } = await lookAtList(ports);
  const kept: unknown[] = [];
  const archive = {
    read: here.archive.read.bind(here.archive),
    put: async (key: string, body: string, contentType: string) => {
      kept.push([key, contentType]);
      await here.archive.put(key, body);
    },
  };
  await reportNews(news, await here.ledger.get('news'), { ...ports, archive });
  const mailId = news[0]?.mail.mailId;
  const effectsKey = `news/${mailId}.ndjson`;
  expect(kept).toEqual([[effectsKey, 'application/x-ndjson']]);
  expect(await here.ledger.list('deferredMails')).toEqual([
    { mailId, effectsKey, offset: 0, deferredAt: NOW, attempts: 0, reason: 'It was not tried yet' },
  ]);
});
