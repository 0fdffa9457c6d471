import { foldedLists } from '../../functions/domain/trials/agreed-lists.ts';
import { describe, expect, test } from 'vitest';
import { DEFAULT_VERSION_COMBINATIONS } from '../../functions/domain/gbcs/version-combinations.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { trialReportMail } from '../../functions/email/trial-report-mail.ts';
import { sendSscReport, type SscReportPorts } from '../../functions/reports/send-ssc-report.ts';
import { certificatesOf } from '../support/certificates.ts';
import { cplEntry } from '../support/cpl-entries.ts';
import { held } from '../support/fake-operator-ports.ts';
import { acceptedUpload } from '../support/receipts.ts';
import { reportWorld } from '../support/report-world.ts';
import { agreedList } from '../support/srv-messages.ts';
import { evaluatedRecord, TRIAL_FIRMWARE } from '../support/trial-records.ts';

const LISTS = [agreedList(1, '2026-11-01T08:00:00.000Z', [{ trialId: 'T-1', firmwareVersion: TRIAL_FIRMWARE }])];
const DAY = 86_400;

/** Two trial devices on 2 November, of which one gets certified firmware on the 10th; reports go out each Monday. */
async function world(over: Partial<SscReportPorts> = {}) {
  const settingsVersion = async (version: number) =>
    ({ ...DEFAULT_SETTINGS, trialFlagging: version === 2 ? 'off' : 'on' }) as const;
  const governance = {
    agreedListHistory: async () => foldedLists(LISTS),
    settings: async () => DEFAULT_SETTINGS,
    certificates: async () => certificatesOf({ '000001': { date: '2026-12-01' } }),
    settingsVersion,
    versionCombinations: async () => DEFAULT_VERSION_COMBINATIONS,
  };
  const here = reportWorld('2026-11-09T07:00:05.000Z', LISTS, { governance, ...over });
  const { devices, reports, ports } = here;
  const certified = { kind: 'firmware' as const, firmwareVersion: '00020199', restores: false };
  await devices.put(evaluatedRecord(1, LISTS), 0);
  await devices.put(
    evaluatedRecord(2, LISTS, { more: [{ id: '3', at: '2026-11-10T09:00:00.000Z', change: certified }] }),
    0,
  );
  const send = async (input: object = {}) => {
    const { summary } = await sendSscReport({ report: 'ssc', ...input }, ports);
    return reports.published.find(({ report }) => report.reportId === summary['reportId'])?.report;
  };
  return { ...here, send };
}

describe('a report for a past day', () => {
  test('[R65] has the devices of that day, those that left since among them', async () => {
    const here = await world();
    here.clock.advance(7 * DAY);
    expect((await here.send())?.trials[0]?.devices).toBe(1);
    const rebuilt = await here.send({ requestId: 'r', at: '2026-11-10T08:59:59.999Z' });
    expect(rebuilt).toMatchObject({ day: '2026-11-10', madeAt: '2026-11-16T07:00:05.000Z' });
    expect(rebuilt?.trials[0]?.devices).toBe(2);
    expect(rebuilt?.reportId).toMatch(/^SSC-2026-W46-R[0-9a-f]{8}$/);
  });

  test('is compared with the report before that day, and names the one that was sent on it', async () => {
    const here = await world();
    await here.send();
    here.clock.advance(7 * DAY);
    await here.send();
    here.clock.advance(7 * DAY);
    await here.send();
    expect(await here.send({ requestId: 'r', at: '2026-11-16T23:00:00Z' })).toMatchObject({
      previousReportId: 'SSC-2026-W47-20261116',
      rebuilt: { asOf: '2026-11-16T23:00:00.000Z', sentThen: 'SSC-2026-W47-20261116' },
    });
    expect(await here.send({ requestId: 's', at: '2026-11-12T12:00:00Z' })).toMatchObject({
      previousReportId: 'SSC-2026-W46-20261109',
    });
    expect((await here.send({ requestId: 't', at: '2026-11-05T12:00:00Z' }))?.previousReportId).toBeUndefined();
  });

  test('is kept and mailed, but is neither the latest report nor the one that is due', async () => {
    const here = await world();
    await here.send();
    const sent = await here.ledger.get('reportSent');
    here.clock.advance(7 * DAY);
    await here.send({ requestId: 'r', at: '2026-11-03T12:00:00Z' });
    expect(here.mailer.sent.map(({ subject }) => subject)[1]).toMatch(
      /^Action for SSC: SSC-2026-W45-R\w+ Trial devices on 3 Nov 2026: /,
    );
    expect(await here.reports.latest()).toMatchObject({ reportId: 'SSC-2026-W46-20261109' });
    expect(await here.ledger.get('reportSent')).toEqual(sent);
  });

  test('goes by the settings that were active then', async () => {
    const here = await world();
    const settings = (version: string, decidedAt: string) =>
      here.ledger.put(
        'uploads',
        acceptedUpload({
          uploadId: version,
          kind: 'settings',
          // Exactly one file of a kind is active: the ones before were, and are superseded.
          decision: version === '3' ? 'active' : 'superseded',
          version,
          decidedAt,
          receivedAt: decidedAt,
        }),
      );
    await settings('1', '2026-11-02T00:00:00.000Z');
    await settings('2', '2026-11-04T00:00:00.000Z');
    await settings('3', '2026-11-06T00:00:00.000Z');
    const flaggingAt = async (at: string) => (await here.send({ requestId: at, at }))?.trialFlagging;
    expect(await flaggingAt('2026-11-03T12:00:00Z')).toBe('on');
    expect(await flaggingAt('2026-11-05T12:00:00Z')).toBe('off');
    expect(await flaggingAt('2026-11-07T12:00:00Z')).toBe('on');
  });

  test('says in words what it cannot know', async () => {
    const here = await world();
    const report = await here.send({ requestId: 'r', at: '2026-11-03T12:00:00Z' });
    if (report === undefined) throw new Error('There is no report');
    const text = trialReportMail(report, new Uint8Array(), []).text.replaceAll(/\s+/g, ' ');
    expect(text).toContain('made afterwards, as of Tue 3 Nov 2026, 12:00 GMT. No report was sent on that day.');
    expect(text).toContain('is counted here; it was not then');
    expect(text).toContain('Certificates and their dates, allowed combinations, and the devices counted for an entry');
  });

  test('[R67] has no certificate of an entry that the DSP did not hold yet', async () => {
    // In the DSP since nine seconds past nine.
    const model = held(cplEntry(), '1', 'upload-1');
    async function* all() {
      yield model;
    }
    const here = await world({ models: { all } });
    const certificatesAt = async (at: string) => (await here.send({ requestId: at, at }))?.certificates.length;
    expect(await certificatesAt('2026-11-02T09:00:08Z')).toBe(0);
    expect(await certificatesAt('2026-11-02T09:00:09Z')).toBe(1);
  });

  test('is not made for a time that is not past', async () => {
    const here = await world();
    await expect(here.send({ requestId: 'r', at: '2027-01-01T00:00:00Z' })).rejects.toThrow('an instant that is past');
  });
});
