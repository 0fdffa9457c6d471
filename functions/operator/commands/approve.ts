import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { approveUpload } from '../approve-upload.ts';
import type { Command } from '../command.ts';
import { WrongUse } from '../wrong-use.ts';

/** Lets a held extract through, or confirms an agreed list that is held. */
export const approve: Command = {
  usage: 'approve UPLOAD-ID --reason TEXT',
  does: 'let a held extract through, or confirm a held agreed list, with the reason that is kept with it',
  words: [1, 1],
  options: ['reason'],
  async run({ pipeline, words: [uploadId = ''], options: { reason = '' } }) {
    if (reason.trim() === '') throw new WrongUse('An approval needs a reason: --reason TEXT');
    const requestedBy = userInfo().username;
    const commandId = randomUUID();
    const { access } = pipeline();
    const { decision, heldReason = '' } = await approveUpload({ uploadId, reason, requestedBy, commandId }, access);
    return {
      json: { uploadId, decision, requestedBy, reason },
      text: decision === 'held' ? `${uploadId} is still held: ${heldReason}` : `${uploadId} is ${decision}`,
      exitCode: decision === 'held' ? 1 : 0,
    };
  },
};
