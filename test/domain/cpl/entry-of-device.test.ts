import { expect, test } from 'vitest';
import { EntriesByModel, entryOfDevice, needsEntry } from '../../../functions/domain/cpl/entry-of-device.ts';
import { cplEntry } from '../../support/cpl-entries.ts';

const FIRMWARE = '0002012F';
const device = { deviceType: 'ESME', firmwareVersion: FIRMWARE } as const;

test('a device runs by the Current entry of its type and firmware, else by one that was removed', () => {
  const removed = cplEntry({ status: 'Removed' });
  const current = cplEntry({ entryNumber: '000002' });
  const others = [cplEntry({ deviceType: 'GSME' }), cplEntry({ firmwareVersion: '0002012E' })];
  expect(entryOfDevice(device, [...others, removed, current])).toBe(current);
  expect(entryOfDevice(device, [...others, removed])).toBe(removed);
  expect(entryOfDevice(device, others)).toBeUndefined();
});

test('the two devices of a hub run by the entry of the hub, and by none of another type', () => {
  const hub = cplEntry({ deviceType: 'CH' });
  const meter = cplEntry();
  for (const deviceType of ['CHF', 'GPF'] as const) {
    expect(entryOfDevice({ ...device, deviceType }, [meter, hub])).toBe(hub);
    expect(entryOfDevice({ ...device, deviceType }, [meter])).toBeUndefined();
  }
  expect(entryOfDevice(device, [hub])).toBeUndefined();
});

test('a device without a type or a firmware version matches its model', () => {
  const entry = cplEntry();
  expect(entryOfDevice({ ...device, deviceType: '' }, [entry])).toBe(entry);
  expect(entryOfDevice({ ...device, firmwareVersion: '' }, [entry])).toBe(entry);
});

test('entries are found by manufacturer and model as a device names them', () => {
  const entries = new EntriesByModel();
  const [first, second] = [cplEntry({ firmwareVersion: '00000001' }), cplEntry()];
  for (const entry of [first, second]) entries.add(entry, entry);
  expect(entries.of({ ...device, manufacturer: 'AB01', model: '010A030B' })).toBe(second);
  expect(entries.of({ ...device, manufacturer: 'AB01', model: '010A030C' })).toBeUndefined();
  expect(entries.of({ ...device, manufacturer: 'AB02', model: '010A030B' })).toBeUndefined();
});

test('[R1] a device in use needs an entry unless it is a Type 2 Device', () => {
  const needing = (['ESME', 'IHD', 'CAD', 'PPMID'] as const).filter((deviceType) =>
    needsEntry({ deviceType, status: 'Commissioned' }),
  );
  expect(needing).toEqual(['ESME', 'PPMID']);
  expect(needsEntry({ deviceType: 'ESME', status: 'Decommissioned' })).toBe(false);
});
