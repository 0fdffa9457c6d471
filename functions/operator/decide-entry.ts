import { randomUUID } from 'node:crypto';
import { SaidDecision, SSC_DECISIONS } from '../contracts/ssc-decision.ts';
import { isCalendarDay } from '../domain/calendar/calendar-day.ts';
import { londonDay } from '../domain/calendar/london-time.ts';
import { casesOfEntry } from '../reports/cases-of-entry.ts';
import type { PipelineAccess } from './pipeline-access.ts';
import type { OperatorPorts } from './views/ports.ts';
import { waitForFact } from './wait-for-fact.ts';
import { WrongUse } from './wrong-use.ts';

/** A decision that was recorded, and what its entry's worklist asks of whom from then on. */
export type RecordedDecision = SaidDecision & { readonly commandId: string; readonly asks: readonly string[] };

/**
 * Has the lane record what the SSC decided about an entry of its worklist, and waits until it has.
 *
 * @param said what was entered; without a day it is today's, in London
 * @throws WrongUse for what cannot be recorded, and when nothing is asked about the entry or the list no longer has it.
 */
export async function decideEntry(
  said: Readonly<Record<keyof SaidDecision, string | undefined>>,
  requestedBy: string,
  { ports, lane, reportPorts, patience }: Pick<PipelineAccess, 'ports' | 'lane' | 'reportPorts' | 'patience'>,
): Promise<RecordedDecision> {
  const now = await ports.now();
  const decided = checked({ ...said, decidedOn: said.decidedOn ?? londonDay(now) });
  if (decided.decidedOn > londonDay(now)) throw new WrongUse(`${decided.decidedOn} is still to come`);
  const cases = await casesOfEntry(decided.entryNumber, now, reportPorts);
  if (cases([]).length === 0) {
    throw new WrongUse(
      `Nothing is asked about entry ${decided.entryNumber}: npm run cpl -- report ssc --print shows the worklist`,
    );
  }
  // Asked about as the DSP holds it, perhaps under a number that the list has given up since.
  if (!(await isListed(decided.entryNumber, ports))) {
    throw new WrongUse(
      `Entry ${decided.entryNumber} is not on the accepted list any more: npm run cpl -- entries shows the number that its Device Model has now`,
    );
  }
  const commandId = randomUUID();
  await lane.ask({ command: 'record-decision', commandId, decided, requestedBy });
  const find = async () => (await ports.ledger.list('sscDecisions')).find((each) => each.commandId === commandId);
  const recorded = await waitForFact(`the decision about entry ${decided.entryNumber}`, find, patience);
  return { ...decided, commandId, asks: cases([recorded]).map(({ asked, what }) => `${asked}: ${what}`) };
}

async function isListed(
  entryNumber: string,
  { acceptedLines }: Pick<OperatorPorts, 'acceptedLines'>,
): Promise<boolean> {
  for await (const { entry } of acceptedLines()) if (entry.entryNumber === entryNumber) return true;
  return false;
}

/** @throws WrongUse with what is wrong. */
function checked(said: Readonly<Record<keyof SaidDecision, string | undefined>>): SaidDecision {
  if (said.decidedOn === undefined || !isCalendarDay(said.decidedOn)) {
    throw new WrongUse(`${said.decidedOn} is not a valid date: use yyyy-mm-dd`);
  }
  const parsed = SaidDecision.safeParse(said);
  if (parsed.success) return parsed.data;
  const what = parsed.error.issues.map(({ path: [part = ''], message }) => `${NAMES[String(part)]} ${message}`);
  throw new WrongUse(`That cannot be recorded: ${what.join('; ')}`);
}

const NAMES: Readonly<Record<string, string>> = {
  entryNumber: 'the entry number',
  decision: `the decision (${SSC_DECISIONS.join(', ')})`,
  reference: 'the reference',
  decidedOn: 'the day',
};
