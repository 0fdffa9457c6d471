import { gzipSync } from 'node:zlib';
import { duis, envelope, prenotification } from '../srv-messages.ts';
import type { Recipe } from './corpus.ts';

const LIMIT = 256 * 1024;
const deviceId = '00-DB-12-34-56-78-90-EE';
const REQUEST = duis('12.2', prenotification({ deviceId }));
const firmware = { deviceId, firmwareVersion: '0002012F', trigger: '11.3' };
const FIRMWARE = envelope('uk.smartdcc.device.firmware-changed', firmware);
const deep = (levels: number): string => '<sr:a>'.repeat(levels) + '</sr:a>'.repeat(levels);
const padded = (bytes: number): string => `${REQUEST}<!--${'x'.repeat(bytes - REQUEST.length - 7)}-->`;
const attributes = Array.from({ length: 20_000 }, (_, index) => ` a${index}="1"`).join('');
const namespaces = Array.from({ length: 8_000 }, (_, index) => ` xmlns:n${index}="urn:${index}"`).join('');

/** Messages of the srv-events queue that are large, deep or not text. */
export const SRV_RECIPES: readonly Recipe[] = [
  { name: 'bytes-at-the-limit.xml', content: padded(LIMIT) },
  { name: 'bytes-over-the-limit.xml', content: padded(LIMIT + 1) },
  {
    name: 'bytes-over-the-limit-in-fewer-characters.xml',
    content: padded(LIMIT - 10_000).replace(/x{9000}/, '€'.repeat(9000)),
  },
  { name: 'bytes-over-the-limit.json', content: envelope('x', 'x'.repeat(LIMIT)) },
  { name: 'depth-65.xml', content: duis('12.2', deep(62)) },
  { name: 'depth-20000.xml', content: duis('12.2', deep(15_000)) },
  { name: 'depth-20000-unclosed.xml', content: '<a>'.repeat(20_000) },
  {
    name: 'depth-of-a-signature.xml',
    content: duis('12.2', prenotification({ deviceId }), {
      signature: `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${'<ds:O>'.repeat(70)}${'</ds:O>'.repeat(70)}</ds:Signature>`,
    }),
  },
  { name: 'attributes-20000.xml', content: REQUEST.replace('<sr:Body>', `<sr:Body${attributes}>`) },
  { name: 'namespaces-8000.xml', content: REQUEST.replace('<sr:Body>', `<sr:Body${namespaces}>`) },
  { name: 'elements-20000.xml', content: duis('12.2', '<sr:a/>'.repeat(20_000)) },
  { name: 'comments-30000.xml', content: REQUEST.replace('0002012F', `0002${'<!---->'.repeat(30_000)}012F`) },
  { name: 'references-40000.xml', content: REQUEST.replace('AB01', '&amp;'.repeat(40_000)) },
  { name: 'name-of-200-kilobytes.xml', content: duis('12.2', `<sr:${'a'.repeat(200_000)}/>`) },
  { name: 'value-of-200-kilobytes.xml', content: REQUEST.replace('AB01', 'A'.repeat(200_000)) },
  { name: 'nul-in-value.xml', content: REQUEST.replace('AB01', 'A\u0000B') },
  { name: 'control-in-value.xml', content: REQUEST.replace('AB01', 'A\u001BB') },
  { name: 'surrogate-half-in-value.xml', content: REQUEST.replace('AB01', 'A\uD800B') },
  { name: 'noncharacter-in-value.xml', content: REQUEST.replace('AB01', 'A\uFFFEB') },
  { name: 'read-as-utf-16.xml', content: Buffer.from(REQUEST).swap16().toString('utf16le') },
  { name: 'gzip-as-latin-1.txt', content: gzipSync(REQUEST).toString('latin1') },
  { name: 'base64-of-a-request.txt', content: Buffer.from(REQUEST).toString('base64') },
  { name: 'depth-50000.json', content: '{"a":'.repeat(50_000) },
  {
    name: 'depth-30000-closed.json',
    content: FIRMWARE.replace(/}$/, `,"x":${'['.repeat(30_000)}${']'.repeat(30_000)}}`),
  },
  {
    name: 'data-of-depth-30000.json',
    content: envelope('uk.smartdcc.device.firmware-changed', 0).replace(
      ':0',
      `:${'['.repeat(30_000)}${']'.repeat(30_000)}`,
    ),
  },
  {
    name: 'keys-15000.json',
    content: envelope('uk.smartdcc.device.firmware-changed', {
      ...firmware,
      ...Object.fromEntries(Array.from({ length: 15_000 }, (_, index) => [`k${index}`, 1])),
    }),
  },
  { name: 'mark-before.json', content: `\uFEFF${FIRMWARE}` },
  { name: 'nul-behind.json', content: `${FIRMWARE}\u0000` },
  { name: 'control-in-text.json', content: FIRMWARE.replace('event-1', 'event\u0001') },
  {
    name: 'id-of-a-hundred-kilobytes.json',
    content: envelope('uk.smartdcc.device.firmware-changed', firmware, { id: 'x'.repeat(100_000) }),
  },
];
