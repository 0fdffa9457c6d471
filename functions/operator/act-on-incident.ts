import type { Incident } from '../contracts/incident.ts';
import { type IncidentAct, isEmptyAct, unrecorded } from '../contracts/incident-act.ts';
import type { LedgerReader } from '../contracts/ledger.ts';
import { isCalendarDay } from '../domain/calendar/calendar-day.ts';
import { londonDay } from '../domain/calendar/london-time.ts';
import { dayInWords } from '../domain/calendar/day-in-words.ts';
import type { PipelineAccess } from './pipeline-access.ts';
import { waitForFact } from './wait-for-fact.ts';
import { WrongUse } from './wrong-use.ts';

/** Something an operator says of an incident, by whom, and the id of the command by which the lane learns of it. */
export type OperatorsAct = {
  readonly incidentId: string;
  readonly act: IncidentAct;
  readonly requestedBy: string;
  readonly commandId: string;
};

/**
 * Has the lane record what an operator says of an incident, and waits until it is. What is recorded already is not asked
 * for again.
 *
 * @returns whether there was anything new in it.
 * @throws WrongUse when there is no such incident, or what is said of it cannot be.
 */
export async function actOnIncident(
  { incidentId, act, requestedBy, commandId }: OperatorsAct,
  { ports, lane, patience }: Pick<PipelineAccess, 'ports' | 'lane' | 'patience'>,
): Promise<'recorded' | 'known-already'> {
  const { ledger } = ports;
  const look = async (): Promise<Incident> => {
    const found = await ledger.get('incidents', { incidentId });
    if (found === undefined) throw new WrongUse(`There is no incident ${incidentId}: npm run cpl -- incidents`);
    return found;
  };
  const isRecorded = async (): Promise<boolean> => {
    const events = await ledger.list('incidentEvents', { incidentId });
    if (isEmptyAct(unrecorded(act, await look(), events))) return true;
    // By its own command, and be it that another operator has said something else since; a command that says several
    // things is recorded once its decision has been carried out.
    const isBegun = events.some((event) => 'commandId' in event && event.commandId === commandId);
    return isBegun && (await ledger.get('lane')).pending === undefined;
  };
  const incident = await look();
  const trouble =
    troubleWith(act, incident, londonDay(await ports.now())) ?? (await troubleWithFix(act, incident, ledger));
  if (trouble !== undefined) throw new WrongUse(trouble);
  if (await isRecorded()) return 'known-already';
  await lane.ask({ command: 'update-incident', commandId, incidentId, act, requestedBy });
  const recorded = async () => ((await isRecorded()) ? 'recorded' : undefined);
  return waitForFact(`what was said of ${incidentId}`, recorded, patience);
}

/** Why something cannot be said of an incident, as a sentence; undefined when it can. */
function troubleWith(act: IncidentAct, incident: Incident, today: string): string | undefined {
  const { fixExpected, deployExpected } = act;
  if (incident.state === 'resolved' && (fixExpected ?? deployExpected) !== undefined) {
    return `${incident.incidentId} is resolved: nothing is expected of it any more`;
  }
  for (const day of [fixExpected, deployExpected]) {
    if (day !== undefined && !isCalendarDay(day)) return `${day} is not a valid date: write it as yyyy-mm-dd`;
    if (day !== undefined && day < today) return `${dayInWords(day)} is past: today is ${dayInWords(today)}`;
  }
  const fix = fixExpected ?? incident.fixExpected;
  const deploy = deployExpected ?? incident.deployExpected;
  return fix !== undefined && deploy !== undefined && deploy < fix
    ? `It cannot be deployed on ${dayInWords(deploy)}, before its fix on ${dayInWords(fix)}: enter both days`
    : undefined;
}

/** Only a line that waits for the cause of the incident can be what holds a fix up. */
async function troubleWithFix(
  { severity1Fix }: IncidentAct,
  { incidentId, cause }: Incident,
  ledger: LedgerReader<'waitingLines'>,
): Promise<string | undefined> {
  if (severity1Fix === undefined) return undefined;
  const { entryKey } = severity1Fix;
  const waiting = (await ledger.list('waitingLines')).filter(({ reason }) => reason === cause);
  return waiting.some(({ entry }) => entry.entryKey === entryKey)
    ? undefined
    : `No entry ${entryKey} waits for ${incidentId}: name one as npm run cpl -- entries --blocked shows it`;
}
