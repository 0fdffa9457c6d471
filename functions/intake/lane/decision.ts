import { sequenceKey } from '../../contracts/change-order.ts';
import type { DecisionCause, DecisionLink, DecisionRecord } from '../../contracts/decision-record.ts';
import type { Effect } from '../../contracts/effect.ts';
import { type EffectsLog, effectsLog } from '../../contracts/effects-log.ts';
import type { ActiveGovernance } from '../../contracts/governance.ts';
import { factsOf, type LaneFacts, type LaneState, type PendingDecision } from '../../contracts/lane-state.ts';
import type { Incident } from '../../contracts/incident.ts';
import { logMail } from '../../contracts/logged-mail.ts';
import type { Mail } from '../../contracts/mail.ts';
import type { ReadyLetter } from '../../contracts/ready-letter.ts';
import type { CorrectionOutstanding, EntryMark, WaitingLine } from '../../contracts/waiting-line.ts';
import type { AgreedList } from '../../domain/trials/agreed-list.ts';
import type { GateRules } from '../../domain/gbcs/gate.ts';
import type { GbcsRegister } from '../../domain/gbcs/gbcs-register.ts';
import { londonDay } from '../../domain/calendar/london-time.ts';
import type { VersionCombinations } from '../../domain/gbcs/version-combinations.ts';
import { atLeast } from '../../domain/settings/settings-change.ts';
import type { Settings } from '../../domain/settings/settings.ts';
import type { LanePorts } from '../ports.ts';

/** The lane with a decision that is intended but not yet carried out. */
export type IntendedLane = LaneState & { pending: PendingDecision };

/** Everything a decision is taken by: the lane as it stands, what waits, what is active, and the time. */
export type LaneView = {
  readonly state: LaneState;
  readonly waiting: readonly WaitingLine[];
  readonly corrections: readonly CorrectionOutstanding[];
  readonly marks: readonly EntryMark[];
  readonly incidents: readonly Incident[];
  readonly active: ActiveGovernance;
  readonly agreedList: AgreedList;
  readonly register: GbcsRegister;
  readonly combinations: VersionCombinations;
  readonly settings: Settings;
  readonly now: string;
  /** By whose message it is taken. */
  readonly cause: DecisionCause;
  /** Names the delivery in which the decision is taken: no other one writes objects under the same name. */
  readonly delivery: string;
};

/** Looks at the lane. Nobody else writes what is read here, so it stays true until the decision is settled. */
export async function viewLane(
  state: LaneState,
  { ledger, governance, settingsFloor, clock }: LanePorts,
  { delivery, cause }: Pick<LaneView, 'delivery' | 'cause'>,
): Promise<LaneView> {
  const [waiting, corrections, marks, incidents, active, agreedList, register, combinations, settings] =
    await Promise.all([
      ledger.list('waitingLines'),
      ledger.list('corrections'),
      ledger.list('marks'),
      ledger.list('incidents'),
      ledger.get('activeGovernance'),
      governance.agreedList(),
      governance.gbcsRegister(),
      governance.versionCombinations(),
      governance.settings(),
    ]);
  return {
    state,
    waiting,
    corrections,
    marks,
    incidents,
    active,
    agreedList,
    register,
    combinations,
    settings: atLeast(settings, settingsFloor),
    now: clock.now(),
    delivery,
    cause,
  };
}

/** The rules of the GBCS gate at the time of a decision. */
export function gateRules(view: Pick<LaneView, 'register' | 'combinations' | 'settings' | 'now'>): GateRules {
  const { register, combinations } = view;
  return { register, combinations, settings: view.settings, londonDay: londonDay(view.now) };
}

/** A decision under way: where its effects are being written, and its number. */
export type DecisionDraft = {
  readonly sequence: number;
  readonly effectsKey: string;
  /** Distinguishes this attempt at the decision from any other, one that was given up or is still under way. */
  readonly attempt: string;
  readonly log: EffectsLog;
};

/**
 * Begins the log of the next decision, under a name of its own: should another copy take the same decision at the
 * same time, neither overwrites what the other has made durable.
 */
export function draftDecision(
  view: Pick<LaneView, 'state' | 'delivery'>,
  { archive }: Pick<LanePorts, 'archive'>,
): DecisionDraft {
  const sequence = view.state.sequence + 1;
  const attempt = `${view.state.revision}-${view.delivery}`;
  const effectsKey = `changesets/${sequenceKey(sequence)}-${attempt}.ndjson`;
  return { sequence, effectsKey, attempt, log: effectsLog(archive.writer(effectsKey, 'application/x-ndjson')) };
}

/**
 * Ends a decision: closes its sends with a dispatch, appends the mails, and makes the intent durable by one
 * compare-and-set. From here on it will be carried out, whatever crashes.
 *
 * @param finishBeside finishes what else must be durable before the intent is
 */
export async function intend(
  draft: DecisionDraft,
  view: LaneView,
  tail: readonly Effect[],
  next: LaneFacts,
  { ledger }: Pick<LanePorts, 'ledger'>,
  finishBeside: () => Promise<void> = async () => undefined,
): Promise<IntendedLane> {
  const { sequence, effectsKey, log } = draft;
  const changes = log.sends();
  if (changes > 0) {
    await log.append([{ effect: 'dispatch', dispatch: { sequence, effectsKey, changes, sentAt: view.now } }]);
  }
  const { last } = view.state;
  const before = last === undefined ? {} : { before: last };
  const decision: DecisionRecord = { sequence, decidedAt: view.now, cause: view.cause, ...before };
  await log.append([...tail, { effect: 'decided', decision }]);
  const [sha256] = await Promise.all([log.finish(), finishBeside()]);
  const pending: PendingDecision = {
    sequence,
    effectsKey,
    offset: 0,
    since: view.now,
    facts: factsOf(next),
  };
  const link: DecisionLink = { sequence, effectsKey, sha256 };
  const intended = { ...view.state, revision: view.state.revision + 1, sequence, pending, last: link };
  await ledger.replace('lane', intended);
  return intended;
}

/** A letter that people may send, as an effect. */
export function readyLetterEffect(letter: ReadyLetter): Effect {
  return { effect: 'ready-letter', letter };
}

/** A mail as an effect: it is decided with the rest, and sent once when the decision is carried out. */
export function mailEffect(mail: Mail): Effect {
  return { effect: 'mail', mail: logMail(mail) };
}
