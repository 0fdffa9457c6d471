import { describe, expect, test } from 'vitest';
import type { AgreedListRow } from '../../functions/domain/trials/agreed-list.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { trialWatchFacts } from '../../functions/watch/trial-rules.ts';
import { lookAtTrials } from '../../functions/watch/trials-look.ts';
import { NO_CERTIFICATES } from '../../functions/domain/cpl/certificates.ts';
import { certificatesOf } from '../support/certificates.ts';
import { cplEntry } from '../support/cpl-entries.ts';
import { agreedList } from '../support/srv-messages.ts';
import { deviceIdOf, evaluatedRecord, TRIAL_FIRMWARE } from '../support/trial-records.ts';
import { unreadable } from '../support/fake-ledger.ts';
import { watchWorld } from '../support/watch-world.ts';

const START = '2026-11-02T09:00:00.000Z';
const DAY = 24 * 3600;

type World = ReturnType<typeof watchWorld>;

/** A trial of ten devices at most, from November 2026 to the end of March 2027. */
function activate(here: World, row: Partial<AgreedListRow> | 'none' = {}): void {
  const base = { trialId: 'T-1', firmwareVersion: TRIAL_FIRMWARE, deviceLimit: 10, startDate: '2026-11-01' };
  const rows = row === 'none' ? [] : [{ ...base, endDate: '2027-03-31', ...row }];
  here.lists.push(agreedList(here.lists.length, here.clock.now(), rows));
}

async function put(here: World, from: number, to: number, more: Parameters<typeof evaluatedRecord>[2] = {}) {
  for (let number = from; number <= to; number += 1) {
    const before = here.devices.items.get(deviceIdOf(number))?.revision ?? 0;
    const record = evaluatedRecord(number, here.lists, { at: here.clock.now(), ...more });
    await here.devices.put({ ...record, revision: before + 1 }, before);
  }
}

/** What the watch reported, a line a fact, with the days that passed before each run. */
async function reported(here: World, ...days: number[]): Promise<string[]> {
  const lines: string[] = [];
  for (const wait of days) {
    here.clock.advance(wait * DAY);
    const before = here.mailer.sent.length;
    await here.run();
    for (const { text } of here.mailer.sent.slice(before)) {
      lines.push(...text.split('\n').filter((line) => /^\W*T-1: |^\W*Trial firmware/.test(line)));
    }
  }
  return lines.map((line) => line.trim());
}

function world(row?: Partial<AgreedListRow>): World {
  const here = watchWorld(START);
  activate(here, row);
  return here;
}

describe('the watch over the limit of a trial', () => {
  test('[R57] warns at 80 %, at 100 %, and each day that there are more', async () => {
    const here = world();
    await put(here, 1, 7);
    expect(await reported(here, 0)).toEqual([]);
    await put(here, 8, 8);
    expect(await reported(here, 0, 1)).toEqual([expect.stringContaining('near its device limit [Soon]')]);
    await put(here, 9, 10);
    expect(await reported(here, 0, 1)).toEqual([expect.stringContaining('its device limit is reached')]);
    await put(here, 11, 12);
    const over = expect.stringContaining('2 devices over its limit [Act]');
    expect(await reported(here, 0, 0, 1, 1)).toEqual([over, over, over]);
  });

  test('[R41] begins again with a higher limit that the SSC approved', async () => {
    const here = world();
    await put(here, 1, 12);
    await here.run();
    activate(here, { deviceLimit: 20, justification: 'Approved by the SSC (synthetic)' });
    expect(await reported(here, 1)).toEqual([]);
    await put(here, 13, 16);
    expect(await reported(here, 0)).toEqual([expect.stringContaining('near its device limit')]);
  });

  test('[R54] says nothing while trial flagging is off', async () => {
    const here = world();
    await put(here, 1, 12);
    here.set({ trialFlagging: 'off' });
    expect(await reported(here, 0, 200)).toEqual([]);
    expect(here.asked).toEqual([]);
  });
});

test('[R48] what only the SSC acts on is not reported to operations: a Department that has not been notified', async () => {
  const here = world({ departmentNotifiedOn: '' });
  await put(here, 1, 1);
  const trials = await lookAtTrials(DEFAULT_SETTINGS, here.ports);
  expect(trials.trials).toHaveLength(1);
  expect(trialWatchFacts({ now: START, settings: DEFAULT_SETTINGS, trials })).toEqual([]);
});

test('the gauges count the devices of every trial, each trial with several firmware versions once', async () => {
  const here = watchWorld(START);
  const row = (trialId: string, firmwareVersion: string) => ({ trialId, firmwareVersion });
  const rows = [row('T-1', TRIAL_FIRMWARE), row('T-1', '00020130'), row('T-2', '00020131')];
  here.lists.push(agreedList(1, START, rows));
  await put(here, 1, 2);
  await put(here, 3, 3, { firmwareVersion: '00020131' });
  expect((await here.watch()).metrics).toMatchObject({ TrialDevices: 3 });
});

