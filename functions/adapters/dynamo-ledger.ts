import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod/mini';
import { DeviceSuspension } from '../contracts/device-suspension.ts';
import { ActiveGovernance } from '../contracts/governance.ts';
import { Flight } from '../contracts/flight.ts';
import { Incident, IncidentEvent } from '../contracts/incident.ts';
import { EMPTY_LANE, LaneState } from '../contracts/lane-state.ts';
import { SweepDue } from '../contracts/sweep.ts';
import { ReportSent } from '../contracts/report-sent.ts';
import { ParkedMail } from '../contracts/parked-mail.ts';
import { Upload } from '../contracts/upload.ts';
import { CorrectionOutstanding, EntryMark, OvertakenLine, WaitingLine } from '../contracts/waiting-line.ts';
import { queriedItems } from './queried-items.ts';

const NO_GOVERNANCE: ActiveGovernance = { revision: 0 };

const waitingKey = (line: { order: string; entryKey: string }) => `${line.order}#${line.entryKey}`;

/**
 * The ledger table: what the lane decided and what waits. One partition a kind of item; the lane writes all of them
 * (one writer), everyone else reads.
 */
export function dynamoLedger(client: DynamoDBDocumentClient, table: string) {
  async function get<T>(contract: z.ZodMiniType<T>, pk: string, sk: string): Promise<T | undefined> {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: { pk, sk }, ConsistentRead: true }));
    return Item === undefined ? undefined : contract.parse(Item);
  }

  async function list<T>(contract: z.ZodMiniType<T>, pk: string, newestFirst = false): Promise<T[]> {
    const query = {
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ConsistentRead: true,
      ScanIndexForward: !newestFirst,
    };
    return Array.fromAsync(queriedItems(client, query), (item) => contract.parse(item));
  }

  const put = async (pk: string, sk: string, item: object): Promise<void> => {
    await client.send(new PutCommand({ TableName: table, Item: { ...item, pk, sk } }));
  };
  const remove = async (pk: string, sk: string): Promise<void> => {
    await client.send(new DeleteCommand({ TableName: table, Key: { pk, sk } }));
  };

  return {
    /** The state of the lane; empty before the first decision. */
    laneState: async (): Promise<LaneState> => (await get(LaneState, 'LANE', 'STATE')) ?? EMPTY_LANE,

    /**
     * Replaces the state of the lane, if it still has the revision before that of `next`.
     *
     * @throws when another invocation was quicker: the message must be delivered again.
     */
    async replaceLaneState(next: LaneState): Promise<void> {
      try {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: { ...next, pk: 'LANE', sk: 'STATE' },
            ConditionExpression: 'attribute_not_exists(pk) OR revision = :before',
            ExpressionAttributeValues: { ':before': next.revision - 1 },
          }),
        );
      } catch (cause) {
        if (cause instanceof ConditionalCheckFailedException) {
          throw new Error(`The lane moved on: revision ${next.revision - 1} is no longer current`, { cause });
        }
        throw cause;
      }
    },

    /** Every file that arrived, newest first. */
    uploads: (): Promise<Upload[]> => list(Upload, 'UPLOADS', true),
    upload: (uploadId: string): Promise<Upload | undefined> => get(Upload, 'UPLOADS', uploadId),
    recordUpload: (upload: Upload): Promise<void> => put('UPLOADS', upload.uploadId, upload),

    /** Lines that are published but blocked, in their original order. */
    waitingLines: (): Promise<WaitingLine[]> => list(WaitingLine, 'WAITING'),
    addWaitingLine: (line: WaitingLine): Promise<void> =>
      put('WAITING', waitingKey({ order: line.order, entryKey: line.entry.entryKey }), line),
    removeWaitingLine: (key: { order: string; entryKey: string }): Promise<void> => remove('WAITING', waitingKey(key)),

    /** Lines that a later line made needless before they were ever sent. */
    overtakenLines: (): Promise<OvertakenLine[]> => list(OvertakenLine, 'OVERTAKEN'),
    async overtake(line: OvertakenLine): Promise<void> {
      await put('OVERTAKEN', `${line.entry.entryKey}#${line.order}`, line);
      await remove('WAITING', waitingKey({ order: line.order, entryKey: line.entry.entryKey }));
    },

    /** Entries whose row is quarantined or whose line disappeared. */
    marks: (): Promise<EntryMark[]> => list(EntryMark, 'MARKS'),
    mark: (mark: EntryMark): Promise<void> => put('MARKS', `${mark.mark}#${mark.entryKey}`, mark),
    unmark: (mark: Pick<EntryMark, 'mark' | 'entryKey'>): Promise<void> =>
      remove('MARKS', `${mark.mark}#${mark.entryKey}`),

    /** Option B: entries the DSP holds under a substituted GBCS version. */
    corrections: (): Promise<CorrectionOutstanding[]> => list(CorrectionOutstanding, 'CORRECTIONS'),
    addCorrection: (correction: CorrectionOutstanding): Promise<void> =>
      put('CORRECTIONS', correction.entryKey, correction),
    removeCorrection: (entryKey: string): Promise<void> => remove('CORRECTIONS', entryKey),

    incidents: (): Promise<Incident[]> => list(Incident, 'INCIDENTS'),
    recordIncident: (incident: Incident): Promise<void> => put('INCIDENTS', incident.incidentId, incident),
    /** What happened to an incident, in the order in which the lane decided. */
    incidentEvents: (incidentId: string): Promise<IncidentEvent[]> => list(IncidentEvent, `INCIDENT#${incidentId}`),
    recordIncidentEvent: (event: IncidentEvent): Promise<void> =>
      put(`INCIDENT#${event.incidentId}`, event.eventId, event),

    /** Decisions whose changes are not all known to have reached the DSP. */
    flights: (): Promise<Flight[]> => list(Flight, 'FLIGHTS'),
    addFlight: (flight: Flight): Promise<void> => put('FLIGHTS', String(flight.sequence).padStart(12, '0'), flight),
    removeFlight: (flight: Pick<Flight, 'sequence'>): Promise<void> =>
      remove('FLIGHTS', String(flight.sequence).padStart(12, '0')),

    /** Sweeps to be made once more; each is there until it was. */
    sweepsDue: (): Promise<SweepDue[]> => list(SweepDue, 'SWEEPS'),
    addSweepDue: (sweep: SweepDue): Promise<void> => put('SWEEPS', sweep.requestId, sweep),
    removeSweepDue: (requestId: string): Promise<void> => remove('SWEEPS', requestId),
    /** The report that the SSC was sent last. */
    reportSent: (): Promise<ReportSent | undefined> => get(ReportSent, 'REPORTS', 'SSC'),
    noteReport: (report: ReportSent): Promise<void> => put('REPORTS', 'SSC', report),
    /** Mails that could not be sent when their decision was carried out. */
    parkedMails: (): Promise<ParkedMail[]> => list(ParkedMail, 'OUTBOX'),
    parkMail: (mail: ParkedMail): Promise<void> => put('OUTBOX', mail.mailId, mail),
    removeParkedMail: (mail: Pick<ParkedMail, 'mailId'>): Promise<void> => remove('OUTBOX', mail.mailId),

    /** Every suspension that the DSP was asked for. */
    suspensions: (): Promise<DeviceSuspension[]> => list(DeviceSuspension, 'SUSPENSIONS'),
    recordSuspension: (suspension: DeviceSuspension): Promise<void> =>
      put('SUSPENSIONS', suspension.requestId, suspension),

    /** Which governance files are active; every kind absent before the first activation. */
    activeGovernance: async (): Promise<ActiveGovernance> =>
      (await get(ActiveGovernance, 'GOVERNANCE', 'ACTIVE')) ?? NO_GOVERNANCE,
    activate: (governance: ActiveGovernance): Promise<void> => put('GOVERNANCE', 'ACTIVE', governance),
  };
}

export type DynamoLedger = ReturnType<typeof dynamoLedger>;
