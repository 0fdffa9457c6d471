import { createHash } from 'node:crypto';
import type { DecisionCause } from '../../contracts/decision-record.ts';
import { type ApproveUpload, LaneCommand, type OperatorCommand, subjectOf } from '../../contracts/lane-command.ts';
import type { LaneState } from '../../contracts/lane-state.ts';
import type { BatchOutcome, Invocation, QueueMessage } from '../../contracts/queue.ts';
import type { Upload } from '../../contracts/upload.ts';
import type { Finding } from '../../domain/findings/finding.ts';
import { type Arrival, arrivalOf, isExpected, uploadRecord } from './arrival.ts';
import { carryOut } from './apply-effects.ts';
import { conclude } from './conclude.ts';
import { decideList } from '../cpl/decide-list.ts';
import { heldRecord } from '../cpl/supersede-held.ts';
import { awaitsConfirmation, confirmed, recordConfirmation } from '../governance/confirm-agreed-list.ts';
import { decideGovernance } from '../governance/decide-governance.ts';
import { type IntendedLane, type LaneView, viewLane } from './decision.ts';
import { isGovernance } from '../governance/governance-files.ts';
import { isSignature } from '../cpl/signature.ts';
import { laneTally } from './metrics.ts';
import type { LanePorts } from '../ports.ts';
import { refuseHeld } from './refuse-held.ts';
import { senderTrouble } from './senders.ts';
import { recordDecision } from '../ssc/record-decision.ts';
import { reconsider } from '../governance/reconsider.ts';
import { suspendTrial } from '../trials/suspend-trial.ts';
import { takeBack } from '../cpl/dsp-rejection.ts';
import { updateIncident } from '../incidents/update-incident.ts';

/** What became of one command of the lane. */
type LaneOutcome =
  | 'decided'
  | 'already-decided'
  | 'nothing-to-do'
  | 'not-a-file'
  | 'signature'
  | 'poison'
  | 'refused'
  | 'unfinished';

/**
 * Works the lane: everything that changes what the DSP is sent, one command at a time (ARCHITECTURE "The lane"). Each command first
 * finishes what a crashed predecessor left pending; then it is decided, made durable, and carried out.
 */
export async function workLane(
  messages: readonly QueueMessage[],
  ports: LanePorts,
  invocation: Invocation,
): Promise<BatchOutcome<'intake'>> {
  const tally = laneTally(ports);
  const outcomes: LaneOutcome[] = [];
  for (const [index, message] of messages.entries()) {
    const outcome = await workOne(message, tally.ports, invocation);
    outcomes.push(outcome);
    if (outcome === 'unfinished') {
      return {
        retry: messages.slice(index).map(({ messageId }) => messageId),
        summary: { outcome: outcomes.join(' ') },
        metrics: tally.metrics(),
      };
    }
  }
  return { retry: [], summary: { outcome: outcomes.join(' ') }, metrics: tally.metrics() };
}

async function workOne(message: QueueMessage, ports: LanePorts, { remainingMs }: Invocation): Promise<LaneOutcome> {
  const settled = await settle(await ports.ledger.get('lane'), ports, remainingMs, 'a successor');
  if (settled === 'unfinished') return settled;
  const command = readCommand(message.body);
  if (command === undefined) {
    await ports.deadLetters.send(message, 'Not a command of the lane: neither an S3 event nor an operator command');
    return 'poison';
  }
  const refused = await senderTrouble(command, message, ports);
  if (refused !== undefined) {
    await ports.deadLetters.send(message, refused);
    return 'refused';
  }
  const view: View = (state) =>
    viewLane(state, ports, { delivery: deliveryName(message), cause: causeOf(command, message) });
  const { outcome, lane } = await decide(command, settled, view, ports);
  const carried = await settle(lane, ports, remainingMs);
  if (carried === 'unfinished') return carried;
  return outcome;
}

/** Looks at the lane in one delivery of a message. */
type View = (state: LaneState) => Promise<LaneView>;

async function decide(
  command: LaneCommand,
  state: LaneState,
  view: View,
  ports: LanePorts,
): Promise<{ outcome: LaneOutcome; lane: LaneState }> {
  const unchanged = (outcome: LaneOutcome) => ({ outcome, lane: state });
  if ('detail' in command) {
    const arrival = arrivalOf(command);
    if (arrival === undefined) return unchanged('not-a-file');
    // It is read with its extract, not by itself.
    if (isSignature(arrival.key)) return unchanged('signature');
    const [decided, seen] = await Promise.all([
      ports.ledger.get('uploads', { uploadId: arrival.uploadId }),
      view(state),
    ]);
    if (decided !== undefined) return unchanged('already-decided');
    return { outcome: 'decided', lane: await decideArrival(arrival, seen, ports) };
  }
  const lane = await execute(command, await view(state), ports);
  return lane === undefined ? unchanged('nothing-to-do') : { outcome: 'decided', lane };
}

