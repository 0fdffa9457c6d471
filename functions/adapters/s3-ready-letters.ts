import { READY_LETTERS, ReadyLetter } from '../contracts/ready-letter.ts';
import type { S3Objects } from './s3-objects.ts';

/** The letters that people may send, in the reports bucket: each as text, with its table, and as one JSON object. */
export function s3ReadyLetters(bucket: Pick<S3Objects, 'put' | 'text' | 'keys'>) {
  return {
    /** Keeps a letter; the same letter again overwrites itself. */
    async keep(letter: ReadyLetter): Promise<void> {
      const folder = `${READY_LETTERS}${letter.letterId}/`;
      const { attachment } = letter;
      await bucket.put(`${folder}letter.txt`, letter.text, 'text/plain; charset=utf-8');
      if (attachment !== undefined)
        await bucket.put(`${folder}${attachment.fileName}`, attachment.csv, 'text/csv; charset=utf-8');
      await bucket.put(`${folder}letter.json`, JSON.stringify(letter, null, 2), 'application/json');
    },
    /** Every letter there is, the newest first, those of one instant in the order of their ids. */
    async all(): Promise<readonly ReadyLetter[]> {
      const letters: ReadyLetter[] = [];
      for await (const key of bucket.keys(READY_LETTERS)) {
        if (key.endsWith('/letter.json')) letters.push(ReadyLetter.parse(JSON.parse(await bucket.text(key))));
      }
      return letters.toSorted((a, b) => Number(a.madeAt < b.madeAt) - Number(a.madeAt > b.madeAt));
    },
  };
}
