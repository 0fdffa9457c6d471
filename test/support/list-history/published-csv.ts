import { type ListLine, quoted } from './cpl-list-csv.ts';

/** The certificates and the image of an entry as the published sheet has them; what is absent is an empty cell. */
export type ListCertificates = {
  /** `expires` is a standard certificate (`[E] `), `renews` a lifetime one (`[R] `); the date is `yyyy-mm-dd`. */
  readonly cpa?: { readonly id: string; readonly date: string; readonly dated: 'expires' | 'renews' };
  readonly dlms?: string;
  readonly zse?: string;
  readonly imageCreator?: string;
};

const HEADER: readonly (readonly [string, string])[] = [
  ['Data Group', 'Data Attribute'],
  ['Entry', 'number'],
  ['Entry', 'status'],
  ['Device_Type', 'name'],
  ['Device_Model', 'manufacturer_identifier'],
  ['Device_Model', 'model_identifier'],
  ['Device_Model', 'hardware_version.version'],
  ['Device_Model', 'hardware_version.revision'],
  ['Device_Model', 'firmware_version'],
  ['SMETS_CHTS Version', 'Version_number_and_effective_date'],
  ['GBCS Version', 'version_number'],
  ['CPA_Certificate', 'identification_number'],
  ['CPA_Certificate', 'security_characteristics_version'],
  ['CPA_Certificate', 'expiry_date'],
  ['DLMS_Certificate', 'identification_number'],
  ['DLMS_Certificate', 'DLMS_version'],
  ['ZSE_Certificate', 'identification_number'],
  ['ZSE_Certificate', 'ZSE_version'],
  ['Manufacturer_Image', 'creator'],
  ['Manufacturer_Image', 'hash'],
  ['Manufacturer_Image', 'descriptor'],
];
const EXPLAINED = ['Notes', 'Conditionality rule', 'Source of definition', 'Format', 'Valid values'];
const EXPLANATION = 'A synthetic explanation,\nover two lines';

/**
 * The published sheet as a spreadsheet saves it: the header in two rows, explanatory rows whose cells hold line breaks,
 * the first column empty beside an entry, octets with colons, dates as dd/mm/yyyy.
 *
 * @param certificatesOf what each entry has. @default synthetic certificates that fit its type
 */
export function publishedCsv(
  lines: readonly ListLine[],
  certificatesOf: (line: ListLine) => ListCertificates = syntheticCertificates,
): string {
  const rows = [
    HEADER.map(([group]) => group),
    HEADER.map(([, attribute]) => attribute),
    ...EXPLAINED.map((what) => [what, ...HEADER.slice(1).map(() => EXPLANATION)]),
    ...lines.map((line) => entryRow(line, certificatesOf(line))),
  ];
  return rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}

/**
 * The certificates that an entry of its type must have: CPA unless it is a PPMID, DLMS for electricity meters, ZSE for
 * all; none for SMETS1. One CPA certificate in six renews instead of expiring.
 */
export function syntheticCertificates(line: ListLine): ListCertificates {
  const { entryNumber, deviceType } = line;
  const image = line.hash === '' ? {} : { imageCreator: `Synthetic maker ${line.manufacturer}` };
  if (line.smetsChts.startsWith('SMETS V1.')) return image;
  const number = Number(entryNumber);
  const month = String((number % 12) + 1).padStart(2, '0');
  return {
    ...(deviceType === 'Pre-Payment Interface Device'
      ? {}
      : {
          cpa: {
            id: `SYN-CPA-${entryNumber}`,
            date: `${2029 + (number % 4)}-${month}-15`,
            dated: number % 6 === 0 ? 'renews' : 'expires',
          },
        }),
    ...(isElectricityMeter(line) ? { dlms: `SYN-DLMS-${entryNumber}` } : {}),
    zse: `SYN-ZSE-${entryNumber}`,
    ...image,
  };
}

function entryRow(line: ListLine, { cpa, dlms, zse, imageCreator }: ListCertificates): string[] {
  const ppmid = zse !== undefined && line.deviceType === 'Pre-Payment Interface Device';
  return [
    '',
    line.entryNumber,
    line.status,
    line.deviceType,
    octets(line.manufacturer),
    octets(line.model),
    line.hardwareVersion,
    line.hardwareRevision,
    octets(line.firmware),
    line.smetsChts,
    line.gbcs,
    cpa === undefined ? '' : `[${cpa.dated === 'expires' ? 'E' : 'R'}] ${cpa.id}`,
    cpa === undefined ? (ppmid ? 'Not Relevant' : '') : 'Security Characteristics version 1.3',
    cpa === undefined ? '' : cpa.date.split('-').reverse().join('/'),
    dlms ?? '',
    dlms === undefined ? '' : 'CTT 3.1',
    zse ?? '',
    zse === undefined ? '' : 'ZigBee Smart Energy Standard 1.4',
    imageCreator ?? '',
    imageCreator === undefined ? '' : octets(line.hash),
    imageCreator === undefined ? '' : 'Complete image',
  ];
}

function isElectricityMeter({ deviceType }: ListLine): boolean {
  return deviceType.endsWith('Electricity Metering Equipment');
}

/** `0A0001C7` as `0A:00:01:C7`. */
function octets(hex: string): string {
  return hex.replace(/..(?=.)/g, '$&:');
}
