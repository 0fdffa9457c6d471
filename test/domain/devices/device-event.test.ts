import { expect, test } from 'vitest';
import {
  comparePlaces,
  DETAIL_NAMES,
  DUIS_DEVICE_TYPES,
  ESME_VARIANTS,
  firmwareTrigger,
} from '../../../functions/domain/devices/device-event.ts';
import { NOT_IN_USE, SMI_STATUSES } from '../../../functions/domain/devices/device.ts';

const AT = '2026-11-02T09:00:00.000Z';

test('events are in the order of time to its last written digit, then of source, then of id as text', () => {
  const places = [
    { at: AT, id: '10' },
    { at: AT, id: '9' },
    { at: AT, source: 'a', id: '1' },
    { at: AT, beyondMillis: '1', id: '1' },
    { at: AT, beyondMillis: '09', id: '2' },
    { at: '2026-11-02T09:00:00.001Z', id: '0' },
    { at: '2026-11-02T08:00:00.000Z', id: 'z' },
  ];
  const inOrder = places.toSorted(comparePlaces).map(({ source = '', id }) => source + id);
  expect(inOrder).toEqual(['z', '10', '9', 'a1', '2', '1', '0']);
  expect(comparePlaces({ at: AT, id: 'a' }, { at: AT, id: 'a' })).toBe(0);
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
  expect([...ESME_VARIANTS].join(' ')).toBe(
    'A B C AD BD CD ADE BDE CDE ADF BDF CDF ADEF BDEF CDEF ADG ADEG AF BF CF AEF BEF CEF AG AEG',
  );
  expect(DETAIL_NAMES.join(' ')).toBe(
    'deviceType manufacturer model smetsChtsVersion firmwareVersion esmeVariant associatedGpfDeviceId responsibleParty',
  );
  expect(SMI_STATUSES.join(' ')).toBe(
    'Pending Whitelisted InstalledNotCommissioned Commissioned Decommissioned Withdrawn Suspended Recovery Recovered Deleted',
  );
  expect([...NOT_IN_USE].join(' ')).toBe('Withdrawn Decommissioned Deleted');
});
