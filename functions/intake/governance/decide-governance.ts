import { counted, inFigures } from '../../domain/words/counted.ts';
import { createHash } from 'node:crypto';
import type { Effect } from '../../contracts/effect.ts';
import type { ActiveFile, ActiveGovernance } from '../../contracts/governance.ts';
import type { Upload } from '../../contracts/upload.ts';
import type { SettingChange } from '../../domain/settings/settings-change.ts';
import { allBytes } from '../../domain/csv/byte-chunks.ts';
import type { Finding } from '../../domain/findings/finding.ts';
import { withList } from '../../domain/trials/agreed-lists.ts';
import { departmentLetter } from '../../email/department-letter.ts';
import { substituteLetters } from '../../email/manufacturer-letters.ts';
import { receiptEffects } from '../lane/receipt-effects.ts';
import { type Arrival, uploadRecord } from '../lane/arrival.ts';
import { conclude } from '../lane/conclude.ts';
import { type IntendedLane, draftDecision, gateRules, intend, type LaneView, mailEffect } from '../lane/decision.ts';
import {
  agreedListsKey,
  GOVERNANCE_KINDS,
  type GovernanceContent,
  type GovernanceKind,
  readGovernance,
} from './governance-files.ts';
import { incidentEffects } from '../incidents/incident-effects.ts';
import { orders } from '../cpl/gate-lines.ts';
import type { LanePorts } from '../ports.ts';
import {
  awaitsConfirmation,
  type Confirmations,
  supersedeHeldAgreedList,
  holdAgreedList,
} from './confirm-agreed-list.ts';
import { noLongerActive } from './no-longer-active.ts';
import { reevaluationEffects } from './re-evaluation.ts';
import { release } from './release.ts';

/** Larger than any governance file may be: one that is larger still is not even read into memory. */
const MOST_BYTES = 8 * 1024 * 1024;

/**
 * Decides about one governance file: it is activated as a whole, or refused as a whole with the reasons, and then the
 * previous one stays active (invariant 2). An activation acts at once on what waits (R11, R23). An agreed list is held
 * until as many people have confirmed it as the stage asks for (R47).
 */
export async function decideGovernance(
  arrival: Arrival & { readonly kind: GovernanceKind },
  view: LaneView,
  ports: LanePorts,
  confirmations: Confirmations = [],
): Promise<IntendedLane> {
  const record: Omit<Upload, 'decision'> = {
    ...uploadRecord(arrival, view.now),
    ...(confirmations.length === 0 ? {} : { confirmations: [...confirmations] }),
  };
  const refuse = (findings: readonly Finding[], sha256 = '') => {
    const outcome = 'Refused as a whole: the file that was active before stays active.';
    const upload = { ...record, sha256, findingsTotal: findings.length, decision: 'refused' as const };
    return conclude({ upload, outcome, findings }, view, ports);
  };
  const facts = await ports.inbox.facts(arrival.key, arrival.objectVersion);
  if (facts === undefined) return refuse([goneFinding(arrival)]);
  if (facts.bytes > MOST_BYTES) return refuse([tooLargeFinding(arrival, facts.bytes)]);
  const bytes = await allBytes(ports.inbox.read(arrival.key, arrival.objectVersion));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const read = await readGovernance(arrival.kind, bytes, view, ports);
  if (read.outcome === 'refused') return refuse(read.findings, sha256);
  const active = view.active[GOVERNANCE_KINDS[arrival.kind].activeAs];
  if (active !== undefined && active.receivedAt > arrival.receivedAt) {
    const outcome = 'Not activated: a file that arrived later is active already.';
    return conclude({ upload: { ...record, sha256, decision: 'superseded' }, outcome, findings: [] }, view, ports);
  }
  if (arrival.kind === 'agreed-list' && awaitsConfirmation(confirmations, ports)) {
    return holdAgreedList({ ...record, sha256, findingsTotal: read.findings.length }, read.findings, view, ports);
  }
  return activate(arrival, read.content, read.findings, { ...record, sha256, decision: 'active' }, view, ports);
}

