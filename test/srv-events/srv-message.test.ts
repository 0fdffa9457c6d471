import { describe, expect, test } from 'vitest';
import { MAX_SRV_MESSAGE_BYTES } from '../../functions/contracts/srv-event.ts';
import { readSrvMessage, type SrvMessage } from '../../functions/srv-events/srv-message.ts';
import { DEVICE, duis, element, envelope, inventoryUpdate, prenotification } from '../support/srv-messages.ts';

const read = (body: string): SrvMessage => readSrvMessage(body, '2026-03-02T10:00:00.000Z');
const request = (xml: string, over = {}): string => envelope('uk.smartdcc.srv.request', xml, over);
const firmware = (data: unknown): string => envelope('uk.smartdcc.device.firmware-changed', data);
const status = (data: unknown): string => envelope('uk.smartdcc.device.status-changed', data);

/** Why a message is poison; fails the test when it is not. */
const reasonOf = (body: string): string => {
  const message = read(body);
  expect(message).toMatchObject({ outcome: 'poison' });
  return message.outcome === 'poison' ? message.reason : '';
};

describe('SRV 12.2 and 8.4', () => {
  test('[R52] a pre-notification in an envelope has the source, id and time of the envelope', () => {
    expect(read(request(duis('12.2', prenotification()), { time: '2026-03-02T10:00:00+01:00' }))).toEqual({
      outcome: 'event',
      kind: '12.2',
      deviceId: DEVICE,
      event: {
        source: 'urn:test:dsp',
        id: 'event-1',
        at: '2026-03-02T09:00:00.000Z',
        change: {
          kind: 'prenotified',
          details: {
            deviceType: 'ESME',
            manufacturer: 'AB01',
            model: '010A030B',
            smetsChtsVersion: 'SMETS V1.58',
            firmwareVersion: '0002012F',
            esmeVariant: 'AD',
            responsibleParty: '90-B3-D5-1F-30-01-00-00',
          },
        },
      },
    });
  });

  test('[R52] a bare request has its originator as source, its RequestID as id and the time at which the queue took it', () => {
    const xml = duis('8.4', inventoryUpdate('<sr:DeleteDevice/>'), { counter: '18446744073709551615' });
    expect(read(xml)).toMatchObject({
      kind: '8.4',
      event: {
        source: '90-B3-D5-1F-30-01-00-00',
        id: '90-B3-D5-1F-30-01-00-00:90-B3-D5-1F-30-00-00-02:18446744073709551615',
        at: '2026-03-02T10:00:00.000Z',
        timedBy: 'queue',
        change: { kind: 'deleted' },
      },
    });
  });

  test.each([
    [element('UpdateDeviceStatusExceptCH', 'Pending'), { kind: 'status', status: 'Pending' }],
    [element('UpdateDeviceStatusExceptCH', 'InstalledNotCommissioned'), { status: 'InstalledNotCommissioned' }],
    [element('UpdateDeviceStatusCH', 'Commissioned'), { kind: 'status', status: 'Commissioned' }],
    [element('UpdateDeviceStatusCH', 'Withdrawn'), { kind: 'status', status: 'Withdrawn' }],
    [element('UpdateDeviceStatusCH', 'InstalledNotCommissioned'), { status: 'InstalledNotCommissioned' }],
    [element('UpdateDeviceDetails', ''), { kind: 'details', details: {} }],
    [
      element('UpdateDeviceDetails', element('FirmwareVersion', 'abcdef01')),
      { details: { firmwareVersion: 'ABCDEF01' } },
    ],
    [element('DeleteDevice', ''), { kind: 'deleted' }],
  ])('every choice of an inventory update is understood: %s', (choice, change) => {
    expect(read(duis('8.4', inventoryUpdate(choice)))).toMatchObject({ kind: '8.4', event: { change } });
  });

  test.each(['ImportMPxN', 'SecondaryImportMPAN', 'ExportMPAN'])(
    "[R76] an update of a home's %s is understood, counted and not kept",
    (name) => {
      const xml = duis('8.4', inventoryUpdate(element('UpdateMPxN', element(name, '1200000000001'))));
      expect(read(xml)).toEqual({ outcome: 'ignored', what: 'mpxn' });
    },
  );

  test.each('ESME GSME GPF CHF HCALCS PPMID IHD CAD'.split(' '))('device type %s is read', (deviceType) => {
    const xml = duis('12.2', prenotification({ deviceType, variant: null, firmware: null }));
    expect(read(xml)).toMatchObject({ event: { change: { details: { deviceType } } } });
  });

  test.each('A B C AD BD CD ADE BDE CDE ADF BDF CDF ADEF BDEF CDEF ADG ADEG AF BF CF AEF BEF CEF AG AEG'.split(' '))(
    'ESME variant %s is read',
    (variant) => {
      expect(read(duis('12.2', prenotification({ variant })))).toMatchObject({ outcome: 'event' });
    },
  );

  test('identifiers are normalised: EUI-64, manufacturer, model and firmware in upper case', () => {
    const body = prenotification({
      deviceId: '00-db-12-34-56-78-90-a0',
      manufacturer: 'ab01',
      model: '010a030b',
      firmware: '0002012f',
      gpf: '00-db-12-34-56-78-90-a1',
    });
    expect(read(duis('12.2', body))).toMatchObject({
      deviceId: DEVICE,
      event: {
        change: {
          details: {
            manufacturer: 'AB01',
            model: '010A030B',
            firmwareVersion: '0002012F',
            associatedGpfDeviceId: '00-DB-12-34-56-78-90-A1',
          },
        },
      },
    });
  });

  test('CDATA, comments, a default namespace and a signature change nothing', () => {
    const signature =
      '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>x</ds:SignedInfo></ds:Signature>';
    const firmwareVersion = '<![CDATA[0002]]><!-- whole -->012F';
    const xml = duis('12.2', prenotification({ firmware: firmwareVersion }), { signature });
    const plain = xml.replaceAll('sr:', '').replace('xmlns:sr', 'xmlns').replace('xmlns:=', 'xmlns=');
    for (const text of [xml, `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`, ` \n${plain}`]) {
      expect(read(text)).toMatchObject({ event: { change: { details: { firmwareVersion: '0002012F' } } } });
    }
  });

  test('a header with all it may have is read', () => {
    const header =
      '<sr:FirstInSequence>true</sr:FirstInSequence>' +
      '<sr:PrecedingServiceRequestID>90-B3-D5-1F-30-01-00-00:90-B3-D5-1F-30-00-00-02:999</sr:PrecedingServiceRequestID>';
    expect(read(duis('12.2', prenotification(), { header })).outcome).toBe('event');
  });

  test('a request for another service is counted and acknowledged, whatever it holds', () => {
    expect(read(duis('8.2', '<sr:ReadInventory><sr:DeviceID>?</sr:DeviceID></sr:ReadInventory>'))).toEqual({
      outcome: 'ignored',
      what: 'service',
    });
  });
});