async function execute(command: OperatorCommand, view: LaneView, ports: LanePorts): Promise<IntendedLane | undefined> {
  switch (command.command) {
    case 'approve':
      return approve(command, view, ports);
    case 'refuse':
      return refuseHeld(command, view, ports);
    case 'reconsider':
      return reconsider(command.commandId, view, ports);
    case 'dsp-refused':
      return takeBack(command, view, ports);
    case 'suspend-trial':
      return suspendTrial(command, view, ports);
    case 'update-incident':
      return updateIncident(command, view, ports);
    case 'record-decision':
      return recordDecision(command, view, ports);
  }
}

async function decideArrival(arrival: Arrival, view: LaneView, ports: LanePorts): Promise<IntendedLane> {
  if (!isExpected(arrival)) {
    const message =
      'Not a file the pipeline knows: put a list under cpl/ with a name that ends in .csv, .csv.gz, .xlsx or .xlsm, or one of governance/agreed-list.csv, governance/gbcs-register.csv, governance/version-combinations.csv and governance/settings.json.';
    const finding: Finding = {
      code: 'KEY-NOT-EXPECTED',
      severity: 'file',
      line: 1,
      field: '',
      value: arrival.key,
      message,
    };
    const upload: Upload = { ...uploadRecord(arrival, view.now), findingsTotal: 1, decision: 'refused' };
    return conclude({ upload, outcome: 'Refused: nothing of it was read.', findings: [finding] }, view, ports);
  }
  if (isGovernance(arrival)) return decideGovernance(arrival, view, ports);
  return decideList(arrival, undefined, view, ports);
}

/**
 * An operator's approval lets a held list through, or confirms the agreed list that is held; one for anything else
 * finds nothing to do.
 */
async function approve(command: ApproveUpload, view: LaneView, ports: LanePorts): Promise<IntendedLane | undefined> {
  if (view.state.heldAgreedList === command.uploadId) {
    const confirmation = confirmed(await heldRecord(command.uploadId, ports.ledger), command, view);
    const { upload, confirmations } = confirmation;
    if (!confirmation.isNew || awaitsConfirmation(confirmations, ports)) {
      return recordConfirmation(confirmation, view, ports);
    }
    return decideGovernance({ ...arrivalOfHeld(upload), kind: 'agreed-list' }, view, ports, confirmations);
  }
  if (view.state.held.every(({ uploadId }) => uploadId !== command.uploadId)) return undefined;
  const approval = { by: command.requestedBy, principal: view.cause.sentBy, reason: command.reason, at: view.now };
  return decideList(await heldArrival(command.uploadId, ports), approval, view, ports);
}

async function heldArrival(uploadId: string, { ledger }: Pick<LanePorts, 'ledger'>): Promise<Arrival> {
  return arrivalOfHeld(await heldRecord(uploadId, ledger));
}

function arrivalOfHeld({ uploadId, key, objectVersion, kind, receivedAt, putBy }: Upload): Arrival {
  return { uploadId, key, objectVersion, kind, receivedAt, putBy };
}

async function settle(
  state: LaneState,
  ports: LanePorts,
  remainingMs: () => number,
  by: Parameters<typeof carryOut>[3] = 'its decider',
): Promise<LaneState | 'unfinished'> {
  const { pending } = state;
  return pending === undefined ? state : carryOut({ ...state, pending }, ports, remainingMs, by);
}

/** By whose message a decision is taken. */
function causeOf(command: LaneCommand, { senderId: sentBy }: QueueMessage): DecisionCause {
  if ('detail' in command) {
    const { object, requester } = command.detail;
    const about = object['version-id'] === undefined ? object.key : `${object.key} (${object['version-id']})`;
    return { command: 'file', about, sentBy, ...(requester === undefined ? {} : { requestedBy: requester }) };
  }
  const asked = 'requestedBy' in command ? { requestedBy: command.requestedBy } : {};
  return { command: command.command, about: subjectOf(command), sentBy, ...asked };
}

/** Each delivery of a message is another one: `receiveCount` counts them. */
function deliveryName({ messageId, receiveCount }: QueueMessage): string {
  return createHash('sha256').update(`${messageId} ${receiveCount}`).digest('hex').slice(0, 8);
}

function readCommand(body: string): LaneCommand | undefined {
  try {
    return LaneCommand.parse(JSON.parse(body));
  } catch {
    return undefined;
  }
}
