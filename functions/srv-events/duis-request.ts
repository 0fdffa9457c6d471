import {
  DETAIL_NAMES,
  type DetailName,
  type DeviceChange,
  type DeviceDetails,
  DUIS_DEVICE_TYPES,
  ESME_VARIANTS,
} from '../domain/devices/device-event.ts';
import { type SmiStatus } from '../domain/devices/device.ts';
import { formOf, type LeafRules, leafText, oneOf, readLeaves, refuseText, textOf, inUpperCase } from './duis-fields.ts';
import { type DuisElement, readDuisXml, UnreadableRequest } from './duis-xml.ts';
import { duisEui } from '../domain/devices/eui.ts';

/** A DUIS request, as far as the inventory is concerned. */
export type DuisRequest =
  | {
      readonly service: '12.2' | '8.4';
      readonly requestId: string;
      readonly deviceId: string;
      /** What it changes; none for an 8.4 `UpdateMPxN`: the identity of a home is no business of this inventory. */
      readonly change: DeviceChange | undefined;
    }
  /** A request for another service: none of ours. */
  | { readonly service: 'other'; readonly reference: string };

const COUNTER_LIMIT = 2n ** 64n;

const eui = formOf('an EUI-64', duisEui);
const firmwareVersion = inUpperCase(textOf(1, 8));
const requestId = formOf('a RequestID (originator EUI-64, target EUI-64, 64-bit counter)', normaliseRequestId);

const serviceReference = textOf(1, 10);

const HEADER: LeafRules = {
  RequestID: requestId,
  FirstInSequence: oneOf(['true', 'false', '1', '0']),
  PrecedingServiceRequestID: requestId,
  CommandVariant: oneOf(['1', '2', '3', '4', '5', '6', '7', '8', '9']),
  ServiceReference: serviceReference,
  ServiceReferenceVariant: serviceReference,
};

const DETAILS: LeafRules = {
  DeviceManufacturer: inUpperCase(textOf(0, 30)),
  DeviceModel: inUpperCase(textOf(0, 30)),
  SMETSCHTSVersion: textOf(1, 20),
  FirmwareVersion: firmwareVersion,
  ESMEVariant: oneOf([...ESME_VARIANTS]),
};

const PRENOTIFICATION: LeafRules = {
  ...DETAILS,
  DeviceID: eui,
  DeviceManufacturer: inUpperCase(textOf(1, 30)),
  DeviceModel: inUpperCase(textOf(1, 30)),
  DeviceType: oneOf(DUIS_DEVICE_TYPES),
  AssociatedGPFDeviceID: eui,
};

const MPXN: LeafRules = {
  ImportMPxN: textOf(1, 13),
  SecondaryImportMPAN: textOf(13, 13),
  ExportMPAN: textOf(13, 13),
};

/** Names of the details in DUIS. */
const ELEMENT_OF: Readonly<Record<Exclude<DetailName, 'responsibleParty'>, string>> = {
  deviceType: 'DeviceType',
  manufacturer: 'DeviceManufacturer',
  model: 'DeviceModel',
  smetsChtsVersion: 'SMETSCHTSVersion',
  firmwareVersion: 'FirmwareVersion',
  esmeVariant: 'ESMEVariant',
  associatedGpfDeviceId: 'AssociatedGPFDeviceID',
};

const EXCEPT_HUB_STATUSES = ['Pending', 'InstalledNotCommissioned'] as const;
const HUB_STATUSES = ['Commissioned', 'Withdrawn', 'InstalledNotCommissioned'] as const;

/**
 * Reads a DUIS request (schema versions 5.x): SRV 12.2 `DevicePrenotification` and SRV 8.4 `UpdateInventory` in full,
 * any other only as far as its service reference. Strict: an element that DUIS does not have in its place, a value
 * that is too long or not in its list, makes the whole request unreadable, because half an update would be a wrong
 * record. The order of elements is not insisted on: it carries no meaning.
 *
 * @throws UnreadableRequest with the reason
 */
export function readDuisRequest(xml: string): DuisRequest {
  const { root, schemaVersion } = readDuisXml(xml);
  refuseText(root);
  const header = only(root, 'Header');
  const path = 'Header/ServiceReferenceVariant';
  const reference = serviceReference(leafText(only(header, 'ServiceReferenceVariant'), path), path);
  if (reference !== '12.2' && reference !== '8.4') return { service: 'other', reference };
  if (!/^5(?:\.\d+)?$/.test(schemaVersion.trim())) {
    throw new UnreadableRequest(`Request has schemaVersion '${schemaVersion.slice(0, 20)}', not 5.x`);
  }
  const leaves = readLeaves(header, HEADER, [
    'RequestID',
    'CommandVariant',
    'ServiceReference',
    'ServiceReferenceVariant',
  ]);
  if (leaves.get('ServiceReference') !== reference) {
    throw new UnreadableRequest(`Header has ServiceReference '${leaves.get('ServiceReference')}' beside ${reference}`);
  }
  const content = soleChild(only(root, 'Body'));
  only(root, 'Header', 'Body');
  const id = { service: reference, requestId: leaves.get('RequestID') ?? '' } as const;
  const sender = originatorOf(id.requestId);
  if (reference === '12.2') return { ...id, ...prenotification(named(content, 'DevicePrenotification'), sender) };
  return { ...id, ...inventoryUpdate(named(content, 'UpdateInventory'), sender) };
}

