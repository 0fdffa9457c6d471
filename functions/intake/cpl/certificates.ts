import { createHash } from 'node:crypto';
import { counted } from '../../email/words.ts';
import type { Effect } from '../../contracts/effect.ts';
import type { ActiveFile, ActiveGovernance } from '../../contracts/governance.ts';
import type { Upload } from '../../contracts/upload.ts';
import { type PublishedSheet, withUnlisted } from '../../domain/cpl/published-sheet.ts';
import { groupedFindings } from '../../domain/findings/grouped-findings.ts';
import { type Arrival, certificatesId, uploadRecord } from '../lane/arrival.ts';
import { conclude } from '../lane/conclude.ts';
import type { IntendedLane, LaneView } from '../lane/decision.ts';
import { FINDINGS_IN_RECORD } from '../lane/receipt-effects.ts';
import { noLongerActive } from '../governance/no-longer-active.ts';
import type { LanePorts } from '../ports.ts';
import { acceptedNumbers } from './accepted-cpl.ts';

/** Decides about a published sheet that came by itself, saved as csv: it brings certificates and no list. */
export async function decideCertificates(
  arrival: Arrival,
  published: PublishedSheet,
  view: LaneView,
  ports: LanePorts,
): Promise<IntendedLane> {
  const { accepted } = view.state;
  const sheet =
    accepted === undefined
      ? published
      : withUnlisted(
          published,
          await acceptedNumbers(accepted, ports),
          `issue ${accepted.issue}, the list accepted last`,
        );
  const { upload, effects } = await certificates(arrival, sheet, 'active', view, ports);
  const outcome = {
    active: `The certificates of ${counted(sheet.certificates.size, 'entry', 'entries')} are active now; a published sheet brings no list.`,
    superseded: 'Not activated: certificates that arrived later are active already.',
    refused: 'Refused as a whole: the certificates that were known before stay as they are.',
  }[upload.decision === 'active' || upload.decision === 'superseded' ? upload.decision : 'refused'];
  const { findings } = sheet;
  return conclude({ upload, outcome, findings, effects }, view, ports);
}

/** The certificates of a workbook, which have the outcome of its list. */
export async function certificatesOfWorkbook(
  arrival: Arrival,
  sheet: PublishedSheet | undefined,
  listDecision: 'active' | 'held' | 'refused' | 'superseded',
  view: LaneView,
  ports: LanePorts,
): Promise<readonly Effect[]> {
  if (sheet === undefined) return [];
  const own = { ...arrival, uploadId: certificatesId(arrival.uploadId) };
  const { upload, effects } = await certificates(own, sheet, listDecision, view, ports);
  return [...effects, { effect: 'upload', upload }];
}

/** The record of the certificates, and what is done beside it if they become active. They go by arrival. */
async function certificates(
  arrival: Arrival,
  { certificates: found, findings }: PublishedSheet,
  listDecision: 'active' | 'held' | 'refused' | 'superseded',
  { active, now }: LaneView,
  { governance, ledger }: Pick<LanePorts, 'governance' | 'ledger'>,
): Promise<{ readonly upload: Upload; readonly effects: readonly Effect[] }> {
  const isRefused = findings.some(({ severity }) => severity === 'file');
  const isLater = active.certificates !== undefined && active.certificates.receivedAt > arrival.receivedAt;
  const decision = isRefused ? 'refused' : listDecision === 'active' && isLater ? 'superseded' : listDecision;
  const version = (active.certificates?.version ?? 0) + 1;
  // An entry whose row cannot be used, or that is not on the sheet any more, keeps what was known of it.
  const all = decision === 'active' ? [...new Map([...(await governance.certificates()), ...found]).values()] : [];
  const text = JSON.stringify(all);
  const upload: Upload = {
    ...uploadRecord({ ...arrival, kind: 'certificates' }, now),
    version: decision === 'active' ? String(version) : '',
    decision,
    sha256: createHash('sha256')
      .update(JSON.stringify([...found.values()]))
      .digest('hex'),
    findings: groupedFindings(findings).slice(0, FINDINGS_IN_RECORD),
    findingsTotal: findings.length,
  };
  if (decision !== 'active') return { upload, effects: [] };
  const file: ActiveFile = {
    version,
    key: `governance/certificates/${String(version).padStart(6, '0')}.json`,
    activatedAt: now,
    receivedAt: arrival.receivedAt,
    uploadId: arrival.uploadId,
  };
  const next: ActiveGovernance = { ...active, revision: active.revision + 1, certificates: file };
  return {
    upload,
    effects: [
      { effect: 'store', key: file.key, contentType: 'application/json', text },
      { effect: 'activate', governance: next },
      ...(await noLongerActive(active.certificates, ledger)),
    ],
  };
}