describe('the watch over the end of a trial', () => {
  test('[R58] warns 90, 30 and 7 days before, and reports the end and each device that is left', async () => {
    const here = world();
    await put(here, 1, 2);
    expect(await reported(here, 58, 1)).toEqual([expect.stringContaining('90 days to its end')]);
    expect(await reported(here, 59, 1)).toEqual([expect.stringContaining('30 days to its end')]);
    expect(await reported(here, 22, 1, 6, 0)).toEqual([expect.stringContaining('7 days to its end')]);
    expect(await reported(here, 1, 1)).toEqual([
      expect.stringContaining('ended, 2 devices left in use [Act]'),
      expect.stringContaining('device …00-01 is still a trial device'),
      expect.stringContaining('device …00-02 is still a trial device'),
    ]);
    expect(here.mailer.sent.map(({ text }) => text).join('')).not.toContain('00-DB-12-34');
  });

  test('[R59] asks the lane to have devices suspended when the SSC decided so, and no more once that was done', async () => {
    const here = world({ endDecision: 'suspend' });
    await put(here, 1, 2);
    here.clock.advance(149 * DAY);
    await here.run();
    expect(here.asked).toEqual([]);
    here.clock.advance(DAY);
    expect(await here.run()).toMatchObject({ suspending: 1 });
    expect(here.asked).toMatchObject([{ command: 'suspend-trial', trialId: 'T-1', requestedBy: 'watch' }]);
    // Every suspension there ever was is read only while some device waits for one.
    const ledger = unreadable(here.ports.ledger, 'suspensions');
    expect((await here.watch({ ledger })).fault).toMatchObject({ message: 'access denied' });
    await put(here, 1, 2, { status: 'Suspended' });
    const { summary, fault } = await here.watch({ ledger });
    expect([summary, fault]).toMatchObject([{ suspending: 0 }, undefined]);
  });

  test('[R59] reports devices that remain pending certification, and has none suspended', async () => {
    const here = world({ endDecision: 'remain-pending-certification' });
    await put(here, 1, 1);
    const lines = await reported(here, 150);
    expect(lines).toContainEqual(expect.stringContaining('device …00-01 is still a trial device [Soon]'));
    expect(here.mailer.sent[0]?.text).toContain('remains pending certification, as the SSC decided');
    expect(here.asked).toEqual([]);
  });

  test('[R60] has nothing to report of a device with certified firmware', async () => {
    const here = world();
    await put(here, 1, 1, { firmwareVersion: '00020200' });
    expect(await reported(here, 150)).toEqual([expect.stringContaining('ended, no device is left in use')]);
  });

  test('begins again with a later end that the SSC approved', async () => {
    const here = world({ endDate: '2026-11-30' });
    expect(await reported(here, 28)).toEqual([expect.stringContaining('ends today')]);
    activate(here, { endDate: '2027-03-31' });
    expect(await reported(here, 1, 29)).toEqual([]);
    expect(await reported(here, 1)).toEqual([expect.stringContaining('90 days to its end')]);
  });
});

describe('protective monitoring of trial devices', () => {
  test('[R72] reports a device with a burst of events, once a day', async () => {
    const here = world();
    const more = Array.from({ length: 60 }, (_, index) => ({
      id: `burst-${index}`,
      at: here.clock.now(),
      change: { kind: 'firmware', firmwareVersion: TRIAL_FIRMWARE, restores: false } as const,
    }));
    await put(here, 1, 1);
    await put(here, 2, 2, { more });
    expect(await reported(here, 0, 0)).toEqual([expect.stringContaining('62 events of device …00-02 in a day')]);
    expect((await here.watch()).metrics).toMatchObject({
      TrialEventsDaily: [64],
      TrialDeviceEventsDaily: [62, 2],
      TrialDevicesBursting: 1,
    });
    expect(await reported(here, 2)).toEqual([]);
  });

  test('[R71] reports devices that run the firmware of a trial that the list does not have any more', async () => {
    const here = world();
    await put(here, 1, 2);
    await put(here, 3, 3, { status: 'Withdrawn' });
    activate(here, 'none');
    await put(here, 1, 3);
    await put(here, 3, 3, { status: 'Withdrawn' });
    const outside = expect.stringContaining('Trial firmware outside its trial on device');
    expect(await reported(here, 0, 1)).toEqual([outside, outside]);
    expect((await here.watch()).metrics).toMatchObject({ TrialFirmwareOutside: 2, TrialDevices: 0 });
  });

  test('[R60] has nothing against the same firmware once the CPL has a full certificate for it', async () => {
    const here = world();
    await put(here, 1, 1);
    here.entries.push(cplEntry({ firmwareVersion: TRIAL_FIRMWARE }));
    here.publish(certificatesOf({ '000001': { reference: '[R] CPA-FULL-7' } }));
    activate(here, 'none');
    await put(here, 1, 1);
    expect(await reported(here, 0)).toEqual([]);
  });

  test.each([
    ['none', certificatesOf({ '000001': null }), 'trial matter to act on', 'removal or a new row is due'],
    ['a trial one', certificatesOf({ '000001': { reference: 'CPA-TRIAL-1' } }), 'matter to act on', 'a new row is due'],
    ['not known', NO_CERTIFICATES, '1 trial warning', 'Whether the firmware is certified by now is not known'],
  ])('[R71] says what is known of the certificate of such firmware: %s', async (_, known, subject, text) => {
    const here = world();
    await put(here, 1, 1);
    here.entries.push(cplEntry({ firmwareVersion: TRIAL_FIRMWARE }));
    here.publish(known);
    activate(here, 'none');
    await put(here, 1, 1);
    await here.run();
    const [mail] = here.mailer.sent;
    expect(mail?.subject).toContain(subject);
    expect(mail?.text.replaceAll(/\s+/g, ' ')).toContain(text);
  });

  test('[R40] reports devices that run the firmware before their trial begins', async () => {
    const here = world({ startDate: '2026-12-01' });
    await put(here, 1, 1);
    expect(await reported(here, 0)).toEqual([expect.stringContaining('1 device before it begins')]);
  });
});

test('a device that the index still has under a trial, and that is flagged no more, does not count', async () => {
  const here = world();
  await put(here, 1, 8);
  here.devices.trialDevices = async function* () {
    for (let number = 1; number <= 8; number += 1) yield evaluatedRecord(number, []);
  };
  expect(await reported(here, 0)).toEqual([]);
});
