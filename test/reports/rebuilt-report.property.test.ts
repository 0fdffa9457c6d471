import { foldedLists } from '../../functions/domain/trials/agreed-lists.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TrialReport } from '../../functions/contracts/trial-report.ts';
import type { DeviceEvent } from '../../functions/domain/devices/device-event.ts';
import { compacted, emptyRecord, evaluated, takeIn } from '../../functions/domain/devices/device-record.ts';
import { NO_CERTIFICATES } from '../../functions/domain/cpl/certificates.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { type AgreedList, EMPTY_AGREED_LIST } from '../../functions/domain/trials/agreed-list.ts';
import { listsInForce } from '../support/lists-in-force.ts';
import { draftSscReport } from '../../functions/reports/draft-ssc-report.ts';
import { rebuiltSscReport } from '../../functions/reports/rebuilt-report.ts';
import { agreedLists, deviceEvents } from '../support/device-stories.ts';
import { fakeDevices } from '../support/fake-devices.ts';
import { FakeLedger } from '../support/fake-ledger.ts';
import { fakeInventory } from '../support/fake-inventory.ts';
import { fakeReportStore } from '../support/fake-reports.ts';
import { agreedList } from '../support/srv-messages.ts';
import { deviceIdOf } from '../support/trial-records.ts';

/** The pipeline as reports see it, after everything up to an instant has happened and was recorded in time. */
async function worldAt(instant: string, stories: readonly (readonly DeviceEvent[])[], lists: readonly AgreedList[]) {
  const devices = fakeDevices();
  const known = [EMPTY_AGREED_LIST, ...lists].filter(({ activatedAt }) => activatedAt <= instant);
  for (const [number, events] of stories.entries()) {
    let record = emptyRecord(deviceIdOf(number));
    for (const event of events.toSorted((a, b) => (a.at < b.at ? -1 : 1)).filter(({ at }) => at <= instant)) {
      const then = known.filter(({ activatedAt }) => activatedAt <= event.at);
      record = compacted(evaluated(takeIn(record, [event]).record, listsInForce(then)), event.at, listsInForce(then));
    }
    await devices.put({ ...evaluated(record, listsInForce(known)), revision: 1 }, 0);
  }
  return {
    devices,
    inventory: fakeInventory(devices),
    models: { all: async function* () {} },
    governance: {
      agreedListHistory: async () => foldedLists(known),
      settings: async () => DEFAULT_SETTINGS,
      certificates: async () => NO_CERTIFICATES,
      versionCombinations: async () => [],
      settingsVersion: async () => DEFAULT_SETTINGS,
    },
    sscDecisions: async () => [],
    reports: fakeReportStore(),
    ledger: new FakeLedger(),
  };
}

/** Random lives of some devices, most of which begin in a trial, and random courses of the list, after one with it. */
function lives(hours: number) {
  const story = fc
    .tuple(deviceEvents(hours, 14), fc.constantFrom('00000001', '00000002'))
    .map(([events, firmwareVersion]): DeviceEvent[] => {
      const details = { deviceType: 'ESME', manufacturer: 'AB01', model: '010A030B', firmwareVersion };
      return [{ id: 'begins', at: instantAt(0), change: { kind: 'prenotified', details } }, ...events];
    });
  const lists = agreedLists(hours).map((later): AgreedList[] => [
    agreedList(1, instantAt(0), [
      { trialId: 'T1', firmwareVersion: '00000001' },
      { trialId: 'T2', firmwareVersion: '00000002' },
    ]),
    ...later.map((list) => ({ ...list, version: list.version + 1 })),
  ]);
  return [fc.array(story, { minLength: 1, maxLength: 5 }), lists, fc.integer({ min: 0, max: hours })] as const;
}

const LATER = '2027-06-01T00:00:00.000Z';
const instantAt = (hour: number): string => new Date(Date.UTC(2026, 0, 1, hour)).toISOString();

/** The report made at an hour, and the one made for it after everything else has happened. */
async function madeAndRebuilt(
  hour: number,
  stories: readonly (readonly DeviceEvent[])[],
  lists: readonly AgreedList[],
) {
  const asOf = instantAt(hour);
  const made = await draftSscReport('SSC', asOf, await worldAt(asOf, stories, lists));
  const rebuilt = await rebuiltSscReport('SSC', asOf, { ...(await worldAt(LATER, stories, lists)), now: LATER });
  return { made, rebuilt };
}

/** A report but for when it was made. */
const said = (report: TrialReport) => ({ ...report, madeAt: '', rebuilt: undefined });

test('[R65] a report that is made now for a past instant is the one that was made then', async () => {
  await fc.assert(
    fc.asyncProperty(...lives(500), async (stories, lists, hour) => {
      const { made, rebuilt } = await madeAndRebuilt(hour, stories, lists);
      expect(said(rebuilt)).toEqual(said(made));
      expect(rebuilt).toMatchObject({ madeAt: LATER, rebuilt: { asOf: instantAt(hour) } });
      expect(rebuilt.rebuilt?.gaps).toHaveLength(3);
    }),
  );
});

test('[R65] also when messages of that time are no longer kept one by one: trials, status and times are exact', async () => {
  const lasting = ({ trialId, deviceId, status, statusSince, trialSince }: TrialReport['devices'][number]) => ({
    trialId,
    deviceId,
    status,
    statusSince,
    trialSince,
  });
  await fc.assert(
    fc.asyncProperty(...lives(5000), async (stories, lists, hour) => {
      const { made, rebuilt } = await madeAndRebuilt(hour, stories, lists);
      expect(rebuilt.trials).toEqual(made.trials);
      expect(rebuilt.decisions).toEqual(made.decisions);
      expect(rebuilt.devices.map(lasting)).toEqual(made.devices.map(lasting));
      // What is not exact is said: a report that says of no gap has every detail as it was.
      if (rebuilt.rebuilt?.gaps.length === 3) expect(rebuilt.devices).toEqual(made.devices);
    }),
  );
});
