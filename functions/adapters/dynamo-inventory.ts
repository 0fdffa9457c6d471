import { type DynamoDBDocumentClient, ScanCommand, type ScanCommandInput } from '@aws-sdk/lib-dynamodb';
import { DeviceItem, foundRecord } from '../contracts/device-record.ts';
import type { InventoryPosition } from '../contracts/inventory-extract.ts';
import type { Inventory, InventoryPage } from '../reports/extract-ports.ts';

/** Parts of the table that are read side by side; each has one page in hand and one on its way. */
const SEGMENTS = 4;
const BEGINNING: InventoryPosition = Array.from({ length: SEGMENTS }, () => '');

type Selection = Pick<ScanCommandInput, 'FilterExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'>;
type Page = {
  readonly segment: number;
  readonly items: readonly unknown[];
  readonly next: ScanCommandInput | undefined;
};

/**
 * The Devices table as a whole. A scan reads (and bills) every item whatever is selected: for a whole SMI, DynamoDB's
 * own export is the path (docs/decisions/0045).
 */
export function dynamoInventory(client: DynamoDBDocumentClient, table: string): Inventory {
  /** Begins to read a page; whoever stops early does not wait for it, and no fault of it is left unhandled. */
  function begun(segment: number, input: ScanCommandInput): Promise<Page> {
    const reading = page(segment, input);
    reading.catch(() => undefined);
    return reading;
  }

  async function page(segment: number, input: ScanCommandInput): Promise<Page> {
    const { Items, LastEvaluatedKey } = await client.send(new ScanCommand(input));
    const next = LastEvaluatedKey === undefined ? undefined : { ...input, ExclusiveStartKey: LastEvaluatedKey };
    return { segment, items: Items ?? [], next };
  }

  /**
   * Memory is bounded by the pages in hand: a segment goes on only while its last page is being worked on. A reading goes on
   * in the segments that it was begun in: DynamoDB puts a device into one of them by the hash of its key and their number.
   */
  async function* scanned(selection: Selection, from = BEGINNING): AsyncGenerator<InventoryPage> {
    const whole = { TableName: table, TotalSegments: from.length, ...selection };
    const position = [...from];
    const pages = new Map<number, Promise<Page>>();
    for (const [Segment, after] of from.entries()) {
      if (after === null) continue;
      const start = after === '' ? {} : { ExclusiveStartKey: { deviceId: after } };
      pages.set(Segment, begun(Segment, { ...whole, Segment, ...start }));
    }
    while (pages.size > 0) {
      const { segment, items, next } = await Promise.race(pages.values());
      if (next === undefined) pages.delete(segment);
      else pages.set(segment, begun(segment, next));
      position[segment] = next === undefined ? null : lastDevice(next);
      yield { found: items.map(foundRecord), position: [...position] };
    }
  }

  return {
    all: (from) => scanned({}, from),
    changedSince: (instant, orFlagged, from) =>
      scanned(
        {
          FilterExpression: `changedAt >= :since${orFlagged ? ' OR attribute_exists(trialId)' : ''}`,
          ExpressionAttributeValues: { ':since': Date.parse(instant) },
        },
        from,
      ),
    everTrial: (from) => scanned({ FilterExpression: 'attribute_exists(everTrial)' }, from),
  };
}

function lastDevice({ ExclusiveStartKey }: ScanCommandInput): string {
  return DeviceItem.shape.deviceId.parse(ExclusiveStartKey?.['deviceId']);
}
