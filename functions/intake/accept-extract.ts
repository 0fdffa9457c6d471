import type { Effect } from '../contracts/effect.ts';
import type { AcceptedExtract } from '../contracts/lane-state.ts';
import type { Upload } from '../contracts/upload.ts';
import type { EntryMark } from '../contracts/waiting-line.ts';
import type { Finding } from '../domain/findings/finding.ts';
import { afterHold } from './after-hold.ts';
import { answerEffects } from './answer.ts';
import type { IntendedLane } from './conclude.ts';
import { intend, type LaneView } from './decision.ts';
import { incidentEffects } from './incident-effects.ts';
import type { ComparedExtract, Examined, JudgedExtract } from './judge-extract.ts';
import type { ExpiredLine } from './judge-lines.ts';
import type { LanePorts } from './ports.ts';

/**
 * Accepts an extract that was judged: keeps its snapshot beside the log of effects, and intends both as one decision.
 */
export async function acceptExtract(
  { arrival, stamp }: Examined,
  judged: JudgedExtract,
  record: Omit<Upload, 'decision'>,
  view: LaneView,
  ports: LanePorts,
): Promise<IntendedLane> {
  const { compared, lines, draft } = judged;
  if (compared.outcome === 'refused') {
    throw new Error(`The extract ${arrival.key} changed while it was read: it was sound a moment ago`);
  }
  await judged.keepSnapshot();
  const blocked = lines.blocked();
  const expired = expiredFindings(lines.expired());
  const changes = draft.log.sends();
  const upload: Upload = {
    ...record,
    decision: 'accepted',
    findingsTotal: compared.findingsTotal + expired.length,
    counts: { ...compared.counts, blocked: blocked.length },
    changes,
    ...(changes > 0 ? { changesetKey: draft.effectsKey } : {}),
  };
  const findings = [...compared.findings, ...expired];
  const hold = await afterHold(upload, view, ports);
  const tail: Effect[] = [
    ...markEffects(compared, view, upload),
    ...(await incidentEffects(view, lines.stillWaiting(), ports)),
    ...hold.effects,
    ...answerEffects({ upload, outcome: outcomeOf(upload), findings, blocked, settings: view.settings }, ports),
  ];
  const accepted: AcceptedExtract = {
    uploadId: arrival.uploadId,
    key: arrival.key,
    version: stamp.version,
    lastModified: stamp.lastModified,
    sha256: compared.sha256,
    snapshotKey: judged.snapshotKey,
  };
  return intend(draft, view, tail, { accepted, held: hold.held }, ports);
}

/** Marks on entries whose row is quarantined or whose line disappeared, and their end where that is over. */
function markEffects(compared: ComparedExtract, { marks }: LaneView, upload: Upload): Effect[] {
  const present = new Map(marks.map((mark) => [`${mark.mark}#${mark.entryKey}`, mark]));
  const quarantined = new Set(compared.quarantined.flatMap(({ entryKey }) => (entryKey === '' ? [] : [entryKey])));
  const begin = (mark: EntryMark['mark'], entryKey: string): Effect[] =>
    present.has(`${mark}#${entryKey}`)
      ? []
      : [{ effect: 'mark', mark: { entryKey, mark, since: upload.receivedAt, uploadId: upload.uploadId } }];
  const over = marks.filter(({ mark, entryKey }) =>
    mark === 'quarantined' ? !quarantined.has(entryKey) : compared.returned.includes(entryKey),
  );
  return [
    ...[...quarantined].flatMap((entryKey) => begin('quarantined', entryKey)),
    ...compared.disappeared.flatMap((entryKey) => begin('disappeared', entryKey)),
    ...over.map(({ mark, entryKey }): Effect => ({ effect: 'unmark', mark, entryKey })),
  ];
}

function expiredFindings(expired: readonly ExpiredLine[]): Finding[] {
  return expired.map(({ line, entryKey, gbcsVersion }) => ({
    code: 'CPL-GBCS-EXPIRED',
    severity: 'warning',
    line,
    field: 'GBCS Version',
    value: gbcsVersion,
    message: `${entryKey} is active under GBCS ${gbcsVersion}, which has expired. It was uploaded; list it under a valid version within three months of the notice (R24, R25).`,
  }));
}

function outcomeOf({ counts, changes }: Upload): string {
  const parts = [`Accepted: ${changes === 1 ? '1 change goes' : `${changes} changes go`} to the DSP`];
  if (counts.blocked > 0) parts.push(`${counts.blocked} blocked until the cause is mended`);
  if (counts.duplicate > 0) parts.push(`${counts.duplicate} refused as duplicates`);
  if (counts.quarantined > 0) parts.push(`${counts.quarantined} rows quarantined, their entries keep their last value`);
  if (counts.disappeared > 0)
    parts.push(`${counts.disappeared} entries are missing without a removal and stay as they were`);
  return `${parts.join('; ')}.`;
}
