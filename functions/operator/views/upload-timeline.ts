import { ordersOf } from '../../contracts/change-order.ts';
import type { Upload } from '../../contracts/upload.ts';
import { inFigures } from '../../domain/words/counted.ts';
import type { OperatorPorts } from './ports.ts';

/** One step in the life of a file: from its first change to its last, or how many have not come that far. */
export type TimelineStep = {
  readonly step: 'received' | 'decided' | 'approved' | 'refused' | 'sent' | 'uploaded' | 'blocked' | 'on-the-way';
  /** Null while it has not happened. */
  readonly from: string | null;
  readonly to: string | null;
  /** Changes that the step is about; null for a step of the whole file. */
  readonly changes: number | null;
  readonly note: string | null;
};

/** Entries of a list of which the DSP is asked for the times, and lines of it that wait whose reasons are read. */
const MOST_ENTRIES = 500;
const MOST_WAITING = 200;

type Ports = Pick<OperatorPorts, 'ledger' | 'deviceModels' | 'undeliveredPage' | 'changesOf'>;

/**
 * The life of a file, step by step, by what the ledger and the DSP say. Of a list with more than 500 changes the first
 * 500 are followed.
 *
 * @param blocked the entries that were blocked as it was accepted, by their keys
 */
export async function uploadTimeline(
  upload: Upload,
  blocked: readonly string[],
  { ledger, deviceModels, undeliveredPage, changesOf }: Ports,
): Promise<readonly TimelineStep[]> {
  const { uploadId, receivedAt, decidedAt, decision, heldReason, approval, refusal } = upload;
  // In the order in which a line moves on, so that none is missed on its way.
  const waiting = await waitingOf(upload, ledger);
  const undelivered = await undeliveredPage({ of: (change) => change.uploadId === uploadId, limit: MOST_ENTRIES });
  const changes = await changesOf(upload, MOST_ENTRIES);
  const entries = [...new Set([...changes.map(({ entry }) => entry.entryKey), ...blocked])];
  const models = await deviceModels.ofEntries(entries.slice(0, MOST_ENTRIES));
  const arrived = [...models.values()].flatMap(({ history }) => history.filter((line) => line.uploadId === uploadId));
  const all = upload.changes + blocked.length;
  const note = all > MOST_ENTRIES ? `of the first ${MOST_ENTRIES} of ${inFigures(all)} changes` : null;
  const onTheWay = undelivered.items.length;
  return [
    wholeFile('received', receivedAt, null),
    wholeFile('decided', decidedAt, heldReason === undefined ? decision : `${decision}: ${heldReason}`),
    ...(approval === undefined ? [] : [wholeFile('approved', approval.at, approval.reason)]),
    ...(refusal === undefined ? [] : [wholeFile('refused', refusal.at, refusal.reason)]),
    ...changesStep(
      'sent',
      arrived.map(({ sentAt }) => sentAt),
      note,
    ),
    ...changesStep(
      'uploaded',
      arrived.map(({ uploadedAt }) => uploadedAt),
      note,
    ),
    ...(onTheWay === 0 ? [] : [{ step: 'on-the-way', from: null, to: null, changes: onTheWay, note } as const]),
    ...(waiting.lines === 0 ? [] : [{ ...waiting.step, changes: waiting.lines }]),
  ];
}

/** How many lines of a file wait, and since when and why, as far as the first of them say. */
async function waitingOf({ uploadId, sequence }: Upload, ledger: Ports['ledger']) {
  const begins = sequence === undefined ? undefined : ordersOf(sequence);
  const lines = begins === undefined ? 0 : await ledger.countOf('waitingLines', begins);
  const { items } = lines === 0 ? { items: [] } : await ledger.page('waitingLines', MOST_WAITING, begins);
  const its = items.filter((line) => line.uploadId === uploadId);
  const times = its.map(({ blockedSince }) => blockedSince).toSorted();
  const [from = null, to = null] = [times[0], times.at(-1)];
  const note = [...new Set(its.map(({ reason }) => reason))].join('; ');
  return { lines, step: { step: 'blocked', from, to, note } as const };
}

function wholeFile(step: TimelineStep['step'], time: string, note: string | null): TimelineStep {
  return { step, from: time, to: time, changes: null, note };
}

function changesStep(step: TimelineStep['step'], times: readonly string[], note: string | null): TimelineStep[] {
  const sorted = times.toSorted();
  const [from, to] = [sorted[0], sorted.at(-1)];
  return from === undefined || to === undefined ? [] : [{ step, from, to, changes: times.length, note }];
}
