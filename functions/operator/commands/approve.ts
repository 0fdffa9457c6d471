import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import type { Command } from '../command.ts';
import { waitForFact } from '../wait-for-fact.ts';
import { WrongUse } from '../wrong-use.ts';

/** Lets a held extract through, or confirms an agreed list that is held. */
export const approve: Command = {
  usage: 'approve UPLOAD-ID --reason TEXT',
  does: 'let a held extract through, or confirm a held agreed list, with the reason that is kept with it',
  words: [1, 1],
  options: ['reason'],
  async run({ pipeline, words: [uploadId = ''], options: { reason = '' } }) {
    if (reason.trim() === '') throw new WrongUse('An approval needs a reason: --reason TEXT');
    const { ports, lane, patience } = pipeline().access;
    const upload = await ports.ledger.get('uploads', { uploadId });
    if (upload === undefined) throw new WrongUse(`There is no upload ${uploadId}`);
    if (upload.decision !== 'held') throw new WrongUse(`Upload ${uploadId} is ${upload.decision}, not held`);
    const requestedBy = userInfo().username;
    await lane.ask({ command: 'approve', commandId: randomUUID(), uploadId, reason, requestedBy });
    // A confirmation after which another one is needed leaves the list held, and says so.
    const look = async () => {
      const now = await ports.ledger.get('uploads', { uploadId });
      return now?.decision === 'held' && now.heldReason === upload.heldReason ? undefined : now;
    };
    const { decision, heldReason = '' } = await waitForFact(`a decision on ${uploadId}`, look, patience);
    return {
      json: { uploadId, decision, requestedBy, reason },
      text: decision === 'held' ? `${uploadId} is still held: ${heldReason}` : `${uploadId} is ${decision}`,
      exitCode: decision === 'held' ? 1 : 0,
    };
  },
};
