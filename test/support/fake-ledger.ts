import type { DeviceSuspension } from '../../functions/contracts/device-suspension.ts';
import type { Flight } from '../../functions/contracts/flight.ts';
import type { ActiveGovernance } from '../../functions/contracts/governance.ts';
import { EMPTY_LANE, type LaneState } from '../../functions/contracts/lane-state.ts';
import type { SweepDue } from '../../functions/contracts/sweep.ts';
import type { ReportSent } from '../../functions/contracts/report-sent.ts';
import type { ParkedMail } from '../../functions/contracts/parked-mail.ts';
import type { Upload } from '../../functions/contracts/upload.ts';
import type { Incident, IncidentEvent } from '../../functions/contracts/incident.ts';
import type {
  CorrectionOutstanding,
  EntryMark,
  OvertakenLine,
  WaitingLine,
} from '../../functions/contracts/waiting-line.ts';
import { fits, MOST_ITEM_BYTES } from './service-limits.ts';

const waitingKey = (order: string, entryKey: string) => `${order}#${entryKey}`;
const sorted = <T>(items: Map<string, T>): T[] =>
  [...items.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);

/** Items by key, each no larger than DynamoDB takes it. */
class Items<T> extends Map<string, T> {
  override set(key: string, item: T): this {
    fits('an item of DynamoDB', JSON.stringify(item), MOST_ITEM_BYTES);
    return super.set(key, item);
  }
}

/** The ledger in memory, with the same compare-and-set on the lane's state as the table. */
export class FakeLedger {
  state: LaneState = EMPTY_LANE;
  report: ReportSent | undefined;
  governance: ActiveGovernance = { revision: 0 };
  readonly items = {
    uploads: new Items<Upload>(),
    waiting: new Items<WaitingLine>(),
    overtaken: new Items<OvertakenLine>(),
    marks: new Items<EntryMark>(),
    corrections: new Items<CorrectionOutstanding>(),
    incidents: new Items<Incident>(),
    incidentEvents: new Items<IncidentEvent>(),
    flights: new Items<Flight>(),
    sweeps: new Items<SweepDue>(),
    suspensions: new Items<DeviceSuspension>(),
    parked: new Items<ParkedMail>(),
  };

  laneState = async () => this.state;
  replaceLaneState = async (next: LaneState) => {
    if (next.revision !== this.state.revision + 1) throw new Error('The lane moved on');
    this.state = next;
  };
  uploads = async () => sorted(this.items.uploads).reverse();
  upload = async (uploadId: string) => this.items.uploads.get(uploadId);
  recordUpload = async (upload: Upload) => void this.items.uploads.set(upload.uploadId, upload);
  waitingLines = async () => sorted(this.items.waiting);
  addWaitingLine = async (line: WaitingLine) =>
    void this.items.waiting.set(waitingKey(line.order, line.entry.entryKey), line);
  removeWaitingLine = async (key: { order: string; entryKey: string }) =>
    void this.items.waiting.delete(waitingKey(key.order, key.entryKey));
  overtakenLines = async () => sorted(this.items.overtaken);
  overtake = async (line: OvertakenLine) => {
    this.items.overtaken.set(`${line.entry.entryKey}#${line.order}`, line);
    this.items.waiting.delete(waitingKey(line.order, line.entry.entryKey));
  };
  marks = async () => sorted(this.items.marks);
  mark = async (mark: EntryMark) => void this.items.marks.set(`${mark.mark}#${mark.entryKey}`, mark);
  unmark = async (mark: Pick<EntryMark, 'mark' | 'entryKey'>) =>
    void this.items.marks.delete(`${mark.mark}#${mark.entryKey}`);
  corrections = async () => sorted(this.items.corrections);
  addCorrection = async (correction: CorrectionOutstanding) =>
    void this.items.corrections.set(correction.entryKey, correction);
  removeCorrection = async (entryKey: string) => void this.items.corrections.delete(entryKey);
  incidents = async () => sorted(this.items.incidents);
  recordIncident = async (incident: Incident) => void this.items.incidents.set(incident.incidentId, incident);
  incidentEvents = async (incidentId: string) =>
    sorted(this.items.incidentEvents).filter((event) => event.incidentId === incidentId);
  recordIncidentEvent = async (event: IncidentEvent) =>
    void this.items.incidentEvents.set(`${event.incidentId}#${event.eventId}`, event);
  flights = async () => sorted(this.items.flights);
  addFlight = async (flight: Flight) => void this.items.flights.set(String(flight.sequence).padStart(12, '0'), flight);
  sweepsDue = async () => sorted(this.items.sweeps);
  addSweepDue = async (sweep: SweepDue) => void this.items.sweeps.set(sweep.requestId, sweep);
  removeSweepDue = async (requestId: string) => void this.items.sweeps.delete(requestId);
  suspensions = async () => sorted(this.items.suspensions);
  recordSuspension = async (suspension: DeviceSuspension) =>
    void this.items.suspensions.set(suspension.requestId, suspension);
  reportSent = async () => this.report;
  noteReport = async (report: ReportSent) => void (this.report = report);
  removeFlight = async ({ sequence }: Pick<Flight, 'sequence'>) =>
    void this.items.flights.delete(String(sequence).padStart(12, '0'));
  parkedMails = async () => sorted(this.items.parked);
  parkMail = async (mail: ParkedMail) => void this.items.parked.set(mail.mailId, mail);
  removeParkedMail = async ({ mailId }: Pick<ParkedMail, 'mailId'>) => void this.items.parked.delete(mailId);
  activeGovernance = async () => this.governance;
  activate = async (governance: ActiveGovernance) => void (this.governance = governance);
}
