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

/** The life of a file, step by step, by what the ledger and the DSP say; undefined for one that never arrived. */
export async function uploadTimeline(
  uploadId: string,
  { ledger, deviceModels, undeliveredChanges }: Pick<OperatorPorts, 'ledger' | 'deviceModels' | 'undeliveredChanges'>,
): Promise<readonly TimelineStep[] | undefined> {
  const upload = await ledger.get('uploads', { uploadId });
  if (upload === undefined) return undefined;
  // In the order in which a line moves on, so that none is missed on its way.
  const waiting = (await ledger.list('waitingLines')).filter((line) => line.uploadId === uploadId);
  let undelivered = 0;
  for await (const { change } of undeliveredChanges()) if (change.uploadId === uploadId) undelivered += 1;
  const [sent, uploaded]: [string[], string[]] = [[], []];
  for await (const { history } of deviceModels.all()) {
    for (const change of history.filter((candidate) => candidate.uploadId === uploadId)) {
      sent.push(change.sentAt);
      uploaded.push(change.uploadedAt);
    }
  }
  const { receivedAt, decidedAt, decision, heldReason, approval, refusal } = upload;
  return [
    wholeFile('received', receivedAt, null),
    wholeFile('decided', decidedAt, heldReason === undefined ? decision : `${decision}: ${heldReason}`),
    ...(approval === undefined ? [] : [wholeFile('approved', approval.at, approval.reason)]),
    ...(refusal === undefined ? [] : [wholeFile('refused', refusal.at, refusal.reason)]),
    ...changesStep('sent', sent, null),
    ...changesStep('uploaded', uploaded, null),
    ...(undelivered === 0
      ? []
      : [{ step: 'on-the-way', from: null, to: null, changes: undelivered, note: null } as const]),
    ...changesStep(
      'blocked',
      waiting.map(({ blockedSince }) => blockedSince),
      [...new Set(waiting.map(({ reason }) => reason))].join('; '),
    ),
  ];
}

function wholeFile(step: TimelineStep['step'], time: string, note: string | null): TimelineStep {
  return { step, from: time, to: time, changes: null, note };
}

function changesStep(step: TimelineStep['step'], times: readonly string[], note: string | null): TimelineStep[] {
  const sorted = times.toSorted();
  const [from, to] = [sorted[0], sorted.at(-1)];
  return from === undefined || to === undefined ? [] : [{ step, from, to, changes: times.length, note }];
}
