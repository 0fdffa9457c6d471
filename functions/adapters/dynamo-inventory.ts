import { type DynamoDBDocumentClient, ScanCommand, type ScanCommandInput } from '@aws-sdk/lib-dynamodb';
import { foundRecord } from '../contracts/device-record.ts';
import type { FoundRecord, Inventory } from '../reports/extract-ports.ts';

/** Parts of the table that are read side by side; each has one page in hand and one on its way. */
const SEGMENTS = 4;

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

  /** Memory is bounded by the pages in hand: a segment goes on only while its last page is being worked on. */
  async function* scanned(selection: Selection): AsyncGenerator<FoundRecord> {
    const whole = { TableName: table, TotalSegments: SEGMENTS, ...selection };
    const pages = new Map(
      Array.from({ length: SEGMENTS }, (_, segment) => [segment, begun(segment, { ...whole, Segment: segment })]),
    );
    while (pages.size > 0) {
      const { segment, items, next } = await Promise.race(pages.values());
      if (next === undefined) pages.delete(segment);
      else pages.set(segment, begun(segment, next));
      for (const item of items) yield foundRecord(item);
    }
  }

  return {
    all: () => scanned({}),
    changedSince: (instant, orFlagged) =>
      scanned({
        FilterExpression: `changedAt >= :since${orFlagged ? ' OR attribute_exists(trialId)' : ''}`,
        ExpressionAttributeValues: { ':since': Date.parse(instant) },
      }),
    everTrial: () => scanned({ FilterExpression: 'attribute_exists(everTrial)' }),
  };
}
