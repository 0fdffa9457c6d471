import { expect, test } from 'vitest';
import { FlaggedDevices } from '../../functions/reports/flagged-devices.ts';
import { trialDevices } from '../support/trial-material.ts';

test('all flagged devices are counted, as many as there is room for are named, and a deleted one is neither', () => {
  const flagged = new FlaggedDevices(2);
  const [deleted, ...others] = trialDevices('SYN-TRIAL-1', 4);
  if (deleted === undefined) throw new Error('There is no device');
  for (const device of [{ ...deleted, status: 'Deleted' as const }, ...others]) flagged.add(device);
  expect([flagged.count(), flagged.count(() => false)]).toEqual([3, 0]);
  expect(flagged.named.map(({ deviceId }) => deviceId)).toEqual(others.slice(0, 2).map(({ deviceId }) => deviceId));
  expect(Object.keys(flagged.byStatus)).not.toContain('Deleted');
});

test('of 10,001 flagged devices 10,000 are named, each with its last status alone', () => {
  const flagged = new FlaggedDevices();
  const before = { status: 'Pending' as const, from: '2026-11-01T10:00:00.000Z' };
  for (const device of trialDevices('SYN-TRIAL-1', 10_001))
    flagged.add({ ...device, statusHistory: [before, before, ...device.statusHistory] });
  expect([flagged.count(), flagged.named.length]).toEqual([10_001, 10_000]);
  expect(flagged.named[0]).toMatchObject({
    statusHistory: [{ status: 'Commissioned', from: '2026-11-05T10:00:00.000Z' }],
    trialHistory: [],
  });
});
