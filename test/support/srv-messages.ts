import type { AgreedList, AgreedListRow } from '../../functions/domain/trials/agreed-list.ts';

/** Builds SRV messages of synthetic devices, as a Service User or the DSP would send them. */

export const DEVICE = '00-DB-12-34-56-78-90-A0';
const ORIGINATOR = '90-B3-D5-1F-30-01-00-00';
const DCC = '90-B3-D5-1F-30-00-00-02';

/** A DUIS request with its header and the given body. */
export function duis(
  service: string,
  body: string,
  { originator = ORIGINATOR, counter = '1000', schemaVersion = '5.4', header = '', signature = '' } = {},
): string {
  return (
    `<sr:Request xmlns:sr="http://www.dccinterface.co.uk/ServiceUserGateway" schemaVersion="${schemaVersion}">` +
    `<sr:Header><sr:RequestID>${originator}:${DCC}:${counter}</sr:RequestID>${header}` +
    `<sr:CommandVariant>8</sr:CommandVariant><sr:ServiceReference>${service}</sr:ServiceReference>` +
    `<sr:ServiceReferenceVariant>${service}</sr:ServiceReferenceVariant></sr:Header>` +
    `<sr:Body>${body}</sr:Body>${signature}</sr:Request>`
  );
}

type Prenotification = {
  readonly deviceId?: string;
  readonly manufacturer?: string | null;
  readonly model?: string | null;
  readonly deviceType?: string | null;
  readonly smets?: string | null;
  readonly firmware?: string | null;
  readonly variant?: string | null;
  readonly gpf?: string | null;
};

/** The body of a 12.2; a detail that is null is left out. */
export function prenotification({
  deviceId = DEVICE,
  manufacturer = 'AB01',
  model = '010A030B',
  deviceType = 'ESME',
  smets = 'SMETS V1.58',
  firmware = '0002012F',
  variant = 'AD',
  gpf = null,
}: Prenotification = {}): string {
  return element(
    'DevicePrenotification',
    element('DeviceID', deviceId) +
      element('DeviceManufacturer', manufacturer) +
      element('DeviceModel', model) +
      element('DeviceType', deviceType) +
      element('SMETSCHTSVersion', smets) +
      element('FirmwareVersion', firmware) +
      element('ESMEVariant', variant) +
      element('AssociatedGPFDeviceID', gpf),
  );
}

/** The body of an 8.4 with one of its choices, given as XML. */
export function inventoryUpdate(choice: string, deviceId = DEVICE): string {
  return element('UpdateInventory', element('DeviceID', deviceId) + choice);
}

/** One element in the DUIS namespace; nothing when its content is null. */
export function element(name: string, content: string | null): string {
  return content === null ? '' : `<sr:${name}>${content}</sr:${name}>`;
}

/** A CloudEvents envelope around data. */
export function envelope(type: string, data: unknown, over: Record<string, unknown> = {}): string {
  return JSON.stringify({
    specversion: '1.0',
    id: 'event-1',
    source: 'urn:test:dsp',
    type,
    time: '2026-03-02T09:00:00Z',
    datacontenttype: typeof data === 'string' ? 'application/xml' : 'application/json',
    data,
    ...over,
  });
}

/** A version of the agreed list: rows of the trial, model and firmware given, everything else filled in. */
export function agreedList(
  version: number,
  activatedAt: string,
  rows: readonly (Partial<AgreedListRow> & Pick<AgreedListRow, 'trialId' | 'firmwareVersion'>)[],
): AgreedList {
  const base: Omit<AgreedListRow, 'trialId' | 'firmwareVersion'> = {
    manufacturerIdentifier: 'AB01',
    deviceType: 'ESME',
    variantFamily: 'single',
    modelIdentifier: '010A',
    hardwareVersion: '030B',
    trialCertificateId: 'CPA-TRIAL-1',
    deviceLimit: 100,
    startDate: '2026-01-01',
    endDate: '2027-01-01',
    endDecision: '',
    justification: '',
    sscDecisionReference: 'SSC:2026-1',
    dccInstructionReference: 'DCC:1',
    dspAgreementReference: 'DSP:1',
    sponsoringSupplier: 'Synthetic Energy',
    complianceStatements: 'yes',
    departmentNotifiedOn: '2026-01-01',
  };
  return { version, activatedAt, rows: rows.map((row) => ({ ...base, ...row })) };
}
