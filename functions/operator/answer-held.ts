import type { AnswerHeld } from '../contracts/lane-command.ts';
import type { Upload } from '../contracts/upload.ts';
import type { PipelineAccess } from './pipeline-access.ts';
import { waitForFact } from './wait-for-fact.ts';
import { WrongUse } from './wrong-use.ts';

/**
 * Has the lane let a held list through or refuse it, or note a confirmation of a held agreed list, and waits until it has.
 *
 * @returns the upload as it is then: still held, with what it needs, after a confirmation that is not the last one.
 * @throws WrongUse when there is no such upload, it is not held, or no reason is given.
 */
export async function answerHeld(
  { command, uploadId, reason, requestedBy, commandId }: AnswerHeld,
  { ports, lane, patience }: Pick<PipelineAccess, 'ports' | 'lane' | 'patience'>,
): Promise<Upload> {
  if (reason.trim() === '') {
    throw new WrongUse(
      `${command === 'approve' ? 'An approval' : 'A refusal'} needs a reason: it is kept with the list`,
    );
  }
  const upload = await ports.ledger.get('uploads', { uploadId });
  if (upload === undefined) throw new WrongUse(`There is no upload ${uploadId}`);
  if (upload.decision !== 'held') throw new WrongUse(`Upload ${uploadId} is ${upload.decision}, not held`);
  await lane.ask({ command, commandId, uploadId, reason, requestedBy });
  const look = async () => {
    const now = await ports.ledger.get('uploads', { uploadId });
    return now?.decision === 'held' && now.heldReason === upload.heldReason ? undefined : now;
  };
  return waitForFact(`a decision on ${uploadId}`, look, patience);
}
