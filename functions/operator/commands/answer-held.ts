import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import type { AnswerHeld } from '../../contracts/lane-command.ts';
import { answerHeld } from '../answer-held.ts';
import { consoleLink } from '../console-link.ts';
import type { Command } from '../command.ts';
import { WrongUse } from '../wrong-use.ts';

/** Approves a held CPL list, or confirms a held agreed list. */
export const approve: Command = answering('approve', {
  does: 'approve a held CPL list, or confirm a held agreed list; the reason is kept with it',
  noReason: 'An approval needs a reason: --reason TEXT',
});

/** Refuses a held CPL list or agreed list; its sender reads why. */
export const refuse: Command = answering('refuse', {
  does: 'refuse a held CPL list or agreed list; its sender gets the reason, which is kept with it',
  noReason: 'A refusal needs a reason: --reason TEXT',
});

function answering(
  command: AnswerHeld['command'],
  { does, noReason }: { readonly does: string; readonly noReason: string },
): Command {
  return {
    usage: `${command} UPLOAD-ID --reason TEXT`,
    does,
    words: [1, 1],
    options: ['reason'],
    async run({ pipeline, words: [uploadId = ''], options: { reason = '' } }) {
      if (reason.trim() === '') throw new WrongUse(noReason);
      const requestedBy = userInfo().username;
      const found = pipeline();
      const answer = { command, uploadId, reason, requestedBy, commandId: randomUUID() };
      const { decision, heldReason = '' } = await answerHeld(answer, found.access);
      const outcome = decision === 'held' ? `${uploadId} is still held: ${heldReason}` : `${uploadId} is ${decision}`;
      return {
        json: { uploadId, decision, requestedBy, reason },
        text: `${outcome}${consoleLink(found, 'lists', uploadId)}`,
        exitCode: decision === 'held' ? 1 : 0,
      };
    },
  };
}
