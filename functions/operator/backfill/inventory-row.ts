import { DUIS_DEVICE_TYPES, ESME_VARIANTS, type DeviceEvent } from '../../domain/devices/device-event.ts';
import { SMI_STATUSES, type SmiStatus } from '../../domain/devices/device.ts';
import { normaliseEui } from '../../domain/devices/eui.ts';
import { upperCase } from '../../domain/cpl/upper-case.ts';

/** The columns that are read of an inventory extract, by the labels of ESI-034. Any others are ignored. */
const COLUMNS = {
  deviceId: 'Device ID',
  deviceType: 'Device Type',
  status: 'Device Status',
  statusSince: 'Device Status Since',
  manufacturer: 'Device Manufacturer',
  model: 'Device Model',
  smetsChtsVersion: 'SMETS/CHTS Version',
  firmwareVersion: 'Firmware Version',
  esmeVariant: 'ESME Variant',
  responsibleParty: 'Responsible Supplier',
} as const;
type Field = keyof typeof COLUMNS;

/** Columns without which a device cannot be recorded. */
const NEEDED: readonly Field[] = ['deviceId', 'deviceType', 'status', 'manufacturer', 'model', 'firmwareVersion'];

/** Who sends the events made from a row: they are counted once, however often the load is repeated. */
const SOURCE = 'urn:cpl-to-dsp:backfill';

/** A device of the extract, as the events by which it came to be what the row says. */
export type LoadedDevice = { readonly deviceId: string; readonly events: readonly DeviceEvent[] };

/** Reads rows by the labels of the header. */
export type RowReader = (values: readonly string[]) => LoadedDevice | { readonly refused: string };

/**
 * Makes the reader of the rows below a header.
 *
 * @param asOf ISO instant of the extract: what it says held then
 * @returns the columns that are missing, when some that are needed are
 */
export function rowReader(
  labels: readonly string[],
  asOf: string,
): RowReader | { readonly missing: readonly string[] } {
  const at = new Map(labels.map((label, index) => [label.trim().toLowerCase(), index]));
  const columnOf = (field: Field): number | undefined => at.get(COLUMNS[field].toLowerCase());
  const missing = NEEDED.filter((field) => columnOf(field) === undefined).map((field) => COLUMNS[field]);
  if (missing.length > 0) return { missing };
  return (values) => {
    const value = (field: Field): string => values[columnOf(field) ?? -1]?.trim() ?? '';
    return deviceOf(value, asOf);
  };
}

function deviceOf(value: (field: Field) => string, asOf: string): ReturnType<RowReader> {
  const deviceId = normaliseEui(value('deviceId'));
  if (deviceId === undefined) return { refused: `${value('deviceId')} is not an EUI-64` };
  const deviceType = DUIS_DEVICE_TYPES.find((known) => known === value('deviceType'));
  if (deviceType === undefined) return { refused: `${value('deviceType')} is not a device type` };
  const status = SMI_STATUSES.find((known) => known === value('status'));
  if (status === undefined || status === 'Deleted')
    return { refused: `${value('status')} is not a status of a device` };
  const since = instantOf(value('statusSince')) ?? asOf;
  if (since > asOf) return { refused: `${value('statusSince')} is after the extract` };
  const esmeVariant = value('esmeVariant');
  if (esmeVariant !== '' && !ESME_VARIANTS.has(esmeVariant))
    return { refused: `${esmeVariant} is not an ESME variant` };
  const details = given({
    deviceType,
    manufacturer: upperCase(value('manufacturer')),
    model: upperCase(value('model')),
    smetsChtsVersion: value('smetsChtsVersion'),
    esmeVariant,
    responsibleParty: normaliseEui(value('responsibleParty')) ?? '',
  });
  return {
    deviceId,
    events: eventsOf(deviceId, { details, status, since, firmwareVersion: upperCase(value('firmwareVersion')) }, asOf),
  };
}

/**
 * The events made from a row. Since when a device has its firmware no extract says: it is known to have had it when
 * the extract was made, and a trial is never dated earlier than that.
 */
function eventsOf(
  deviceId: string,
  row: {
    readonly details: Readonly<Record<string, string>>;
    readonly status: Exclude<SmiStatus, 'Deleted'>;
    readonly since: string;
    readonly firmwareVersion: string;
  },
  asOf: string,
): DeviceEvent[] {
  const event = (step: number, at: string, change: DeviceEvent['change']): DeviceEvent => ({
    id: `${asOf}-${deviceId}-${step}`,
    source: SOURCE,
    at,
    change,
  });
  return [
    event(1, row.since, { kind: 'prenotified', details: row.details }),
    ...(row.status === 'Pending' ? [] : [event(2, row.since, { kind: 'status', status: row.status })]),
    event(3, asOf, { kind: 'firmware', firmwareVersion: row.firmwareVersion, restores: false }),
  ];
}

function given(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}

function instantOf(text: string): string | undefined {
  const time = Date.parse(text);
  return text === '' || Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
