import type { DspChange } from '../../contracts/dsp-change.ts';
import type { Effect } from '../../contracts/effect.ts';
import { readEffects } from '../../contracts/effects-log.ts';
import { factsOf, type LaneState, type ReevaluationPosition } from '../../contracts/lane-state.ts';
import { readMail } from '../../contracts/logged-mail.ts';
import type { LanePorts } from '../ports.ts';
import { dueAgain, requestReevaluation } from '../governance/re-evaluation.ts';
import { postOffice } from './deferred-mail.ts';
import type { IntendedLane } from './decision.ts';
import { sideBySide } from './side-by-side.ts';

/** Changes gathered before they are sent: whole requests of ten, of many Device Models, and few moves of the cursor. */
const SENDS_AT_ONCE = 5000;
/** Effects, of any kind, between two moves of the cursor. */
const EFFECTS_BETWEEN_MOVES = 10_000;
/**
 * Milliseconds between two moves of the cursor: an invocation that is killed repeats no more than that, and what is left of
 * its time is looked at before it is over.
 */
const MOVE_EVERY_MS = 5000;
/** Writes to the ledger and the archive that are under way at once, and requests to suspend a device. */
const WRITES_AT_ONCE = 32;
/** With less time than this left, the rest is for the next delivery of the message. */
const ENOUGH_MS = 10_000;

/**
 * Carries out what is pending, from the cursor to its end, and settles it: the second half of the outbox protocol
 * (ARCHITECTURE "Intent first, then effects"). Whatever is repeated because a predecessor crashed does no harm: sends have deterministic ids and a
 * guarded consumer, ledger writes are puts of the same item, mails are sent once by their id or deferred.
 *
 * @param by whoever took the decision, or an invocation that finds it pending and takes it over
 * @returns the settled state, or `unfinished` when time runs out: the message is to be delivered again.
 */
export async function carryOut(
  state: IntendedLane,
  ports: LanePorts,
  remainingMs: () => number,
  by: 'its decider' | 'a successor' = 'its decider',
): Promise<LaneState | 'unfinished'> {
  const cursor = laneCursor(state, ports);
  // A predecessor that is still alive ends at its next move, before it decides anything that this would write over.
  if (by === 'a successor') await cursor.moveTo(state.pending.offset, state.pending.reevaluatedTo);
  const post = postOffice(state.pending, ports, remainingMs);
  const { effectsKey, offset } = state.pending;
  let sends: DspChange[] = [];
  let reached = offset;
  let sinceMove = 0;
  let reevaluatedTo = state.pending.reevaluatedTo;
  let movedAt = remainingMs();
  const isTime = (): boolean => movedAt - remainingMs() >= MOVE_EVERY_MS;
  const writes = sideBySide(WRITES_AT_ONCE);
  const flush = async (): Promise<void> => {
    await writes.end();
    await ports.dspUpdates.send(sends);
    sends = [];
    sinceMove = 0;
    await cursor.moveTo(reached);
    movedAt = remainingMs();
  };
  const reevaluation = async (effect: Extract<Effect, { effect: 'reevaluate' }>): Promise<'done' | 'unfinished'> => {
    if (sinceMove > 0) await flush();
    return requestReevaluation(effect, reevaluatedTo, ports, async (position) => {
      const isEnough = remainingMs() >= ENOUGH_MS;
      if (!isEnough || isTime()) {
        await cursor.moveTo(reached, position);
        movedAt = remainingMs();
      }
      return isEnough;
    });
  };
  for await (const { effect, nextOffset } of readEffects(ports.archive.read(effectsKey, undefined, offset))) {
    const item = writtenItem(effect);
    if (effect.effect === 'send') sends.push(effect.change);
    else if (effect.effect === 'reevaluate') {
      await writes.end();
      if ((await reevaluation(effect)) === 'unfinished') return 'unfinished';
    } else if (effect.effect === 'mail') {
      await writes.end();
      await post(readMail(effect.mail), reached);
    } else if (item !== undefined) {
      // The dispatch closes the sends of its log: what follows notifies people that they happened.
      if (effect.effect === 'dispatch') await flush();
      await writes.start(item, () => happen(effect, ports));
    } else {
      await writes.end();
      await happen(effect, ports);
    }
    reevaluatedTo = undefined;
    reached = offset + nextOffset;
    sinceMove += 1;
    if (sends.length === SENDS_AT_ONCE || sinceMove === EFFECTS_BETWEEN_MOVES || isTime()) {
      await flush();
      if (remainingMs() < ENOUGH_MS) return 'unfinished';
    }
  }
  await writes.end();
  if (sends.length > 0) throw new Error(`The log of effects ${effectsKey} has changes that no dispatch follows`);
  return cursor.settle();
}

