import { COLUMN_MAP } from '../contracts/column-map.ts';
import type { AcceptedExtract } from '../contracts/lane-state.ts';
import type { Upload } from '../contracts/upload.ts';
import type { ComparisonInput, ExtractComparison } from '../domain/extract/extract-comparison.ts';
import { compareExtract } from '../domain/extract/extract-diff.ts';
import type { Snapshot } from '../domain/extract/extract-snapshot.ts';
import type { ExtractStamp } from '../domain/extract/extract-stamp.ts';
import type { Finding } from '../domain/findings/finding.ts';
import type { Arrival } from './arrival.ts';
import { type DecisionDraft, draftDecision, gateRules, type LaneView } from './decision.ts';
import { lineJudge, orders } from './judge-lines.ts';
import type { Bytes, LanePorts } from './ports.ts';

/** The operator's word that lets a held extract through, if it has been given. */
export type Approval = NonNullable<Upload['approval']>;

/** One extract under examination. */
export type Examined = {
  readonly arrival: Arrival;
  readonly stamp: ExtractStamp;
  readonly approval: Approval | undefined;
  /** What is said of the extract beside what is in it. */
  readonly remarks: readonly Finding[];
  readonly bytes: () => Bytes;
};

/** A sound extract, compared with the accepted one. */
export type ComparedExtract = Extract<ExtractComparison, { outcome: 'compared' }>;

/** An extract whose changed lines were judged, in file order, into the log of a decision that nothing depends on yet. */
export type JudgedExtract = {
  readonly compared: ExtractComparison;
  readonly lines: ReturnType<typeof lineJudge>;
  readonly draft: DecisionDraft;
  readonly snapshotKey: string;
  readonly keepSnapshot: () => Promise<void>;
  /** Takes everything back that was written so far. */
  readonly discard: () => Promise<void>;
};

/** Compares an extract with the accepted one, judging line by line; `fileBlockedBy` makes the whole file wait. */
export async function judgeExtract(
  { arrival, bytes, remarks }: Examined,
  fileBlockedBy: string | undefined,
  view: LaneView,
  ports: LanePorts,
): Promise<JudgedExtract> {
  const draft = draftDecision(view, ports);
  const { waiting, corrections, now } = view;
  const lines = lineJudge({
    rules: gateRules(view),
    nextOrder: orders(draft.sequence),
    uploadId: arrival.uploadId,
    publishedAt: arrival.receivedAt,
    now,
    waiting,
    corrections,
    fileBlockedBy,
  });
  const snapshotKey = `snapshots/${arrival.uploadId}/${draft.attempt}`;
  const records = ports.archive.writer(`${snapshotKey}/records`, 'application/octet-stream');
  const index = ports.archive.writer(`${snapshotKey}/index`, 'application/octet-stream');
  const compared = await compareExtract(comparisonInput(bytes, view, ports), {
    entryLine: (line) => draft.log.append(lines.judge(line)),
    snapshotRecords: (chunk) => records.write(chunk),
    snapshotIndex: (chunk) => index.write(chunk),
  });
  return {
    compared: {
      ...compared,
      findings: [...remarks, ...compared.findings],
      findingsTotal: remarks.length + compared.findingsTotal,
    },
    lines,
    draft,
    snapshotKey,
    async keepSnapshot() {
      await records.finish();
      await index.finish();
    },
    async discard() {
      await Promise.all([draft.log.discard(), records.discard(), index.discard()]);
    },
  };
}

function comparisonInput(extract: () => Bytes, { state, settings }: LaneView, { archive }: LanePorts): ComparisonInput {
  return {
    extract,
    columnMap: COLUMN_MAP,
    maxExtractBytes: settings.maxExtractBytes,
    ...(state.accepted === undefined ? {} : { accepted: snapshotOf(state.accepted, archive) }),
  };
}

/** The snapshot of an accepted extract: its records and their index, two objects of the archive. */
export function snapshotOf(
  { snapshotKey }: Pick<AcceptedExtract, 'snapshotKey'>,
  archive: LanePorts['archive'],
): Snapshot {
  return {
    records: () => archive.read(`${snapshotKey}/records`),
    index: () => archive.read(`${snapshotKey}/index`),
  };
}
