import { describe, expect, test } from 'vitest';
import { readDuisRequest } from '../../functions/srv-events/duis-request.ts';
import { DEVICE, duis, element, inventoryUpdate, prenotification } from '../support/srv-messages.ts';

const XML = duis('12.2', prenotification());
const DSIG = 'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';
const details = (...elements: string[]) =>
  duis('8.4', inventoryUpdate(element('UpdateDeviceDetails', elements.join(''))));
const mpxn = (name: string, value: string) => duis('8.4', inventoryUpdate(element('UpdateMPxN', element(name, value))));
const hubStatus = (status: string) => duis('8.4', inventoryUpdate(element('UpdateDeviceStatusCH', status)));

/** Why a request cannot be read; `it can be read` when it can. */
function reasonOf(xml: string): string {
  try {
    readDuisRequest(xml);
    return 'it can be read';
  } catch (error) {
    expect(error).toMatchObject({ name: 'UnreadableRequest' });
    return error instanceof Error ? error.message : '';
  }
}

describe('a value of a DUIS request', () => {
  const text = (length: number) => 'A'.repeat(length);

  test.each<[string, (value: string) => string, number, number]>([
    [
      'DevicePrenotification/DeviceManufacturer',
      (manufacturer) => duis('12.2', prenotification({ manufacturer })),
      1,
      30,
    ],
    ['DevicePrenotification/DeviceModel', (model) => duis('12.2', prenotification({ model })), 1, 30],
    ['DevicePrenotification/SMETSCHTSVersion', (smets) => duis('12.2', prenotification({ smets })), 1, 20],
    ['DevicePrenotification/FirmwareVersion', (firmware) => duis('12.2', prenotification({ firmware })), 1, 8],
    ['UpdateDeviceDetails/DeviceManufacturer', (value) => details(element('DeviceManufacturer', value)), 0, 30],
    ['UpdateDeviceDetails/DeviceModel', (value) => details(element('DeviceModel', value)), 0, 30],
    ['UpdateMPxN/ImportMPxN', (value) => mpxn('ImportMPxN', value), 1, 13],
    ['UpdateMPxN/SecondaryImportMPAN', (value) => mpxn('SecondaryImportMPAN', value), 13, 13],
    ['UpdateMPxN/ExportMPAN', (value) => mpxn('ExportMPAN', value), 13, 13],
    ['Header/ServiceReferenceVariant', (service) => duis(service, ''), 1, 10],
  ])('%s has so many characters and no others', (path, xml, least, most) => {
    expect([least, most].map((length) => reasonOf(xml(text(length))))).toEqual(['it can be read', 'it can be read']);
    const refused = (length: number) => `${path} has ${length} characters, not ${least} to ${most}`;
    expect(reasonOf(xml(text(most + 1)))).toBe(refused(most + 1));
    if (least > 0) expect(reasonOf(xml(text(least - 1)))).toBe(refused(least - 1));
  });

  test.each([
    ['FirstInSequence', ['true', 'false', '1', '0']],
    ['CommandVariant', ['1', '2', '3', '4', '5', '6', '7', '8', '9']],
  ])('%s is one of those that DUIS has', (name, values) => {
    const plain = XML.replace('<sr:CommandVariant>8</sr:CommandVariant>', '');
    const variant = name === 'CommandVariant' ? '' : element('CommandVariant', '8');
    const header = (value: string) => plain.replace('<sr:ServiceReference>', `${variant}${element(name, value)}$&`);
    for (const value of values) expect(reasonOf(header(value))).toBe('it can be read');
    expect(reasonOf(header(''))).toBe(`Header/${name} is '', not one of the values DUIS allows`);
  });

  test('may have blanks around it', () => {
    const blanks = XML.replaceAll(/<(sr:\w+)>([^<>]+)<\//g, '<$1>\n $2 </').replace('"5.4"', '" 5.4 "');
    expect(readDuisRequest(blanks)).toEqual(readDuisRequest(XML));
    const update = hubStatus(' Withdrawn ');
    expect(readDuisRequest(update)).toMatchObject({ change: { status: 'Withdrawn' } });
    const deletion = duis('8.4', inventoryUpdate(element('DeleteDevice', ' ')));
    expect(readDuisRequest(deletion)).toMatchObject({ change: { kind: 'deleted' } });
  });

  test('of 41 characters that is none of a list is quoted with its first 40', () => {
    const [long, most] = [`S${text(41)}`, `S${text(39)}`];
    expect(reasonOf(duis('12.2', prenotification({ deviceType: long })))).toBe(
      `DevicePrenotification/DeviceType is '${most}', not one of the values DUIS allows`,
    );
    expect(reasonOf(hubStatus(long))).toBe(
      `UpdateDeviceStatusCH is '${most}', not one of Commissioned, Withdrawn, InstalledNotCommissioned`,
    );
  });

  test('that is not a valid EUI-64 or RequestID is quoted with its first 60', () => {
    const form = (what: string, path: string) => `${path} is 'S${text(59)}', not ${what}`;
    expect(reasonOf(duis('12.2', prenotification({ deviceId: ` S${text(61)}` })))).toBe(
      form('an EUI-64', 'DevicePrenotification/DeviceID'),
    );
    expect(reasonOf(duis('8.4', inventoryUpdate(element('DeleteDevice', ''), `S${text(61)}`)))).toBe(
      form('an EUI-64', 'UpdateInventory/DeviceID'),
    );
    expect(reasonOf(duis('12.2', prenotification(), { originator: `S${text(61)}` }))).toBe(
      form('a RequestID (originator EUI-64, target EUI-64, 64-bit counter)', 'Header/RequestID'),
    );
  });

  test.each(['01', 'x1', '-1', '', '1:1', '18446744073709551616'])('RequestID has no counter like "%s"', (counter) => {
    expect(reasonOf(duis('12.2', prenotification(), { counter }))).toContain('Header/RequestID is');
  });
});

describe('the elements of a DUIS request', () => {
  test('may stand on lines of their own', () => {
    for (const xml of [XML, duis('8.4', inventoryUpdate('<sr:DeleteDevice/>'))])
      expect(readDuisRequest(xml.replaceAll('><', '>\n  <'))).toEqual(readDuisRequest(xml));
  });

  test.each([
    ['Request', XML.replace('<sr:Body>', 'x$&')],
    ['Request', XML.replace('</sr:Request>', 'x$&')],
    ['Header', XML.replace('<sr:RequestID>', 'x$&')],
    ['Body', XML.replace('<sr:Body>', '$&x')],
    ['UpdateInventory', duis('8.4', inventoryUpdate('x<sr:DeleteDevice/>'))],
    ['Request', duis('12.2', prenotification(), { signature: `<ds:Signature ${DSIG}>x</ds:Signature>x` })],
  ])('have no text between them: %s', (name, xml) => {
    expect(reasonOf(xml)).toBe(`${name} has text between its elements`);
  });

  test.each([
    ['DevicePrenotification/constructor', XML.replace('<sr:DeviceType>', '<sr:constructor>x</sr:constructor>$&')],
    ['UpdateInventory/DeviceID/A', duis('8.4', inventoryUpdate('<sr:DeleteDevice/>', '<sr:A/>'))],
    ['Header/ServiceReferenceVariant/A', duis('<sr:A/>', '')],
    ['Request/Signature', duis('12.2', prenotification(), { signature: '<sr:Signature/>' })],
    [
      'Request/{http://www.w3.org/2000/09/xmldsig#}KeyInfo',
      duis('12.2', prenotification(), { signature: `<ds:KeyInfo ${DSIG}/>` }),
    ],
    [
      'Header/{http://www.w3.org/2000/09/xmldsig#}Signature',
      duis('12.2', prenotification(), { header: `<ds:Signature ${DSIG}/>` }),
    ],
  ])('are those of DUIS, each in its place: %s', (path, xml) => {
    const where = path.startsWith('UpdateInventory') ? 'DeviceID/A' : path;
    expect(reasonOf(xml)).toMatch(new RegExp(`${where.replaceAll(/[{}#./]/g, '\\$&')} is an element DUIS does not`));
  });

  test.each([
    ['Request has no Body', XML.replace(/<sr:Body>.*<\/sr:Body>/, '')],
    ['Body has 0 elements, not exactly one', duis('12.2', '')],
    ['Body has 2 elements, not exactly one', duis('12.2', prenotification().repeat(2))],
    [
      'DevicePrenotification has no DeviceModel, DeviceType',
      duis('12.2', prenotification({ model: null, deviceType: null })),
    ],
    [
      "Header has ServiceReference '8.4' beside 12.2",
      XML.replace('<sr:ServiceReference>12.2', '<sr:ServiceReference>8.4'),
    ],
  ])('are all there, and once: %s', (reason, xml) => {
    expect(reasonOf(xml)).toBe(reason);
  });

  test('are nested 64 deep at most, whatever the service', () => {
    const nested = (depth: number) => duis('8.2', '<sr:A>'.repeat(depth) + '</sr:A>'.repeat(depth));
    expect(readDuisRequest(nested(62))).toEqual({ service: 'other', reference: '8.2' });
    expect(reasonOf(nested(63))).toBe('Elements are nested more than 64 deep');
  });

  test('are well-formed, or the reason says what is not', () => {
    expect(reasonOf('<a>')).toBe("Root a is in the namespace '', not in that of DUIS");
    expect(reasonOf(XML.slice(0, -13))).toBe('Not well-formed XML: unclosed tag: sr:Request');
  });
});

describe('the schema version of a DUIS request', () => {
  test.each(['5', '5.0', '5.3', '5.10', ' 5.4\n'])('may be %j', (schemaVersion) => {
    expect(reasonOf(duis('12.2', prenotification(), { schemaVersion }))).toBe('it can be read');
  });

  test.each(['', '15.4', '5.4a', '5.', '6.0', '54'])('may not be %j', (schemaVersion) => {
    expect(reasonOf(duis('12.2', prenotification(), { schemaVersion }))).toBe(
      `Request has schemaVersion '${schemaVersion}', not 5.x`,
    );
  });

  test('may not be absent, and of a long one 20 characters are quoted', () => {
    expect(reasonOf(XML.replace(/ schemaVersion="[^"]*"/, ''))).toBe("Request has schemaVersion '', not 5.x");
    expect(reasonOf(duis('12.2', prenotification(), { schemaVersion: '4.12345678901234567890' }))).toBe(
      "Request has schemaVersion '4.123456789012345678', not 5.x",
    );
  });
});

test('a device of an inventory update is named by its EUI-64', () => {
  expect(readDuisRequest(duis('8.4', inventoryUpdate('<sr:DeleteDevice/>')))).toMatchObject({ deviceId: DEVICE });
});
