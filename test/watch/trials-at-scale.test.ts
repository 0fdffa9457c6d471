import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { trialGauges } from '../../functions/watch/trial-gauges.ts';
import { trialWatchFacts } from '../../functions/watch/trial-rules.ts';
import { lookAtTrials } from '../../functions/watch/trials-look.ts';
import { readInPieces, recordsLike } from '../support/devices-at-scale.ts';
import { heldItems } from '../support/held-items.ts';
import { agreedList } from '../support/srv-messages.ts';
import { evaluatedRecord, TRIAL_FIRMWARE } from '../support/trial-records.ts';
import { watchWorld } from '../support/watch-world.ts';

const START = '2026-11-02T09:00:00.000Z';
const END = { endDate: '2027-03-31', startDate: '2026-11-01' };

function world() {
  const here = watchWorld(START);
  here.lists.push(agreedList(1, START, [{ trialId: 'T-1', firmwareVersion: TRIAL_FIRMWARE, ...END }]));
  here.clock.advance(150 * 24 * 60 * 60);
  return here;
}

test('[R71] the devices of a trial are counted as they are read: of 20,000 the watch holds no more than a few at once', async () => {
  const here = world();
  const held = heldItems();
  const template = evaluatedRecord(1, here.lists);
  const trialDevices = (trialId: string) => held.each(trialId === 'T-1' ? recordsLike(template, 20_000) : []);
  const look = await lookAtTrials(DEFAULT_SETTINGS, { ...here.ports, devices: { ...here.devices, trialDevices } });
  expect(held.counts().given).toBe(20_000);
  expect(held.counts().most).toBeLessThan(20);
  expect(trialGauges(look)).toMatchObject({ TrialDevices: 20_000 });
  expect(trialGauges(look).TrialDeviceEventsDaily).toHaveLength(100);
  const facts = trialWatchFacts({ now: here.clock.now(), settings: DEFAULT_SETTINGS, trials: look });
  expect(facts.filter(({ factId }) => factId.startsWith('trial/T-1/remains/'))).toHaveLength(101);
  expect(facts.at(-1)).toMatchObject({ title: 'T-1: trial devices that are left: 19,900 more', kind: 'trial-breach' });
});

test('[R71] devices with firmware of no trial any more are read a thousand at a time, and the first hundred named', async () => {
  const here = world();
  const template = evaluatedRecord(1, here.lists);
  here.lists.push(agreedList(2, here.clock.now(), []));
  const known = new Map([...recordsLike(template, 5500)].map((record) => [record.deviceId, record]));
  const { asked, ...reading } = readInPieces(known);
  const look = await lookAtTrials(DEFAULT_SETTINGS, { ...here.ports, devices: { ...here.devices, ...reading } });
  expect(asked).toEqual([1000, 1000, 1000, 1000, 1000, 500]);
  expect([look.outside.total, look.outside.named.length]).toEqual([5500, 100]);
  expect(look.outside.named[0]?.deviceId).toBe([...known.keys()][0]);
});