describe('events of the DSP', () => {
  test.each([
    ['11.2', true],
    ['11.3', true],
    ['0x8F66', false],
    ['PPMID', false],
    ['CommsHub', false],
  ])('[R60] firmware changed by %s', (trigger, restores) => {
    expect(read(firmware({ deviceId: DEVICE, firmwareVersion: 'acdcacdc', trigger }))).toMatchObject({
      kind: 'firmware',
      event: { change: { kind: 'firmware', firmwareVersion: 'ACDCACDC', restores } },
    });
  });

  test.each(['0x8F72', '0x8F1C', 'N60', '11.1'])('[R60] trigger %s does not mean that firmware changed', (trigger) => {
    expect(read(firmware({ deviceId: DEVICE, firmwareVersion: 'ACDCACDC', trigger }))).toEqual({
      outcome: 'ignored',
      what: 'trigger',
    });
  });

  test('a change of status may be any SMI status, a deletion, or a restoration', () => {
    expect(read(status({ deviceId: DEVICE, status: 'Suspended' }))).toMatchObject({
      kind: 'status',
      event: { change: { kind: 'status', status: 'Suspended' } },
    });
    expect(read(status({ deviceId: DEVICE, status: 'Deleted' }))).toMatchObject({
      event: { change: { kind: 'deleted' } },
    });
    expect(read(status({ deviceId: DEVICE, status: 'Restored' }))).toMatchObject({
      event: { change: { kind: 'restored' } },
    });
  });

  test('a request of the pipeline names the devices to evaluate again', () => {
    const body = envelope('uk.smartdcc.pipeline.reevaluate', { deviceIds: ['00:db:12:34:56:78:90:a0'] });
    expect(read(body)).toEqual({ outcome: 'reevaluate', deviceIds: [DEVICE] });
  });

  test('an event of another type is counted and acknowledged', () => {
    expect(read(envelope('uk.smartdcc.device.moved', {}))).toEqual({ outcome: 'ignored', what: 'type' });
  });
});

