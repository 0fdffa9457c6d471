import { type EntryLine, entryState } from './entries.ts';
import { historyOf, type KnownOfEntry } from './entry-history.ts';
import { fittingPage } from './fitting-page.ts';
import type { OperatorPorts } from './ports.ts';

/** All that is known of one entry; an entry of which nothing was ever said is not `known`. */
export type EntryHistory = {
  readonly entryKey: string;
  readonly known: boolean;
  /** Null where all its lines were overtaken before they were sent. */
  readonly state: EntryLine['state'] | null;
  readonly history: EntryLine['history'];
  /** Whether all that waits was looked through for lines of it. */
  readonly isWhole: boolean;
};

/** Lines of one entry that wait, were overtaken or are on their way: how many of each are shown. */
const MOST_OF_ENTRY = 200;

type Ports = Pick<OperatorPorts, 'ledger' | 'undeliveredPage' | 'deviceModels'>;

/**
 * Every line the list ever had of one entry, in the order in which the lane decided: what reached the DSP, what is on
 * its way, what waits, and what a later line made unnecessary (R15).
 *
 * @param reach `first`: lines of it that wait are looked for among the first 2,000 that there are
 */
export async function historyView(
  ports: Ports,
  entryKey: string,
  reach: 'first' | 'all' = 'all',
): Promise<EntryHistory> {
  const [, manufacturer = '', model = '', hardware = ''] = entryKey.split('/');
  const isIts = ({ entry }: { readonly entry: { readonly entryKey: string } }): boolean => entry.entryKey === entryKey;
  // In the order in which a line moves on (it waits, it is sent, it arrives), so that none is missed on its way.
  const waiting =
    reach === 'all'
      ? { found: (await ports.ledger.list('waitingLines')).filter(isIts) }
      : await fittingPage(
          (...of) => ports.ledger.page('waitingLines', ...of),
          MOST_OF_ENTRY,
          undefined,
          (line) => (isIts(line) ? line : undefined),
        );
  // Their keys begin with that of the entry.
  const { items } = await ports.ledger.page('overtakenLines', MOST_OF_ENTRY, `${entryKey}#`);
  const undelivered = await ports.undeliveredPage({ of: isIts, limit: MOST_OF_ENTRY });
  const known: KnownOfEntry = {
    waiting: [...waiting.found],
    overtaken: items.filter(isIts),
    undelivered: [...undelivered.items],
  };
  const models = await ports.deviceModels.ofModel(manufacturer, `${model}${hardware}`);
  const deviceModel = models.find((candidate) => candidate.entryKey === entryKey);
  if (deviceModel !== undefined) known.deviceModel = deviceModel;
  const history = historyOf(known);
  return {
    entryKey,
    known: history.length > 0,
    state: entryState(history, known.deviceModel),
    history,
    isWhole: waiting.next === undefined,
  };
}
