import * as z from 'zod';
import { roleName } from '../access/policies.ts';
import type { Principal } from '../access/access-gate.ts';
import { roleId } from '../template/readers/access.ts';

const Sent = z.object({ MessageId: z.string() });
const SentTogether = z.object({ Successful: z.array(Sent) });
const Received = z.looseObject({
  Messages: z.array(
    z.looseObject({
      MessageId: z.string(),
      ReceiptHandle: z.string(),
      Attributes: z.looseObject({ SenderId: z.string() }).optional(),
    }),
  ),
});
const Deleted = z.object({ ReceiptHandle: z.string() });
const DeletedTogether = z.object({ Entries: z.array(Deleted) });

/**
 * The id that SQS gives as the sender of a message: of a function its role's id and, as Lambda names the session, its
 * own name; of anyone else the id of a user.
 */
export function senderId(caller: string, principal: Principal | undefined): string {
  if (principal?.kind !== 'role') return `AIDA${caller.replaceAll(/[^a-z\d]/gi, '').toUpperCase()}`;
  return `${roleId(roleName(principal.arn))}:${caller}`;
}

/** Who sent each message that lies in a queue: fauxqs says the same of all of them. */
export class MessageSenders {
  readonly #senderOf = new Map<string, string>();
  readonly #messageOf = new Map<string, string>();

  /** Notes who sent the messages that an answer of SQS is about. */
  sent(answer: unknown, sender: string): void {
    const one = Sent.safeParse(answer);
    const many = SentTogether.safeParse(answer);
    const messages = one.success ? [one.data] : many.success ? many.data.Successful : [];
    for (const { MessageId } of messages) {
      // A repeat of a FIFO queue is answered with the id of the first: the first sender stands.
      if (!this.#senderOf.has(MessageId)) this.#senderOf.set(MessageId, sender);
    }
  }

  /** An answer to a receive with the sender of each message. */
  received(answer: unknown): unknown {
    const found = Received.safeParse(answer);
    if (!found.success) return answer;
    const Messages = found.data.Messages.map((message) => {
      this.#messageOf.set(message.ReceiptHandle, message.MessageId);
      const SenderId = this.#senderOf.get(message.MessageId);
      return message.Attributes === undefined || SenderId === undefined
        ? message
        : { ...message, Attributes: { ...message.Attributes, SenderId } };
    });
    return { ...found.data, Messages };
  }

  /** Forgets the messages that a request deletes. */
  deleted(request: unknown): void {
    const one = Deleted.safeParse(request);
    const many = DeletedTogether.safeParse(request);
    const handles = one.success ? [one.data] : many.success ? many.data.Entries : [];
    for (const { ReceiptHandle } of handles) {
      const messageId = this.#messageOf.get(ReceiptHandle);
      this.#messageOf.delete(ReceiptHandle);
      if (messageId !== undefined) this.#senderOf.delete(messageId);
    }
  }
}
