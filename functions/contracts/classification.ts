/**
 * How widely something that the pipeline sends or keeps may be passed on (R83), in the words of the SEC Panel Information
 * Policy and of the DCC. The CPL is public; what is read from the inventory is not, counts of devices included.
 */
export const CLASSIFICATIONS = {
  public: 'White / DCC Public',
  'device-data': 'Amber / DCC Controlled: holds data of the Smart Metering Inventory, do not pass it on',
} as const;

/**
 * How a file whose rows programs read is marked as holding data of the inventory: at the end of its name, since its rows
 * have no place for a marking, and in the metadata of its object.
 */
export const DEVICE_DATA_FILE = {
  nameEnd: '-AMBER',
  metadata: { classification: CLASSIFICATIONS['device-data'] },
} as const;

/** How widely something may be passed on. */
export type Classification = keyof typeof CLASSIFICATIONS;
