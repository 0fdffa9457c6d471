import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { readDuisRequest } from '../../functions/srv-events/duis-request.ts';
import { UnreadableRequest } from '../../functions/srv-events/duis-xml.ts';
import { readSrvMessage } from '../../functions/srv-events/srv-message.ts';
import { duis, element, envelope, inventoryUpdate, prenotification } from '../support/srv-messages.ts';
import { faultsAgainstDocument, faultsAgainstEnvelope } from './srv-oracle.ts';
import { workOf } from '../support/work.ts';

const SENT = '2026-03-02T10:00:00.000Z';
/** No message takes more work, in milliseconds; they take microseconds, and a collection of garbage may come between. */
const MOST_WORK_MS = 2_000;

/** How many messages each outcome had; a run whose messages are all refused has shown nothing. */
export type Tally = { read: number; refused: number; ignored: number };

/** A tally, and what counts into it. */
export function tallied(): { readonly tally: Readonly<Tally>; readonly count: (outcome: keyof Tally) => void } {
  const tally = { read: 0, refused: 0, ignored: 0 };
  return { tally, count: (outcome) => void (tally[outcome] += 1) };
}

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'.split('')), minLength: length, maxLength: length });
const eui = fc.array(hex(2), { minLength: 8, maxLength: 8 }).map((pairs) => pairs.join('-'));
const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null, freq: 3 });
const markedUp = (values: fc.Arbitrary<string>) =>
  fc.tuple(values, fc.constantFrom('', 'cdata', 'comment', 'blanks', 'reference')).map(([value, how]) => {
    if (how === 'cdata') return `<![CDATA[${value}]]>`;
    if (how === 'comment') return `${value.slice(0, 1)}<!-- 0 -->${value.slice(1)}`;
    if (how === 'blanks') return `\n  ${value} `;
    return how === 'reference' ? `&#${value.charCodeAt(0)};${value.slice(1)}` : value;
  });

const prenotifications = fc
  .record({
    deviceId: markedUp(eui),
    manufacturer: orNull(markedUp(hex(4))),
    model: orNull(markedUp(hex(8))),
    deviceType: fc.constantFrom('ESME', 'GSME', 'CHF', 'PPMID'),
    smets: orNull(fc.constantFrom('SMETS V1.58', '&lt;b&gt;', '<![CDATA[<b>]]>')),
    firmware: orNull(markedUp(hex(8))),
    variant: orNull(fc.constantFrom('A', 'AD', 'ADEG')),
    gpf: orNull(markedUp(eui)),
  })
  .map((fields) => duis('12.2', prenotification(fields)));
const choices = fc.oneof(
  fc.constantFrom('Pending', 'InstalledNotCommissioned').map((status) => element('UpdateDeviceStatusExceptCH', status)),
  fc.constant(element('DeleteDevice', '')),
  markedUp(hex(8)).map((firmware) => element('UpdateDeviceDetails', element('FirmwareVersion', firmware))),
);
const updates = fc.tuple(choices, markedUp(eui)).map(([choice, id]) => duis('8.4', inventoryUpdate(choice, id)));
/** The same document with its elements in the default namespace. */
const unprefixed = (xml: string): string => xml.replaceAll('xmlns:sr=', 'xmlns=').replaceAll('sr:', '');
const requests = fc
  .tuple(fc.oneof(prenotifications, updates), fc.boolean())
  .map(([xml, plain]) => (plain ? unprefixed(xml) : xml));

const SNIPPETS = [
  '<!DOCTYPE a>',
  '<!DOCTYPE a [<!ENTITY b "AB01">]>',
  '&b;',
  '&amp;',
  '&#0;',
  '&#65;',
  '&#xD800;',
  '<!---->',
  '<!-- -- -->',
  '<![CDATA[',
  '<![CDATA[A]]>',
  ']]>',
  '<?xml version="1.0"?>',
  '<?a b?>',
  '<sr:a/>',
  '</sr:a>',
  '<FirmwareVersion>00000001</FirmwareVersion>',
  '<sr:FirmwareVersion>00000001</sr:FirmwareVersion>',
  '<sr:DeviceID>00-00-00-00-00-00-00-00</sr:DeviceID>',
  '<x:a xmlns:x="urn:x"/>',
  '<',
  '>',
  '&',
  '"',
  '\u0000',
  '\u0001',
  '\uD800',
  '\uFEFF',
  '\uFFFE',
  '\u202E',
  '\r',
  'é',
  '😀',
  '0',
] as const;
const TOKENS = /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<[^>]*>|[^<]+|</g;

type Mutation = { readonly at: number; readonly other: number; readonly kind: string; readonly snippet: string };
const mutations = fc.array(
  fc.record({
    at: fc.nat(),
    other: fc.nat(),
    kind: fc.constantFrom(
      'delete',
      'repeat',
      'swap',
      'replace',
      'insert',
      'inside',
      'attribute',
      'namespace',
      'truncate',
      'case',
    ),
    snippet: fc.constantFrom(...SNIPPETS),
  }),
  { maxLength: 3 },
);

