import type { DspChange } from '../contracts/dsp-change.ts';
import type { Effect } from '../contracts/effect.ts';
import { readEffects } from '../contracts/effects-log.ts';
import type { LaneState, PendingDecision } from '../contracts/lane-state.ts';
import { readMail } from '../contracts/logged-mail.ts';
import type { LanePorts } from './ports.ts';
import { dueAgain, requestReevaluation } from './reevaluation.ts';
import { postOffice } from './post-office.ts';

/** Changes gathered before they are sent: whole requests of ten, and few moves of the cursor. */
const SENDS_AT_ONCE = 500;
/** Effects, of any kind, between two moves of the cursor. */
const EFFECTS_BETWEEN_MOVES = 1000;
/** With less time than this left, the rest is for the next delivery of the message. */
const ENOUGH_MS = 10_000;

/**
 * Carries out what is pending, from the cursor to its end, and settles it: the second half of the outbox protocol
 * (DESIGN 2). Whatever is repeated because a predecessor crashed does no harm: sends have deterministic ids and a
 * guarded consumer, ledger writes are puts of the same item, mails are sent once by their id or parked.
 *
 * @returns the settled state, or `unfinished` when time runs out: the message is to be delivered again.
 */
export async function carryOut(
  state: LaneState & { pending: PendingDecision },
  ports: LanePorts,
  remainingMs: () => number,
): Promise<LaneState | 'unfinished'> {
  const cursor = laneCursor(state, ports);
  const post = postOffice(state.pending, ports, remainingMs);
  const { effectsKey, offset } = state.pending;
  let sends: DspChange[] = [];
  let reached = offset;
  let sinceMove = 0;
  const flush = async (): Promise<void> => {
    await ports.dspUpdates.send(sends);
    sends = [];
    sinceMove = 0;
    await cursor.moveTo(reached);
  };
  for await (const { effect, nextOffset } of readEffects(ports.archive.read(effectsKey, undefined, offset))) {
    if (effect.effect === 'send') sends.push(effect.change);
    else if (effect.effect === 'mail') await post(readMail(effect.mail), reached);
    else {
      // The flight closes the sends of its log: what follows tells people that they happened.
      if (effect.effect === 'flight') await flush();
      await happen(effect, ports);
    }
    reached = offset + nextOffset;
    sinceMove += 1;
    if (sends.length === SENDS_AT_ONCE || sinceMove === EFFECTS_BETWEEN_MOVES) {
      await flush();
      if (remainingMs() < ENOUGH_MS) return 'unfinished';
    }
  }
  if (sends.length > 0) throw new Error(`The log of effects ${effectsKey} has changes that no flight follows`);
  return cursor.settle();
}

async function happen(effect: Exclude<Effect, { effect: 'send' | 'mail' }>, ports: LanePorts): Promise<void> {
  const { ledger } = ports;
  switch (effect.effect) {
    case 'wait':
      return ledger.addWaitingLine(effect.line);
    case 'release':
      return ledger.removeWaitingLine(effect);
    case 'overtake':
      return ledger.overtake({ ...effect.line, overtakenAt: effect.overtakenAt, overtakenBy: effect.overtakenBy });
    case 'correction-due':
      return ledger.addCorrection(effect.correction);
    case 'correction-done':
      return ledger.removeCorrection(effect.entryKey);
    case 'mark':
      return ledger.mark(effect.mark);
    case 'unmark':
      return ledger.unmark(effect);
    case 'incident':
      return ledger.recordIncident(effect.incident);
    case 'flight':
      return ledger.addFlight(effect.flight);
    case 'upload':
      return ledger.recordUpload(effect.upload);
    case 'store':
      return ports.archive.put(effect.key, effect.text, effect.contentType);
    case 'activate':
      return ledger.activate(effect.governance);
    case 'reevaluate':
      return requestReevaluation(effect, ports);
    case 'sweep-again':
      return ledger.addSweepDue(dueAgain(effect, ports.clock.now()));
    case 'swept-again':
      return ledger.removeSweepDue(effect.requestId);
    case 'suspend':
      await ports.dspUpdates.suspend(effect.suspension);
      return ledger.recordSuspension(effect.suspension);
  }
}

/** The lane's ledger item while a decision is carried out: every move is a compare-and-set on its revision. */
function laneCursor(from: LaneState & { pending: PendingDecision }, ports: LanePorts) {
  let state = from;
  return {
    async moveTo(offset: number): Promise<void> {
      const next = { ...state, revision: state.revision + 1, pending: { ...state.pending, offset } };
      await ports.ledger.replaceLaneState(next);
      state = next;
    },
    async settle(): Promise<LaneState> {
      const { pending, ...rest } = state;
      const settled: LaneState = {
        revision: rest.revision + 1,
        sequence: rest.sequence,
        ...(pending.accepted === undefined ? {} : { accepted: pending.accepted }),
        ...(pending.held === undefined ? {} : { held: pending.held }),
      };
      await ports.ledger.replaceLaneState(settled);
      return settled;
    },
  };
}
