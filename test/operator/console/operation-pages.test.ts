import { afterEach, describe, expect, test } from 'vitest';
import { EMPTY_LANE } from '../../../functions/contracts/lane-state.ts';
import type { ReadyLetter } from '../../../functions/contracts/ready-letter.ts';
import type { Alarm, LocalParts, ReadMail } from '../../../functions/operator/console/source.ts';
import { servedPages } from '../../support/console-pages.ts';
import { FakeObjects } from '../../support/fake-objects.ts';
import { entryOf, orderOf, type SeenByOperators, trialRow, waitingOf } from '../../support/fake-operator-ports.ts';
import { fakeReportStore } from '../../support/fake-reports.ts';
import { incidentOf } from '../../support/incidents.ts';
import { ACCEPTED } from '../../support/accepted-cpl.ts';

let pages: Awaited<ReturnType<typeof servedPages>> | undefined;

async function served(...of: Parameters<typeof servedPages>) {
  pages = await servedPages(...of);
  return pages;
}
afterEach(() => pages?.close());

/** What only a pipeline on this machine has, as far as a test is about it. */
function local(parts: Partial<LocalParts>): LocalParts {
  const mails = { page: async () => ({ mails: [], total: 0 }), mail: async () => undefined };
  return {
    mails: { ...mails, attachment: async () => undefined },
    advance: () => undefined,
    movingTo: () => undefined,
    runReport: async () => undefined,
    ...parts,
  };
}

const LANE_STUCK: Alarm = { name: 'Lane stuck', state: 'alarm', description: 'Severity 1: act at once', severity: 1 };

describe('what an operator reads first', () => {
  const waiting = waitingOf(entryOf('0B010A0C', { gbcsVersion: '9.9' }), orderOf(1), 'u1');
  const queue = { queue: 'dsp-updates', visible: 1, inFlight: 0, deadLetters: 0 };
  const lane = [{ ...EMPTY_LANE, accepted: { ...ACCEPTED, issue: '2.312' } }];
  const minor = {
    lists: [{ version: 1, activatedAt: '2026-11-01T00:00:00.000Z', rows: [trialRow('T1', { endDate: '2026-11-12' })] }],
  };

  test.each<[string, SeenByOperators, readonly Alarm[]]>([
    [
      '1 entry waits to reach the DSP: it is due in 22 h',
      { lane, waitingLines: [waiting], queues: [queue] },
      [LANE_STUCK],
    ],
    ['GBCS 9.9 not recognised: confirm that this is category 2', { lane, incidents: [incidentOf()] }, [LANE_STUCK]],
    ['1 alarm on: Lane stuck', { lane, queues: [queue], ...minor }, [LANE_STUCK]],
    ['Issue 2.312 is on its way to the DSP', { lane, queues: [queue], ...minor }, []],
    ['Ready: no list has been accepted yet', minor, []],
    [
      'All is well: issue 2.312 is with the DSP, and nothing waits',
      { lane, ...minor },
      [{ ...LANE_STUCK, state: 'ok' }],
    ],
  ])('is in one sentence: %s', async (sentence, seen, alarms) => {
    const { get } = await served(seen, { source: { alarms: async () => alarms } });
    expect(await (await get('/')).text()).toContain(`<h1>${sentence}</h1>`);
  });

  test('has a clock where one runs, and none where none does', async () => {
    const dead = { queue: 'lane', visible: 0, inFlight: 0, deadLetters: 2 };
    const { words } = await served({ queues: [dead], incidents: [incidentOf()] });
    const page = await words('/');
    expect(page).toContain('DCC operations response overdue for 2 h 39 min (Mon 2 Nov 2026, 09:20 GMT)');
    expect(page).toContain('move them back or discard them. DCC operations GBCS 9.9');
  });

  test('can be some hours later by the clock of this machine, not by that of AWS', async () => {
    const moved: string[] = [];
    const here = await served({}, { source: { local: local({ advance: (by) => void moved.push(by) }) } });
    expect(
      await here
        .post('/clock', { act: 'advance', by: 'PT24H', back: '/gbcs' })
        .then(({ headers }) => headers.get('location')),
    ).toBe('/gbcs');
    expect(moved).toEqual(['PT24H']);
    await here.close();
    const there = await served({});
    expect(await there.act('/clock', { act: 'advance', by: 'PT24H' })).toMatchObject({
      status: 400,
      said: 'Only the clock of a pipeline on this machine can be moved',
    });
  });
});