describe('what can never succeed has its reason', () => {
  const xml = duis('12.2', prenotification());

  test.each<[string, string, RegExp]>([
    ['neither JSON nor XML', 'hello', /neither/],
    ['empty', '', /neither/],
    ['broken JSON', '{"specversion": "1.0"', /JSON/],
    ['no id', request(xml, { id: undefined }), /id/],
    ['empty id', request(xml, { id: '' }), /id/],
    ['no time', request(xml, { time: undefined }), /time/],
    ['a time without offset', request(xml, { time: '2026-03-02T10:00:00' }), /time/],
    ['an impossible time', request(xml, { time: '2026-02-30T10:00:00Z' }), /time/],
    ['another specversion', request(xml, { specversion: '0.3' }), /specversion/],
    ['no data', request(xml, { data: undefined }), /data/],
    ['a request as JSON', request(xml, { data: { DeviceID: DEVICE } }), /DUIS XML as text/],
    ['an unclosed document', xml.slice(0, -3), /well-formed/],
    ['mismatched tags', xml.replace('</sr:Body>', '</sr:Boby>'), /well-formed/],
    ['an unknown entity', xml.replace('AB01', '&company;'), /well-formed/],
    ['two roots', xml + xml, /well-formed/],
    ['an undeclared prefix', xml.replaceAll('sr:Body', 'zz:Body'), /well-formed/],
    ['a DOCTYPE', `<!DOCTYPE r [<!ENTITY a "aaaa">]>${xml}`, /DOCTYPE/],
    ['a foreign root', xml.replaceAll('sr:Request>', 'sr:Response>').replace('<sr:Request ', '<sr:Response '), /Root/],
    ['a foreign namespace', xml.replace('ServiceUserGateway', 'Elsewhere'), /namespace/],
    ['a foreign element', xml.replace('<sr:Body>', '<x:Body xmlns:x="urn:x"/><sr:Body>'), /urn:x/],
    ['no header', xml.replaceAll('sr:Header', 'sr:Hat'), /no Header/],
    ['no RequestID', xml.replace(/<sr:RequestID>.*<\/sr:RequestID>/, ''), /RequestID/],
    ['another body', duis('12.2', inventoryUpdate('<sr:DeleteDevice/>')), /Body holds UpdateInventory/],
    ['an unknown variant', duis('12.2', prenotification({ variant: 'Z' })), /ESMEVariant/],
    ['a manufacturer on two lines', duis('12.2', prenotification({ manufacturer: 'AB\n01' })), /control character/],
    ['an unknown element', xml.replace('<sr:DeviceType>', '<sr:Colour>red</sr:Colour><sr:DeviceType>'), /Colour/],
    ['a doubled element', xml.replace('<sr:DeviceType>', '<sr:DeviceType>ESME</sr:DeviceType><sr:DeviceType>'), /once/],
    ['an element in a value', duis('12.2', prenotification({ firmware: '<sr:A>1</sr:A>' })), /FirmwareVersion\/A/],
    ['no update', duis('8.4', inventoryUpdate('')), /0 updates/],
    ['two updates', duis('8.4', inventoryUpdate('<sr:DeleteDevice/><sr:UpdateDeviceDetails/>')), /2 updates/],
    ['an unknown update', duis('8.4', inventoryUpdate('<sr:Paint/>')), /Paint/],
    [
      'a hub status for a meter',
      duis('8.4', inventoryUpdate(element('UpdateDeviceStatusExceptCH', 'Withdrawn'))),
      /not one/,
    ],
    ['a deletion with content', duis('8.4', inventoryUpdate(element('DeleteDevice', 'x'))), /empty/],
    ['two MPxNs', duis('8.4', inventoryUpdate(element('UpdateMPxN', ''))), /MPxN/],
    ['firmware of nobody', firmware({ firmwareVersion: '1', trigger: '11.3' }), /deviceId/],
    ['no firmware', firmware({ deviceId: DEVICE, trigger: '11.3' }), /firmwareVersion/],
    ['no trigger', firmware({ deviceId: DEVICE, firmwareVersion: '1' }), /trigger/],
    ['an unknown status', status({ deviceId: DEVICE, status: 'Lost' }), /status/],
    [
      'too many devices to evaluate',
      envelope('uk.smartdcc.pipeline.reevaluate', { deviceIds: Array(101).fill(DEVICE) }),
      /deviceIds/,
    ],
  ])('%s', (_name, body, reason) => {
    expect(reasonOf(body)).toMatch(reason);
  });

  test('a message of 1 MB, in characters or in bytes', () => {
    expect(reasonOf(duis('12.2', prenotification({ smets: 'x'.repeat(1_000_000) })))).toContain('bytes');
    expect(reasonOf(`<a>${'€'.repeat(MAX_SRV_MESSAGE_BYTES / 3)}</a>`)).toContain('bytes');
    const full = duis('8.2', '').padEnd(MAX_SRV_MESSAGE_BYTES);
    expect(read(full).outcome).toBe('ignored');
    expect(reasonOf(`${full} `)).toBe('The message has more than 262,144 bytes');
  });

  test('data of which a part is wrong, by its place, or all of it', () => {
    expect(reasonOf(envelope('uk.smartdcc.pipeline.reevaluate', { deviceIds: [DEVICE, 'x'] }))).toBe(
      'Not a request to evaluate devices again: deviceIds.1: is not an EUI-64',
    );
    expect(reasonOf(status('x'))).toMatch(/^Not a change of status: data: Invalid input/);
    expect(reasonOf(request(xml, { specversion: '0.3' }))).not.toContain("'0.3'");
    expect(read(request(` \n<?xml version="1.0"?>${xml}`))).toEqual(read(request(xml)));
  });

  test('JSON nested 100,000 deep neither ends the function nor costs it much', () => {
    expect(reasonOf(`{"data":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).toContain('envelope');
  });

  test('keys like __proto__ and doubled keys do no harm', () => {
    const body = status({ deviceId: DEVICE, status: 'Suspended' });
    const hostile = body.replace('{"specversion"', '{"__proto__":{"type":"x"},"constructor":1,"specversion"');
    expect(read(hostile)).toEqual(read(body));
    expect(read(body.replace('"id":"event-1"', '"id":"other","id":"event-1"'))).toEqual(read(body));
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('type');
  });
});