async function activate(
  arrival: Arrival & { readonly kind: GovernanceKind },
  content: GovernanceContent,
  findings: readonly Finding[],
  record: Upload,
  view: LaneView,
  ports: LanePorts,
): Promise<IntendedLane> {
  const { activeAs, key } = GOVERNANCE_KINDS[arrival.kind];
  const version = (view.active[activeAs]?.version ?? 0) + 1;
  const historyKey = content.kind === 'agreed-list' ? agreedListsKey(version) : undefined;
  const file: ActiveFile = {
    version,
    key: key(version),
    activatedAt: view.now,
    receivedAt: arrival.receivedAt,
    uploadId: arrival.uploadId,
    ...(historyKey === undefined ? {} : { historyKey }),
  };
  const governance: ActiveGovernance = { ...view.active, revision: view.active.revision + 1, [activeAs]: file };
  const stored =
    content.kind === 'agreed-list' ? { version, activatedAt: view.now, rows: content.rows } : content.stored;
  const after: LaneView = {
    ...view,
    ...(content.kind === 'gbcs-register' ? { register: content.stored } : {}),
    ...(content.kind === 'version-combinations' ? { combinations: content.stored } : {}),
    ...(content.kind === 'settings' ? { settings: content.stored } : {}),
  };
  const draft = draftDecision(view, ports);
  const released =
    content.kind === 'agreed-list' || content.kind === 'version-combinations'
      ? { effects: [], stillWaiting: view.waiting, stillOutstanding: view.corrections }
      : release(view.waiting, view.corrections, {
          rules: gateRules(after),
          blockPolicy: after.settings.blockPolicy,
          retryRefused: content.kind === 'gbcs-register',
          nextOrder: orders(draft.sequence),
          now: view.now,
          causedBy: arrival.uploadId,
        });
  await draft.log.append([
    { effect: 'store', key: file.key, contentType: 'application/json', text: JSON.stringify(stored) },
    ...(await historyEffects(content, file, ports)),
    { effect: 'activate', governance },
    ...released.effects,
  ]);
  const changes = draft.log.sends();
  const upload: Upload = {
    ...record,
    version: String(version),
    findingsTotal: findings.length,
    changes,
    ...(changes > 0 ? { changesetKey: draft.effectsKey } : {}),
  };
  const outcome =
    changes === 0
      ? `Active now, as version ${version}.`
      : `Active now, as version ${version}; ${counted(changes, 'waiting change goes', 'waiting changes go')} to the DSP.`;
  const substitutes = released.effects.flatMap((effect) =>
    effect.effect === 'correction-due' ? [effect.correction] : [],
  );
  const ready = [
    ...substituteLetters(substitutes, arrival.uploadId, view.now),
    ...(content.kind === 'agreed-list' ? departmentLetter(content.rows, arrival.uploadId, view.now) : []),
  ];
  const tail: Effect[] = [
    ...(await noLongerActive(view.active[activeAs], ports.ledger)),
    ...(upload.kind === 'agreed-list' && view.state.heldAgreedList !== upload.uploadId
      ? await supersedeHeldAgreedList(view, ports)
      : []),
    ...(await reevaluationEffects(content, file, { before: view, after }, ports)),
    ...(await incidentEffects(after, released, ports)),
    ...receiptEffects({ upload, outcome, findings, blocked: [], removed: [], settings: after.settings, ready }, ports),
    ...(content.kind === 'settings' ? weakenedEffects(upload, content.changes, ports) : []),
  ];
  const { heldAgreedList: _, ...state } = view.state;
  return intend(draft, view, tail, upload.kind === 'agreed-list' ? state : view.state, ports);
}

/** With an agreed list, all versions up to it are kept as one object: readers need no other (docs/decisions/0096). */
async function historyEffects(
  content: GovernanceContent,
  { version, activatedAt, historyKey }: ActiveFile,
  { governance }: Pick<LanePorts, 'governance'>,
): Promise<Effect[]> {
  if (content.kind !== 'agreed-list' || historyKey === undefined) return [];
  const lists = withList(await governance.agreedListHistory(), { version, activatedAt, rows: content.rows });
  return [{ effect: 'store', key: historyKey, contentType: 'application/json', text: JSON.stringify(lists) }];
}

/** Operations are notified by a mail of each control that settings weaken. */
function weakenedEffects(
  upload: Upload,
  changes: readonly SettingChange[],
  { letters }: Pick<LanePorts, 'letters'>,
): readonly Effect[] {
  return changes.filter(({ weakens }) => weakens).map((change) => mailEffect(letters.weakened(upload, change)));
}

function tooLargeFinding(arrival: Arrival, bytes: number): Finding {
  const message = `The file has ${inFigures(bytes)} bytes, more than the ${inFigures(MOST_BYTES)} that are read: is it another file?`;
  return { code: 'GOV-FILE-TOO-LARGE', severity: 'file', line: 1, field: '', value: arrival.key, message };
}

function goneFinding(arrival: Arrival): Finding {
  const message = 'The object was deleted or replaced before it could be read: upload it again.';
  return { code: 'GOV-FILE-GONE', severity: 'file', line: 1, field: '', value: arrival.key, message };
}