function prenotification(element: DuisElement, sender: string): { deviceId: string; change: DeviceChange } {
  const required = ['DeviceID', 'DeviceManufacturer', 'DeviceModel', 'DeviceType'];
  const leaves = readLeaves(element, PRENOTIFICATION, required);
  return {
    deviceId: leaves.get('DeviceID') ?? '',
    change: { kind: 'prenotified', details: detailsOf(leaves, sender) },
  };
}

function inventoryUpdate(element: DuisElement, sender: string): { deviceId: string; change: DeviceChange | undefined } {
  refuseText(element);
  const device = only(element, 'DeviceID');
  const choices = element.children.filter((child) => child !== device);
  const [choice] = choices;
  if (choice === undefined || choices.length > 1) {
    throw new UnreadableRequest(`UpdateInventory has ${choices.length} updates, not exactly one`);
  }
  return { deviceId: eui(leafText(device, 'DeviceID'), 'UpdateInventory/DeviceID'), change: updateOf(choice, sender) };
}

function updateOf(choice: DuisElement, sender: string): DeviceChange | undefined {
  switch (choice.name) {
    case 'UpdateDeviceStatusExceptCH':
      return { kind: 'status', status: statusOf(choice, EXCEPT_HUB_STATUSES) };
    case 'UpdateDeviceStatusCH':
      return { kind: 'status', status: statusOf(choice, HUB_STATUSES) };
    case 'UpdateDeviceDetails':
      return { kind: 'details', details: detailsOf(readLeaves(choice, DETAILS, []), sender) };
    case 'DeleteDevice':
      if (leafText(choice, choice.name).trim() !== '') throw new UnreadableRequest('DeleteDevice is not empty');
      return { kind: 'deleted' };
    case 'UpdateMPxN':
      if (readLeaves(choice, MPXN, []).size !== 1) throw new UnreadableRequest('UpdateMPxN has not exactly one MPxN');
      return undefined;
    default:
      throw new UnreadableRequest(`UpdateInventory/${choice.name} is an element DUIS does not have there`);
  }
}

function statusOf<S extends Exclude<SmiStatus, 'Deleted'>>(element: DuisElement, allowed: readonly S[]): S {
  const text = leafText(element, element.name).trim();
  const status = allowed.find((value) => value === text);
  if (status === undefined) {
    throw new UnreadableRequest(`${element.name} is '${text.slice(0, 40)}', not one of ${allowed.join(', ')}`);
  }
  return status;
}

function detailsOf(leaves: ReadonlyMap<string, string>, sender: string): DeviceDetails {
  const details: Partial<Record<DetailName, string>> = { responsibleParty: sender };
  for (const name of DETAIL_NAMES) {
    const value = name === 'responsibleParty' ? undefined : leaves.get(ELEMENT_OF[name]);
    if (value !== undefined) details[name] = value;
  }
  return details;
}

/** The child of that name, of which there is one; `others` are the names that may stand beside it, if that is all. */
function only(element: DuisElement, name: string, ...others: readonly string[]): DuisElement {
  const stranger = others.length > 0 && element.children.find((child) => ![name, ...others].includes(child.name));
  if (stranger) {
    throw new UnreadableRequest(`${element.name}/${stranger.name} is an element DUIS does not have there`);
  }
  const [found, ...more] = element.children.filter((child) => child.name === name);
  if (found === undefined) throw new UnreadableRequest(`${element.name} has no ${name}`);
  if (more.length > 0) throw new UnreadableRequest(`${element.name}/${name} is there more than once`);
  return found;
}

function soleChild(element: DuisElement): DuisElement {
  refuseText(element);
  const [child, ...more] = element.children;
  if (child === undefined || more.length > 0) {
    throw new UnreadableRequest(`${element.name} has ${element.children.length} elements, not exactly one`);
  }
  return child;
}

function named(element: DuisElement, name: string): DuisElement {
  if (element.name === name) return element;
  throw new UnreadableRequest(`Body holds ${element.name}, not ${name} as its header says`);
}

/** Who sent a request: the first part of its RequestID, an EUI-64. */
export function originatorOf(requestId: string): string {
  return requestId.split(':')[0] ?? '';
}

/** A RequestID with its EUI-64s in upper case; its counter stays text, because it has 64 bits (DOMAIN 2). */
function normaliseRequestId(text: string): string | undefined {
  const [originator = '', target = '', counter = '', ...more] = text.split(':');
  const [from, to] = [duisEui(originator), duisEui(target)];
  if (from === undefined || to === undefined || more.length > 0) return undefined;
  if (!/^(?:0|[1-9]\d{0,19})$/.test(counter) || BigInt(counter) >= COUNTER_LIMIT) return undefined;
  return `${from}:${to}:${counter}`;
}
