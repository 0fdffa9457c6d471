import * as z from 'zod/mini';

/** Extracts of the inventory: all of it, its changes since the last one, and the devices that OPR figures leave out. */
export const ExtractKind = z.enum(['esi-034', 'esi-034i', 'opr']);
export type ExtractKind = z.infer<typeof ExtractKind>;

/** What asks for an extract: a schedule, by the time it was due, or someone, by a request id of theirs. */
export const ExtractRequest = z.strictObject({
  report: ExtractKind,
  requestId: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  scheduledTime: z.optional(z.iso.datetime({ offset: true })),
});
export type ExtractRequest = z.infer<typeof ExtractRequest>;

/** The devices in use that have no Current entry, as the full extract found them (R1). */
export const DevicesWithoutEntry = z.object({
  /** Key of their list, a CSV file in the reports bucket. */
  key: z.string(),
  /** Keys of what goes on in further files, one for each run after the first. */
  furtherKeys: z.optional(z.array(z.string())),
  devices: z.int(),
  byStatus: z.record(z.string(), z.int()),
  /** By the EUI-64 of the Service User that is responsible for them; '' where none is known. */
  bySupplier: z.record(z.string(), z.int()),
  /** The hundred Device Models with the most of them. */
  models: z.array(
    z.object({ manufacturer: z.string(), model: z.string(), firmwareVersion: z.string(), devices: z.int() }),
  ),
});
export type DevicesWithoutEntry = z.infer<typeof DevicesWithoutEntry>;

/** What is known of an extract from its beginning, whether it is finished or not. */
const KNOWN = {
  extractId: z.string(),
  extract: ExtractKind,
  /** Key of the CSV file in the reports bucket. */
  key: z.string(),
  /** Keys of what goes on in further files, each with its header: one for each run after the first. */
  furtherKeys: z.optional(z.array(z.string())),
  columnMap: z.int(),
  /** When reading the inventory began: a change before that is in the extract, or in an earlier one. */
  asOf: z.string(),
  /** The extract whose changes this one goes on from. */
  previousExtractId: z.optional(z.string()),
  /** In all of its files. */
  rows: z.int(),
  trialFlagging: z.enum(['on', 'off']),
  /** Since when trial flagging has been off; absent while it is on. */
  flaggingOffSince: z.optional(z.string()),
  /** Of ESI-034 only. */
  withoutEntry: z.optional(DevicesWithoutEntry),
};

/** What is known of an extract from its beginning on, its rows so far included. */
export const KnownExtract = z.object(KNOWN);

/** What is known of an extract that was made; kept beside it in the reports bucket. */
export const InventoryExtract = z.object({
  contract: z.literal('inventory-extract/1'),
  ...KNOWN,
  finishedAt: z.string(),
});
export type InventoryExtract = z.infer<typeof InventoryExtract>;

/** How far the inventory was read, by segment: the last device that was read, '' before the first, null at the end. */
export const InventoryPosition = z.readonly(z.array(z.nullable(z.string())));
export type InventoryPosition = z.infer<typeof InventoryPosition>;

/** What is known of an extract of which a part was made, when its run had no more time; the next run goes on from there. */
export const UnfinishedExtract = z.object({
  contract: z.literal('unfinished-extract/1'),
  ...KNOWN,
  position: InventoryPosition,
});
export type UnfinishedExtract = z.infer<typeof UnfinishedExtract>;
