import { MOST_REMOVED_DEVICES, MOST_REMOVED_MODELS, type Receipt } from '../contracts/receipt.ts';
import { remedyFor } from '../domain/incidents/incident-remedy.ts';
import { countsInWords } from './count-words.ts';
import { devicesInWords, supplierIdsInWords } from './device-words.ts';
import { entryKeyInWords } from './entry-words.ts';
import { type Block, moreBlocks } from './letter.ts';
import { counted, firstOf, inFigures, momentInWords } from './words.ts';

/** Device Models that a mail names; the receipt in the archive has more. */
const SHOWN = 20;

/** The lines that are blocked, by the cause that they wait for. */
export function blockedBlocks({ blocked }: Receipt, isTableAttached: boolean): Block[] {
  return [...Map.groupBy(blocked, ({ reason }) => reason)].flatMap(([reason, lines]): Block[] => {
    const remedy = remedyFor(reason);
    const { shown, more } = firstOf(lines, SHOWN);
    return [
      { block: 'heading', text: `Blocked: ${reason} (${counted(lines.length, 'entry', 'entries')})` },
      { block: 'paragraph', text: remedy.meanwhile },
      { block: 'steps', steps: remedy.steps },
      {
        block: 'cards',
        cards: shown.map((line) => ({
          title: entryKeyInWords(line.entryKey),
          badges: [{ text: 'Blocked', tone: 'warn' }],
          facts: [
            { label: 'Entry number', value: line.entryNumber },
            { label: 'Declared GBCS version', value: line.declaredGbcsVersion },
            { label: 'DSP must hold it by', value: momentInWords(line.deadline) },
          ],
        })),
      },
      ...moreBlocks(
        more,
        `${counted(more, 'more entry', 'more entries')}, ${isTableAttached ? 'in the attached table' : 'named in the receipt in the archive'}.`,
      ),
    ];
  });
}

/** The Device Models that lose their entry, or would if a held list were approved, each with its devices by status. */
export function removedBlocks({ removed, upload }: Receipt): Block[] {
  if (removed.length === 0) return [];
  const { shown, more } = firstOf(removed, SHOWN);
  const atLeast = removed.length === MOST_REMOVED_MODELS ? ' or more' : '';
  const loses = upload.decision === 'held' ? 'would lose' : removed.length === 1 ? 'loses' : 'lose';
  const entries = removed.length === 1 ? 'its entry' : 'their entry';
  return [
    {
      block: 'heading',
      text: `${inFigures(removed.length)}${atLeast} Device ${removed.length === 1 ? 'Model' : 'Models'} ${loses} ${entries}`,
    },
    {
      block: 'table',
      table: {
        caption: 'Device Models without a Current line on this list, and the devices of the inventory that run them',
        columns: [{ title: 'Device Model' }, { title: 'Entry number' }, { title: 'Devices' }, { title: 'Suppliers' }],
        rows: shown.map(({ entryKey, entryNumber, devices, suppliers }) => [
          entryKeyInWords(entryKey),
          entryNumber,
          devicesInWords(devices, devicesIn(devices) >= MOST_REMOVED_DEVICES),
          supplierIdsInWords(suppliers),
        ]),
      },
    },
    ...moreOf(more, 'more Device Model'),
  ];
}

/** What became of the Device Models of a list, in numbers; of one that is held, what would. */
export function countBlocks({ upload }: Receipt): Block[] {
  if (upload.kind !== 'cpl' || !(upload.decision === 'accepted' || upload.decision === 'held')) return [];
  return [
    {
      block: 'table',
      table: {
        caption: `What ${upload.decision === 'held' ? 'would change' : 'changed'}, by Device Model, compared with the list accepted before it`,
        columns: [{ title: 'Device Models' }, { title: 'Number', numeric: true }],
        rows: countsInWords(upload.counts),
      },
    },
  ];
}

function devicesIn(devices: Receipt['removed'][number]['devices']): number {
  return Object.values(devices).reduce((sum, number) => sum + number, 0);
}

function moreOf(more: number, one: string, many?: string): Block[] {
  return moreBlocks(more, `${counted(more, one, many)}, named in the receipt in the archive.`);
}
