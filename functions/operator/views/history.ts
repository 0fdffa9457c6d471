import { type EntryLine, entryState } from './entries.ts';
import { historyOf, type KnownOfEntry } from './entry-history.ts';
import type { OperatorPorts } from './ports.ts';

/** All that is known of one entry; an entry of which nothing was ever said is not `known`. */
export type EntryHistory = {
  readonly entryKey: string;
  readonly known: boolean;
  /** Null where all its lines were overtaken before they were sent. */
  readonly state: EntryLine['state'] | null;
  readonly history: EntryLine['history'];
};

/**
 * Every line the list ever had of one entry, in the order in which the lane decided: what reached the DSP, what is on
 * its way, what waits, and what a later line made unnecessary (R15).
 */
export async function historyView(
  ports: Pick<OperatorPorts, 'ledger' | 'undeliveredChanges' | 'deviceModels'>,
  entryKey: string,
): Promise<EntryHistory> {
  const [, manufacturer = '', model = '', hardware = ''] = entryKey.split('/');
  const isIts = ({ entry }: { readonly entry: { readonly entryKey: string } }): boolean => entry.entryKey === entryKey;
  // In the order in which a line moves on (it waits, it is sent, it arrives), so that none is missed on its way.
  const waiting = (await ports.ledger.list('waitingLines')).filter(isIts);
  const overtaken = (await ports.ledger.list('overtakenLines')).filter(isIts);
  const known: KnownOfEntry = { waiting, overtaken, undelivered: [] };
  for await (const undelivered of ports.undeliveredChanges())
    if (isIts(undelivered.change)) known.undelivered.push(undelivered);
  const models = await ports.deviceModels.ofModel(manufacturer, `${model}${hardware}`);
  const deviceModel = models.find((candidate) => candidate.entryKey === entryKey);
  if (deviceModel !== undefined) known.deviceModel = deviceModel;
  const history = historyOf(known);
  return { entryKey, known: history.length > 0, state: entryState(history, known.deviceModel), history };
}
