import { createHash } from 'node:crypto';
import type { AcceptedExtract } from '../contracts/lane-state.ts';
import type { Upload } from '../contracts/upload.ts';
import { type ExtractStamp, extractStamp, isNewer } from '../domain/extract/extract-stamp.ts';
import type { Finding } from '../domain/findings/finding.ts';
import { holdsBack } from '../domain/cpl/removal-guard.ts';
import { acceptExtract } from './accept-extract.ts';
import { type Arrival, uploadRecord } from './arrival.ts';
import { type Conclusion, conclude, type IntendedLane } from './conclude.ts';
import type { LaneView } from './decision.ts';
import { signatureFindings } from './extract-signature.ts';
import { type Approval, type ComparedExtract, type Examined, judgeExtract } from './judge-extract.ts';
import type { LanePorts } from './ports.ts';
import { gunzipped, isCompressed, unzips } from './unzipped.ts';

/**
 * Decides about one CPL extract (DESIGN 2 and 3): refused, repeat, superseded, held, or accepted with its changes
 * judged line by line. Nothing is told to anyone before the whole file has been read and found sound.
 */
export async function decideExtract(
  arrival: Arrival,
  approval: Approval | undefined,
  view: LaneView,
  ports: LanePorts,
): Promise<IntendedLane> {
  const facts = await ports.inbox.facts(arrival.key, arrival.objectVersion);
  const refuse = (finding: Finding) => conclude(refusal(arrival, view, [finding], 1), view, ports);
  if (facts === undefined) {
    return refuse(
      wholeFile('CPL-FILE-GONE', 'The object was deleted or replaced before it could be read: upload it again.'),
    );
  }
  if (facts.bytes > view.settings.maxExtractBytes) {
    const limit = view.settings.maxExtractBytes;
    return refuse(
      wholeFile(
        'CPL-FILE-TOO-LARGE',
        `The file has ${facts.bytes} bytes, more than the ${limit} that are read (setting maxExtractBytes).`,
      ),
    );
  }
  const stamp = extractStamp({
    key: arrival.key,
    cplVersion: facts.metadata['cpl-version'],
    lastModified: facts.lastModified,
  });
  if (stamp.outcome === 'refused') return refuse(stamp.finding);
  const inInbox = () => ports.inbox.read(arrival.key, arrival.objectVersion);
  const compressed = isCompressed(arrival.key);
  const unzipping = compressed ? await unzips(inInbox(), view.settings.maxExtractBytes) : 'sound';
  if (unzipping !== 'sound') return refuse(GZIP_FINDINGS[unzipping]);
  const examined: Examined = {
    arrival,
    stamp: stamp.stamp,
    approval,
    remarks: [],
    bytes: compressed ? () => gunzipped(inInbox()) : inInbox,
  };
  const { accepted } = view.state;
  if (accepted !== undefined && isNewer(accepted, examined.stamp))
    return concludeOlder(examined, accepted, view, ports);
  const remarks = await signatureFindings(arrival, view.settings, ports);
  if (remarks.some(({ severity }) => severity === 'file')) {
    return conclude(refusal(arrival, view, remarks, remarks.length, stamp.stamp), view, ports);
  }
  return compareAndDecide({ ...examined, remarks }, view, ports);
}

/** An extract older than the accepted one is not applied, unless it is the accepted one over again. */
async function concludeOlder(
  { arrival, stamp, bytes }: Examined,
  accepted: AcceptedExtract,
  view: LaneView,
  ports: LanePorts,
): Promise<IntendedLane> {
  const hash = createHash('sha256');
  for await (const chunk of bytes()) hash.update(chunk);
  const sha256 = hash.digest('hex');
  const upload = { ...uploadRecord(arrival, view.now), version: stamp.version, sha256 };
  if (sha256 === accepted.sha256) return conclude(repeat(upload, accepted), view, ports);
  const outcome = `Not applied: a newer extract, of ${accepted.version}, has been accepted already.`;
  return conclude({ upload: { ...upload, decision: 'superseded' }, outcome, findings: [] }, view, ports);
}

async function compareAndDecide(examined: Examined, view: LaneView, ports: LanePorts): Promise<IntendedLane> {
  const { arrival, stamp, approval } = examined;
  const { accepted } = view.state;
  let judged = await judgeExtract(examined, undefined, view, ports);
  const { compared } = judged;
  if (compared.outcome === 'refused') {
    await judged.discard();
    return conclude(refusal(arrival, view, compared.findings, compared.findingsTotal, stamp), view, ports);
  }
  const upload = {
    ...uploadRecord(arrival, view.now),
    version: stamp.version,
    sha256: compared.sha256,
    findingsTotal: compared.findingsTotal,
    counts: { ...compared.counts, blocked: 0 },
    ...(approval === undefined ? {} : { approval }),
  };
  if (accepted !== undefined && compared.sha256 === accepted.sha256) {
    await judged.discard();
    return conclude(repeat(upload, accepted), view, ports);
  }
  if (approval === undefined && holdsBack(compared, view.settings)) {
    await judged.discard();
    return conclude(held(upload, stamp, compared), view, ports);
  }
  const [firstBlocked] = judged.lines.blocked();
  if (view.settings.blockPolicy === 'file' && firstBlocked !== undefined) {
    await judged.discard();
    judged = await judgeExtract(examined, firstBlocked.reason, view, ports);
  }
  return acceptExtract(examined, judged, upload, view, ports);
}

function refusal(
  arrival: Arrival,
  view: LaneView,
  findings: readonly Finding[],
  findingsTotal: number,
  stamp?: ExtractStamp,
) {
  const version = stamp === undefined ? {} : { version: stamp.version };
  return {
    upload: { ...uploadRecord(arrival, view.now), ...version, findingsTotal, decision: 'refused' as const },
    outcome: 'Refused as a whole: nothing of it was applied, and the accepted list stands.',
    findings,
  };
}

function repeat(upload: Omit<Upload, 'decision'>, accepted: AcceptedExtract) {
  const outcome = `The same file as ${accepted.key}, which has been accepted already: nothing to do.`;
  return { upload: { ...upload, decision: 'repeat' as const }, outcome, findings: [] };
}

function held(upload: Omit<Upload, 'decision'>, stamp: ExtractStamp, compared: ComparedExtract): Conclusion {
  const { activeBefore, becomingInactive, findings } = compared;
  const heldReason = `${becomingInactive} of ${activeBefore} active entries would become inactive or disappear.`;
  return {
    upload: { ...upload, decision: 'held', heldReason },
    outcome: `Held: ${heldReason} An operator must approve it with a reason, or a newer extract replaces it.`,
    findings,
    held: { uploadId: upload.uploadId, ...stamp, activeBefore, becomingInactive },
  };
}

const GZIP_FINDINGS = {
  damaged: wholeFile(
    'CPL-GZIP-DAMAGED',
    'The file is not a whole gzip file: compress the extract again and upload it.',
  ),
  'too-large': wholeFile(
    'CPL-FILE-TOO-LARGE',
    'Unpacked, the file is larger than what is read (setting maxExtractBytes).',
  ),
} as const;

function wholeFile(code: string, message: string): Finding {
  return { code, severity: 'file', line: 1, field: '', value: '', message };
}