/** Changes a document token by token (a tag, a comment, a text) as somebody would who knows XML. */
function mutated(text: string, { at, other, kind, snippet }: Mutation): string {
  const tokens = text.match(TOKENS) ?? [];
  const place = at % Math.max(1, tokens.length);
  const token = tokens[place] ?? '';
  const second = other % Math.max(1, tokens.length);
  const inside = other % (token.length + 1);
  const withTokens = (changes: Readonly<Record<number, string>>) =>
    tokens.map((one, index) => changes[index] ?? one).join('');
  switch (kind) {
    case 'delete':
      return withTokens({ [place]: '' });
    case 'repeat':
      return withTokens({ [place]: token + token });
    case 'swap':
      return withTokens({ [place]: tokens[second] ?? '', [second]: token });
    case 'replace':
      return withTokens({ [place]: snippet });
    case 'insert':
      return withTokens({ [place]: snippet + token });
    case 'inside':
      return withTokens({ [place]: token.slice(0, inside) + snippet + token.slice(inside) });
    case 'attribute':
      return withTokens({ [place]: token.replace(/>$/, ` schemaVersion="5.${other % 10}" b='${snippet}'>`) });
    case 'namespace':
      return withTokens({ [place]: token.replace(/sr:|dccinterface/, other % 2 === 0 ? '' : 'ds:') });
    case 'truncate':
      return tokens.slice(0, place).join('') + token.slice(0, inside);
    default:
      return withTokens({ [place]: other % 2 === 0 ? token.toLowerCase() : token.toUpperCase() });
  }
}

const documents = fc
  .tuple(requests, mutations)
  .map(([xml, changes]) => changes.reduce((text, change) => mutated(text, change), xml));

const JSON_VALUES = [
  'null',
  'true',
  '1e400',
  '-0',
  '""',
  '"\\ud800"',
  '"\\u0000"',
  '[]',
  '{}',
  '{"__proto__":1}',
  '"__proto__"',
  '"9999-12-31T23:59:59Z"',
  '"2026-03-02T09:00:00+14:00"',
  '"00-00-00-00-00-00-00-01"',
];
const envelopes = fc
  .record({
    event: fc.oneof(
      documents.map((xml) => ['uk.smartdcc.srv.request', xml] as const),
      fc
        .record({
          deviceId: eui,
          firmwareVersion: hex(8),
          trigger: fc.constantFrom('11.2', '11.3', 'CommsHub', 'other'),
        })
        .map((data) => ['uk.smartdcc.device.firmware-changed', data] as const),
      fc
        .record({ deviceId: eui, status: fc.constantFrom('Suspended', 'Restored', 'Deleted', 'Exploded') })
        .map((data) => ['uk.smartdcc.device.status-changed', data] as const),
    ),
    changes: fc.array(
      fc.record({
        kind: fc.constantFrom('delete', 'value', 'name', 'insert', 'truncate'),
        at: fc.nat(),
        value: fc.constantFrom(...JSON_VALUES),
      }),
      { maxLength: 2 },
    ),
  })
  .map(({ event: [type, data], changes }) =>
    changes.reduce((text, change) => mutatedJson(text, change), envelope(type, data)),
  );

function mutatedJson(text: string, { kind, at, value }: { kind: string; at: number; value: string }): string {
  const members = [...text.matchAll(/"(?<name>\w+)":(?:"(?:[^"\\]|\\.)*"|[^,{}[\]"]+),?/g)];
  const member = members[at % Math.max(1, members.length)];
  const place = at % (text.length + 1);
  if (kind === 'truncate') return text.slice(0, place);
  if (kind === 'insert' || member === undefined) return text.slice(0, place) + value + text.slice(place);
  const ends = member[0].endsWith(',') ? ',' : '';
  const name = member.groups?.['name'] ?? '';
  const instead = { delete: '', value: `"${name}":${value}${ends}`, name: `"__proto__":${value}${ends}` }[kind] ?? '';
  return text.slice(0, member.index) + instead + text.slice(member.index + member[0].length);
}

/** Mutated documents: what is read is well-formed, without DOCTYPE, and says only what stands in the document. */
export function documentsAreReadTruly(count: (outcome: keyof Tally) => void) {
  return fc.property(documents, (xml) => {
    const work = workOf();
    let request: ReturnType<typeof readDuisRequest> | undefined;
    try {
      request = readDuisRequest(xml);
    } catch (error) {
      if (!(error instanceof UnreadableRequest)) throw new Error(`Not refused but thrown at: ${xml}`, { cause: error });
    }
    isLittle(work(), xml);
    count(request === undefined ? 'refused' : request.service === 'other' ? 'ignored' : 'read');
    if (request === undefined) return;
    const faults = [...strictness(xml), ...faultsAgainstDocument(request, xml)];
    if (faults.length > 0) throw new Error(`${faults.join('; ')}: ${xml}`);
  });
}

/** Mutated messages: never thrown at, and what is read says only what stands in the message. */
export function messagesAreReadTruly(count: (outcome: keyof Tally) => void) {
  return fc.property(fc.oneof(envelopes, documents), (body) => {
    const work = workOf();
    const message = readSrvMessage(body, SENT);
    isLittle(work(), body);
    if (message.outcome === 'poison') {
      count('refused');
      if (message.reason === '') throw new Error(`Refused without a reason: ${body}`);
      return;
    }
    count(message.outcome === 'event' ? 'read' : 'ignored');
    const faults = faultsAgainstEnvelope(message, body, SENT);
    if (faults.length > 0) throw new Error(`${faults.join('; ')}: ${body}`);
  });
}

function isLittle(work: number, what: string): void {
  if (work > MOST_WORK_MS) throw new Error(`${Math.round(work)} ms of work for ${what}`);
}

/** What a parser that does nothing else finds wrong with a document. */
function strictness(xml: string): string[] {
  const parser = new SaxesParser({ xmlns: true });
  const faults: string[] = [];
  parser.on('error', ({ message }) => faults.push(message));
  parser.on('doctype', () => faults.push('a DOCTYPE'));
  parser.write(xml).close();
  return faults;
}
