import { type DiscardAct, DiscardedMessage } from '../contracts/discarded-message.ts';
import type { S3Objects } from './s3-objects.ts';

/** Prefix of the discarded dead letters in the archive bucket. */
const DISCARDED = 'discarded/';
/** Acts of discarding that are read, the newest, and messages that are counted of each. */
const MOST_ACTS = 10;
const MOST_COUNTED = 1000;

/** The dead letters that people discarded, in the archive bucket: a folder an act, so that each act is found by its time. */
export function s3Discarded(bucket: Pick<S3Objects, 'put' | 'text' | 'keys' | 'folders'>) {
  async function read(key: string): Promise<DiscardedMessage> {
    return DiscardedMessage.parse(JSON.parse(await bucket.text(key)));
  }

  return {
    /** Keeps a message; the same message of the same act again overwrites itself. */
    async keep(message: DiscardedMessage): Promise<void> {
      const folder = `${DISCARDED}${message.queue}/${actIdOf(message.discardedAt)}/`;
      const json = JSON.stringify(DiscardedMessage.parse(message), null, 2);
      await bucket.put(`${folder}${message.messageId}.json`, json, 'application/json');
    },

    /** The newest acts on the dead letters of a queue, the newest first. */
    async acts(queue: string): Promise<readonly DiscardAct[]> {
      const folders: string[] = [];
      for await (const folder of bucket.folders(`${DISCARDED}${queue}/`)) folders.push(folder);
      const acts: DiscardAct[] = [];
      for (const folder of folders.toReversed().slice(0, MOST_ACTS)) {
        let [messages, firstKey] = [0, ''];
        for await (const key of bucket.keys(folder)) {
          firstKey ||= key;
          messages += 1;
          if (messages === MOST_COUNTED) break;
        }
        const actId = folder.split('/').at(-2) ?? '';
        acts.push({ actId, folder, first: await read(firstKey), messages, atLeast: messages === MOST_COUNTED });
      }
      return acts;
    },
  };
}

/** The instant of an act as a part of a key: `20261130T015054123Z`. */
function actIdOf(instant: string): string {
  return instant.replaceAll(/[-:.]/g, '');
}