/**
 * What an effect writes, if nothing but a later write of the same depends on it: such effects happen side by side. All
 * others wait for what stands before them in the log.
 */
function writtenItem(effect: Effect): string | undefined {
  switch (effect.effect) {
    case 'wait':
    case 'overtake':
      return `line ${effect.line.order}`;
    case 'release':
      return `line ${effect.order}`;
    case 'correction-due':
      return `correction ${effect.correction.entryKey}`;
    case 'correction-done':
      return `correction ${effect.entryKey}`;
    case 'mark':
      return `mark ${effect.mark.mark} ${effect.mark.entryKey}`;
    case 'unmark':
      return `mark ${effect.mark} ${effect.entryKey}`;
    case 'dispatch':
      return 'dispatch';
    case 'upload':
      return `upload ${effect.upload.uploadId}`;
    case 'store':
      return `object ${effect.key}`;
    case 'ssc-decision':
      return `decision ${effect.decision.commandId}`;
    case 'ready-letter':
      return `letter ${effect.letter.letterId}`;
    case 'suspend':
      return `suspension ${effect.suspension.requestId}`;
    case 'send':
    case 'incident':
    case 'incident-event':
    case 'activate':
    case 'reevaluate':
    case 'reevaluate-again':
    case 'reevaluated-again':
    case 'mail':
    case 'decided':
      return undefined;
  }
}

async function happen(
  effect: Exclude<Effect, { effect: 'send' | 'mail' | 'reevaluate' }>,
  ports: LanePorts,
): Promise<void> {
  const { ledger } = ports;
  switch (effect.effect) {
    case 'wait':
      return ledger.put('waitingLines', effect.line);
    case 'release':
      return ledger.remove('waitingLines', { order: effect.order, entry: effect });
    case 'overtake':
      await ledger.put('overtakenLines', {
        ...effect.line,
        overtakenAt: effect.overtakenAt,
        overtakenBy: effect.overtakenBy,
      });
      return ledger.remove('waitingLines', effect.line);
    case 'correction-due':
      return ledger.put('corrections', effect.correction);
    case 'correction-done':
      return ledger.remove('corrections', { entryKey: effect.entryKey });
    case 'mark':
      return ledger.put('marks', effect.mark);
    case 'unmark':
      return ledger.remove('marks', effect);
    case 'incident':
      return ledger.put('incidents', effect.incident);
    case 'incident-event':
      return ledger.put('incidentEvents', effect.event);
    case 'dispatch':
      return ledger.put('dispatches', effect.dispatch);
    case 'upload':
      return ledger.put('uploads', effect.upload);
    case 'store':
      return ports.archive.put(effect.key, effect.text, effect.contentType);
    case 'ready-letter':
      return ports.readyLetters.keep(effect.letter);
    case 'ssc-decision':
      return ledger.put('sscDecisions', effect.decision);
    case 'activate':
      return ledger.put('activeGovernance', effect.governance);
    case 'reevaluate-again':
      return ledger.put('reevaluationsDue', dueAgain(effect, ports.clock.now()));
    case 'reevaluated-again':
      return ledger.remove('reevaluationsDue', { requestId: effect.requestId });
    case 'suspend':
      await ports.dspUpdates.suspend(effect.suspension);
      return ledger.put('suspensions', effect.suspension);
    case 'decided':
      return undefined;
  }
}

/** The lane's ledger item while a decision is carried out: every move is a compare-and-set on its revision. */
function laneCursor(from: IntendedLane, ports: LanePorts) {
  let state = from;
  return {
    /** Moves to the beginning of an effect, and into the re-evaluation that it is, if it is one. */
    async moveTo(offset: number, reevaluatedTo?: ReevaluationPosition): Promise<void> {
      const { reevaluatedTo: _before, ...pending } = state.pending;
      const within = reevaluatedTo === undefined ? {} : { reevaluatedTo };
      const next = { ...state, revision: state.revision + 1, pending: { ...pending, offset, ...within } };
      await ports.ledger.replace('lane', next);
      state = next;
    },
    async settle(): Promise<LaneState> {
      const { revision, sequence, pending, last } = state;
      const settled: LaneState = {
        revision: revision + 1,
        sequence,
        ...(last === undefined ? {} : { last }),
        ...factsOf(pending.facts),
      };
      await ports.ledger.replace('lane', settled);
      return settled;
    },
  };
}
