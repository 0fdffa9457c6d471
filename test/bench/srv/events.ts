import { duis, element, envelope, inventoryUpdate, prenotification } from '../../support/srv-messages.ts';
import { deviceIdOf, TRIAL_FIRMWARE } from '../../support/trial-records.ts';

/** One device of so many is a trial device. */
export const TRIAL_EVERY = 100;
/** One event of so many comes twice. */
const REPEATED_EVERY = 19;

const START = Date.parse('2026-11-02T09:00:00.000Z');

/**
 * A signature of the size that DUIS requests carry: about half of a request. Its content is not a real one; the
 * pipeline passes it over, as saxes does.
 */
const SIGNATURE =
  '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>' +
  '<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>' +
  '<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"/>' +
  '<ds:Reference URI=""><ds:Transforms>' +
  '<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/></ds:Transforms>' +
  '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>' +
  `<ds:DigestValue>${'A'.repeat(43)}=</ds:DigestValue></ds:Reference></ds:SignedInfo>` +
  `<ds:SignatureValue>${'B'.repeat(86)}==</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509IssuerSerial>` +
  '<ds:X509IssuerName>CN=Z1,OU=07</ds:X509IssuerName><ds:X509SerialNumber>1234567890123456789</ds:X509SerialNumber>' +
  '</ds:X509IssuerSerial></ds:X509Data></ds:KeyInfo></ds:Signature>';

/** Messages of an event stream, each event's repeat right behind those that come after it. */
export type EventStream = { readonly messages: readonly string[]; readonly events: number };

/** Pre-notifications of so many devices. */
export function prenotifications(devices: number): EventStream {
  return stream(devices, 1000, (number) => {
    const firmware = number % TRIAL_EVERY === 0 ? TRIAL_FIRMWARE : '00020200';
    return ['12.2', prenotification({ deviceId: deviceIdOf(number), firmware })];
  });
}

/** A change of status of each of the same devices, as an 8.4. */
export function statusChanges(devices: number): EventStream {
  return stream(devices, 1_000_000, (number) => [
    '8.4',
    inventoryUpdate(element('UpdateDeviceStatusExceptCH', 'InstalledNotCommissioned'), deviceIdOf(number)),
  ]);
}

function stream(
  devices: number,
  firstCounter: number,
  eventOf: (number: number) => readonly [string, string],
): EventStream {
  const messages: string[] = [];
  const late: string[] = [];
  for (let number = 0; number < devices; number += 1) {
    const [service, body] = eventOf(number);
    const counter = String(firstCounter + number);
    const time = new Date(START + firstCounter + number).toISOString();
    const message = envelope('uk.smartdcc.srv.request', duis(service, body, { counter, signature: SIGNATURE }), {
      id: `${service}-${number}`,
      time,
    });
    messages.push(message);
    if (number % REPEATED_EVERY === 0) late.push(message);
  }
  return { messages: [...messages, ...late], events: devices };
}
