import type { DeviceChange } from '../../functions/domain/devices/device-event.ts';
import type { DuisRequest } from '../../functions/srv-events/duis-request.ts';
import type { SrvMessage } from '../../functions/srv-events/srv-message.ts';

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const ATTRIBUTES = String.raw`(?:\s(?:[^>"']|"[^"]*"|'[^']*')*)?`;
/** Elements by the details they hold; what is not here, the sender, stands in the RequestID. */
const ELEMENTS: Readonly<Record<string, string>> = {
  deviceType: 'DeviceType',
  manufacturer: 'DeviceManufacturer',
  model: 'DeviceModel',
  smetsChtsVersion: 'SMETSCHTSVersion',
  firmwareVersion: 'FirmwareVersion',
  esmeVariant: 'ESMEVariant',
  associatedGpfDeviceId: 'AssociatedGPFDeviceID',
};

/** What a request says that does not stand in its document, by a reading of texts that knows nothing of XML parsers. */
export function faultsAgainstDocument(request: DuisRequest, xml: string): string[] {
  const stands = (element: string, value: string): string[] =>
    textsOf(xml, element).some((text) => text.trim().toUpperCase() === value.toUpperCase())
      ? []
      : [`${value} does not stand in a ${element}`];
  if (request.service === 'other') return stands('ServiceReferenceVariant', request.reference);
  return [
    ...stands('ServiceReferenceVariant', request.service),
    ...stands('RequestID', request.requestId),
    ...stands('DeviceID', request.deviceId),
    ...faultsOfChange(request.change, stands, request.requestId),
  ];
}

function faultsOfChange(
  change: DeviceChange | undefined,
  stands: (element: string, value: string) => string[],
  requestId: string,
): string[] {
  if (change?.kind === 'prenotified' || change?.kind === 'details') {
    return Object.entries(change.details).flatMap(([name, value]) => {
      const element = ELEMENTS[name];
      if (element !== undefined) return stands(element, value);
      return requestId.startsWith(`${value}:`) ? [] : [`${name} is not the sender: ${value}`];
    });
  }
  if (change?.kind === 'status') return stands('UpdateDeviceStatus(?:ExceptCH|CH)', change.status);
  return change?.kind === 'deleted' ? stands('DeleteDevice', '') : [];
}

/** What an understood message says that its envelope does not; of a bare request, what its document does not. */
export function faultsAgainstEnvelope(message: SrvMessage, body: string, sentAt: string): string[] {
  if (body.trimStart().startsWith('<')) {
    if (message.outcome !== 'event') return [];
    return message.event.at === sentAt ? [] : [`At ${message.event.at}, sent at ${sentAt}`];
  }
  const json: unknown = JSON.parse(body.trimStart());
  const said = new Map(typeof json === 'object' && json !== null ? Object.entries(json) : []);
  if (message.outcome !== 'event') return said.has('type') ? [] : ['ignored without a type'];
  const { event, deviceId } = message;
  const data = JSON.stringify(said.get('data')).toUpperCase();
  const bare = data
    .replaceAll(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code)).toUpperCase())
    .replaceAll(/<!--.*?-->/g, '');
  return [
    ...(said.get('id') === event.id ? [] : [`Id ${event.id} is not that of the envelope`]),
    ...(Date.parse(String(said.get('time'))) === Date.parse(event.at)
      ? []
      : [`At ${event.at}, not when the envelope says`]),
    ...(bare.includes(deviceId) ? [] : [`${deviceId} does not stand in the data`]),
  ];
}

/** The texts that stand in elements of a name, wherever they are. */
function textsOf(xml: string, element: string): string[] {
  const plain = xml.replaceAll(/<!--[^]*?-->|<!\[CDATA\[(?<text>[^]*?)\]\]>|<\?[^]*?\?>/g, (_all, text?: string) =>
    escaped(text ?? ''),
  );
  const whole = new RegExp(
    `<(?:[\\w.-]+:)?${element}${ATTRIBUTES}(?:/>|>(?<text>[^<]*)</(?:[\\w.-]+:)?${element}\\s*>)`,
    'gu',
  );
  return [...plain.matchAll(whole)].map(({ groups = {} }) => decoded(groups['text'] ?? ''));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function decoded(text: string): string {
  return text.replaceAll(/&(?:#x([\da-fA-F]+)|#(\d+)|(\w+));/g, (_, hex?: string, decimal?: string, name = '') => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return decimal === undefined ? (ENTITIES[name] ?? '') : String.fromCodePoint(Number(decimal));
  });
}
