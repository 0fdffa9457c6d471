import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { SaidDecision, SSC_DECISIONS } from '../../contracts/ssc-decision.ts';
import { isCalendarDay } from '../../domain/calendar/calendar-day.ts';
import { londonDay } from '../../domain/calendar/london-time.ts';
import { casesOfEntry } from '../../reports/cases-of-entry.ts';
import type { Command } from '../command.ts';
import { waitForFact } from '../wait-for-fact.ts';
import { WrongUse } from '../wrong-use.ts';

/** Records what the SSC decided about a CPL entry: from then on the worklist asks those who carry it out. */
export const decide: Command = {
  usage: `decide ENTRY-NUMBER ${SSC_DECISIONS.join('|')} --reference TEXT [--on DAY]`,
  does: 'record what the SSC decided about an entry of its worklist; SECAS is asked to carry it out',
  words: [2, 2],
  options: ['reference', 'on'],
  async run({ pipeline, words: [entryNumber, decision], options }) {
    const { access } = pipeline();
    const { ports, lane, reportPorts, patience } = access;
    const now = await ports.now();
    const decided = saidDecision({
      entryNumber,
      decision,
      reference: options.reference ?? '',
      decidedOn: options.on ?? londonDay(now),
    });
    if (decided.decidedOn > londonDay(now)) throw new WrongUse(`${decided.decidedOn} is still to come`);
    const cases = await casesOfEntry(decided.entryNumber, now, reportPorts);
    if (cases([]).length === 0) {
      throw new WrongUse(
        `Nothing is asked about entry ${decided.entryNumber}: npm run cpl -- report ssc --print shows the worklist`,
      );
    }
    const [commandId, requestedBy] = [randomUUID(), userInfo().username];
    await lane.ask({ command: 'record-decision', commandId, decided, requestedBy });
    const find = async () => (await ports.ledger.list('sscDecisions')).find((each) => each.commandId === commandId);
    const recorded = await waitForFact(`the decision about entry ${decided.entryNumber}`, find, patience);
    const asks = cases([recorded]).map(({ asked, what }) => `${asked}: ${what}`);
    return {
      json: { ...decided, commandId, requestedBy },
      text: [`Recorded: the SSC decided on ${decided.decidedOn} about entry ${decided.entryNumber}.`, ...asks].join(
        '\n',
      ),
    };
  },
};

/** @throws WrongUse with what is wrong, and how it is said. */
function saidDecision(said: Readonly<Record<keyof SaidDecision, string | undefined>>): SaidDecision {
  if (said.decidedOn === undefined || !isCalendarDay(said.decidedOn)) {
    throw new WrongUse(`${said.decidedOn} is not a valid date: use yyyy-mm-dd`);
  }
  const checked = SaidDecision.safeParse(said);
  if (checked.success) return checked.data;
  const what = checked.error.issues.map(({ path: [part = ''], message }) => `${NAMES[String(part)]} ${message}`);
  throw new WrongUse(`That cannot be recorded: ${what.join('; ')}`);
}

const NAMES: Readonly<Record<string, string>> = {
  entryNumber: 'the entry number',
  decision: `the decision (${SSC_DECISIONS.join(', ')})`,
  reference: '--reference',
  decidedOn: '--on',
};
