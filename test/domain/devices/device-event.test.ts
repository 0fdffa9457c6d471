import { describe, expect, test } from 'vitest';
import {
  comparePlaces,
  DETAIL_NAMES,
  type DeviceChange,
  type DeviceEvent,
  DUIS_DEVICE_TYPES,
  firmwareTrigger,
  whichCounts,
} from '../../../functions/domain/devices/device-event.ts';
import { SMI_STATUSES } from '../../../functions/domain/devices/device.ts';

const AT = '2026-11-02T09:00:00.000Z';
const event = (change: DeviceChange, at = AT): DeviceEvent => ({ id: 'a', at, change });

test('events are in the order of time, then of their ids as text', () => {
  const places = [
    { at: AT, id: '10' },
    { at: AT, id: '9' },
    { at: '2026-11-02T08:00:00.000Z', id: 'z' },
  ];
  expect(places.toSorted(comparePlaces).map(({ id }) => id)).toEqual(['z', '10', '9']);
  expect(comparePlaces({ at: AT, id: 'a' }, { at: AT, id: 'a' })).toBe(0);
});

describe('of two events with one id', () => {
  const details = (deviceType?: string, responsibleParty?: string): DeviceChange => ({
    kind: 'details',
    details: { ...(deviceType ? { deviceType } : {}), ...(responsibleParty ? { responsibleParty } : {}) },
  });
  const later = event({ kind: 'deleted' }, '2026-11-02T10:00:00.000Z');

  test('the earlier one counts, whatever they say', () => {
    const earlier = event({ kind: 'status', status: 'Commissioned' });
    expect(whichCounts(earlier, later)).toBe(earlier);
    expect(whichCounts(later, earlier)).toBe(earlier);
  });

  test.each<[string, DeviceChange, DeviceChange]>([
    ['status', { kind: 'status', status: 'Commissioned' }, { kind: 'status', status: 'Pending' }],
    [
      'firmware',
      { kind: 'firmware', firmwareVersion: '00000001', restores: true },
      { kind: 'firmware', firmwareVersion: '00000002', restores: false },
    ],
    [
      'end of a suspension',
      { kind: 'firmware', firmwareVersion: '00000001', restores: false },
      { kind: 'firmware', firmwareVersion: '00000001', restores: true },
    ],
    ['first detail', details('CHF'), details('ESME')],
    ['last detail', details('ESME', 'A'), details('ESME', 'B')],
    ['absence of a detail', details('ESME', 'A'), details(undefined, 'A')],
    ['kind', details('ESME'), { kind: 'prenotified', details: { deviceType: 'ESME' } }],
    ['deletion', { kind: 'deleted' }, { kind: 'restored' }],
    ['kind, beside a deletion', { kind: 'deleted' }, { kind: 'firmware', firmwareVersion: '1', restores: true }],
    ['kind, beside a restoration', { kind: 'firmware', firmwareVersion: '1', restores: true }, { kind: 'restored' }],
  ])('at one time, the same one counts in either order when they differ by %s', (_name, first, second) => {
    const [one, other] = [event(first), event(second)];
    expect(whichCounts(one, other)).toBe(one);
    expect(whichCounts(other, one)).toBe(one);
  });

  test('the one that is there stays when they say the same', () => {
    const [known, repeat] = [event(details('ESME')), event(details('ESME'))];
    expect(whichCounts(known, repeat)).toBe(known);
  });
});

test.each([
  ['11.2', { restores: true }],
  ['11.3', { restores: true }],
  ['0x8F66', { restores: false }],
  ['0X8f66', { restores: false }],
  [' PPMID ', { restores: false }],
  ['CommsHub', { restores: false }],
  ['0x8F72', undefined],
  ['11.1', undefined],
  ['', undefined],
])('[R60] the trigger "%s" of a firmware change means %o', (trigger, meaning) => {
  expect(firmwareTrigger(trigger)).toEqual(meaning);
});

test('the words of DUIS and of the inventory are these', () => {
  expect(DUIS_DEVICE_TYPES.join(' ')).toBe('ESME GSME GPF CHF HCALCS PPMID IHD CAD');
  expect(DETAIL_NAMES.join(' ')).toBe(
    'deviceType manufacturer model smetsChtsVersion firmwareVersion esmeVariant associatedGpfDeviceId responsibleParty',
  );
  expect(SMI_STATUSES.join(' ')).toBe(
    'Pending Whitelisted InstalledNotCommissioned Commissioned Decommissioned Withdrawn Suspended Recovery Recovered Deleted',
  );
});