describe('the charts', () => {
  const now = '2026-11-02T12:00:00.000Z';
  const begun = Date.parse('2026-11-02T11:00:00.000Z');

  test('draw what is counted as bars and what is measured as lines, a limit only where there is one', async () => {
    const { get } = await served(
      { now },
      {
        reached: { queueNames: (queue) => ({ queue, deadLetters: `${queue}-dead` }) },
        source: {
          metrics: async (queries) =>
            queries.map(({ name }) =>
              /^(?:ExtractsAccepted|EntriesWaiting|OldestWaitingHours)$/.test(name) ? [{ at: begun, value: 6 }] : [],
            ),
        },
      },
    );
    const page = await (await get('/operations/charts?range=3h')).text();
    const chart = (id: string) => page.slice(page.indexOf(`id="chart-${id}"`)).split('</figure>')[0] ?? '';
    expect(chart('lists-received')).toMatch(
      /data-kind="bars"[^]*<path class="bar-of s0" d="M7\.1 100\.00V0\.00H7\.9V100\.00Z"/,
    );
    expect(chart('entries-that-wait-blocked')).toMatch(/data-kind="lines"[^]*<path class="line s0" d="M7 \S+H8"/);
    const limits = ['lists-received', 'entries-that-wait-blocked', 'oldest-entry-that-waits'];
    expect(limits.map((id) => chart(id).split('class="limit"').length - 1)).toEqual([0, 0, 2]);
  });

  test('mark what happened in the range: an incident that is still open has opened, and no more', async () => {
    const { words } = await served(
      {
        now,
        incidents: [
          incidentOf({ openedAt: '2026-11-02T10:00:00.000Z' }),
          incidentOf({
            incidentId: 'INC-2',
            cause: 'Late',
            openedAt: '2026-11-01T00:00:00.000Z',
            resolvedAt: '2026-11-02T11:00:00.000Z',
          }),
        ],
      },
      { reached: { queueNames: (queue) => ({ queue, deadLetters: queue }) } },
    );
    expect(await words('/operations/charts?range=3h')).toMatch(
      /2 things happened .*Late: resolved .*GBCS 9\.9 not recognised: opened/,
    );
  });
});

describe('mails', () => {
  const mail: ReadMail = {
    name: 'a.eml',
    subject: 'Issue 2.312 accepted',
    from: 'cpl@example.org',
    to: 'secas@example.org',
    date: '2026-11-02T10:00:00.000Z',
    attachments: [],
    text: 'Hello',
    html: '',
  };

  test('are read on this machine as their readers see them; on AWS there is what was reported to operations', async () => {
    const mails = {
      page: async () => ({ mails: [mail], total: 1 }),
      mail: async (name: string) => (name === mail.name ? mail : undefined),
      attachment: async () => undefined,
    };
    const here = await served({}, { source: { local: local({ mails }) } });
    expect(await here.words('/operations/mails')).toContain('Issue 2.312 accepted secas@example.org');
    expect(await here.words('/operations/mails/a.eml')).toMatch(/Issue 2\.312 accepted .*From cpl@example.org .*Hello/);
    for (const path of ['b.eml', 'b.eml/html', 'a.eml/attached/0'])
      expect((await here.get(`/operations/mails/${path}`)).status, path).toBe(404);
    await here.close();
    const there = await served({
      notices: [{ factId: 'lane-stuck', level: 2, reportedAt: '2026-11-02T11:00:00.000Z' }],
    });
    expect(await there.words('/operations/mails')).toContain('lane-stuck 2 Mon 2 Nov 2026, 11:00 GMT 1 h ago');
  });
});

describe('reports', () => {
  const letter: ReadyLetter = {
    letterId: 'PANEL-1',
    addressee: 'SEC Panel',
    sender: 'dccOperations',
    subject: 'Entries not uploaded',
    classification: 'public',
    madeAt: '2026-11-02T10:00:00.000Z',
    text: 'To: SEC Panel',
  };
  const files = new FakeObjects();
  files.set('ssc/SSC-1/report.html', '<p>Trials</p>');
  const reached = {
    reportPorts: { reports: fakeReportStore() },
    readyLetters: { all: async () => [letter] },
    reports: files,
  };

  test('are made here on this machine; on AWS by the schedule, and the page says how else', async () => {
    const asked: unknown[] = [];
    const runReport = async (input: unknown) => void asked.push(input);
    const here = await served({}, { reached, source: { local: local({ runReport }) } });
    expect((await here.act('/operations/reports', { act: 'run', report: 'opr' })).said).toBe(
      'opr is in the reports bucket.',
    );
    expect(await here.act('/operations/reports', { act: 'run', report: 'all' })).toMatchObject({
      status: 400,
      said: 'There is no such report',
    });
    expect(asked).toEqual([{ report: 'opr', requestId: expect.any(String) }]);
    await here.close();
    const there = await served({}, { reached });
    expect(await there.words('/operations/reports')).toContain('npm run cpl -- report ssc --aws has it made now.');
  });

  test('and letters that are ready can be read', async () => {
    const { get, words } = await served({}, { reached });
    expect(await words('/operations/letters/PANEL-1')).toMatch(/To SEC Panel, sent by DCC operations To: SEC Panel/);
    expect(await (await get('/operations/reports/SSC-1/report.html')).text()).toBe('<p>Trials</p>');
    for (const path of [
      'letters/PANEL-2',
      'reports/SSC-2/report.html',
      'reports/SSC-1/report.xlsx',
      'reports/..%2Fssc%2FSSC-1/report.html',
    ])
      expect((await get(`/operations/${path}`)).status, path).toBe(404);
  });
});
