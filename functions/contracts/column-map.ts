import type { ColumnMap } from '../domain/cpl/cpl-columns.ts';

/**
 * Column map version 1. The labels of the real extract are not public (DOMAIN 1.2): these are the best-supported ones,
 * with aliases, so that a new label is a line here and never a change of the sender's format (R27).
 */
export const COLUMN_MAP: ColumnMap = {
  version: 1,
  columns: [
    { field: 'cplEntryId', label: 'CPL Entry ID', aliases: ['CPL Entry Identifier', 'Entry ID'], required: false },
    { field: 'deviceType', label: 'Device Type', aliases: ['DeviceType', 'Type of Device'], required: true },
    { field: 'manufacturerName', label: 'Manufacturer Name', aliases: ['Manufacturer'], required: false },
    {
      field: 'manufacturerIdentifier',
      label: 'Manufacturer Identifier',
      aliases: ['Manufacturer ID', 'Manufacturer Code'],
      required: true,
    },
    { field: 'modelIdentifier', label: 'Model Identifier', aliases: ['Model ID', 'Model'], required: true },
    {
      field: 'hardwareVersion',
      label: 'Hardware Version.Revision',
      aliases: [
        'Hardware Version',
        'Hardware Version and Revision',
        'Hardware Version/Revision',
        'HW Version.Revision',
      ],
      required: true,
    },
    { field: 'firmwareVersion', label: 'Firmware Version', aliases: ['FW Version', 'Firmware'], required: true },
    {
      field: 'smetsChtsVersion',
      label: 'SMETS/CHTS Version',
      aliases: ['SMETS or CHTS Version', 'SMETS / CHTS Version', 'SMETS Version'],
      required: true,
    },
    { field: 'gbcsVersion', label: 'GBCS Version', aliases: ['GBCS'], required: true },
    { field: 'esmeVariant', label: 'ESME Variant', aliases: ['ESMEVariant', 'Device Variant'], required: false },
    {
      field: 'cpaCertificateId',
      label: 'CPA Certificate ID',
      aliases: ['CPA Certificate', 'CPA Certificate Reference', 'CPA Certificate Identifier'],
      required: false,
    },
    {
      field: 'cpaCertificateExpiryDate',
      label: 'CPA Certificate Expiry Date',
      aliases: ['CPA Certificate Expiry', 'CPA Expiry Date'],
      required: false,
    },
    {
      field: 'cpaCertificateRenewalDate',
      label: 'CPA Certificate Renewal Date',
      aliases: ['CPA Certificate Renewal', 'CPA Renewal Date'],
      required: false,
    },
    {
      field: 'zigbeeCertificateId',
      label: 'ZigBee Certificate ID',
      aliases: ['ZigBee Certificate', 'ZigBee Certificate Reference'],
      required: false,
    },
    {
      field: 'dlmsCertificateId',
      label: 'DLMS Certificate ID',
      aliases: ['DLMS Certificate', 'DLMS Certificate Reference'],
      required: false,
    },
    {
      field: 'manufacturerImageHash',
      label: 'Manufacturer Image Hash',
      aliases: ['Image Hash', 'Firmware Image Hash', 'Hash'],
      required: false,
    },
    {
      field: 'imageCreator',
      label: 'Image Creator',
      aliases: ['Identity of the Creator of the Image', 'Image Creator Identity'],
      required: false,
    },
    { field: 'status', label: 'Status', aliases: ['CPL Status', 'Entry Status'], required: true },
    { field: 'dateAdded', label: 'Date Added', aliases: ['Added Date', 'Added On'], required: false },
    { field: 'dateRemoved', label: 'Date Removed', aliases: ['Removed Date', 'Removed On'], required: false },
  ],
};
