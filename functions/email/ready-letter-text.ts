import { CLASSIFICATIONS } from '../contracts/classification.ts';
import type { Attachment } from '../contracts/mail.ts';
import type { ReadyLetter } from '../contracts/ready-letter.ts';
import { READERS } from '../contracts/recipients.ts';
import { printable } from '../domain/findings/printable.ts';
import { type Block, moreBlocks } from './letter.ts';
import { safeCsv, csvAttachment } from './safe-csv.ts';
import { counted, firstOf, inFigures } from './words.ts';

/** Letters that go with a mail; all of them are in the reports bucket. */
const ATTACHED = 20;

/** What a letter to someone outside is made from: its paragraphs, and the table that goes with it. */
export type Draft = Pick<ReadyLetter, 'letterId' | 'addressee' | 'sender' | 'subject' | 'madeAt'> & {
  readonly paragraphs: readonly string[];
  readonly table: {
    readonly name: string;
    readonly header: readonly string[];
    readonly rows: readonly (readonly string[])[];
  };
};

/** Lays a letter out as text that people copy into a mail of theirs, with its table as csv. */
export function readyLetter({ paragraphs, table, ...draft }: Draft): ReadyLetter {
  const head = [
    `To: ${draft.addressee}`,
    `Subject: ${draft.subject}`,
    `Classification: ${CLASSIFICATIONS.public}`,
    `Attached: ${table.name} (${counted(table.rows.length, 'row')})`,
  ];
  const text = [
    head.map((line) => printable(line)).join('\n'),
    ...paragraphs.map((paragraph) => printable(paragraph)),
  ].join('\n\n');
  return {
    ...draft,
    classification: 'public',
    text: `${text}\n`,
    attachment: { fileName: table.name, csv: safeCsv(table.header, table.rows) },
  };
}

/** What a mail says of the letters that are ready to be sent, who checks and sends each, and where they are. */
export function readyLetterBlocks(letters: readonly ReadyLetter[]): Block[] {
  if (letters.length === 0) return [];
  const { shown, more } = firstOf(letters, ATTACHED);
  return [
    { block: 'heading', text: `Letters ready to be sent (${inFigures(letters.length)})` },
    {
      block: 'paragraph',
      text: 'Nobody outside has been sent anything. Check each letter and send it; each is attached as text.',
    },
    {
      block: 'facts',
      facts: shown.map(({ addressee, sender, letterId }) => ({
        label: addressee,
        value: `${letterId}, for ${READERS[sender]} to send`,
      })),
    },
    ...moreBlocks(more, `${counted(more, 'more letter')}, which DCC operations can list.`),
  ];
}

/** The letters as files that go with a mail: each as text, and its table. */
export function readyLetterFiles(letters: readonly ReadyLetter[]): Attachment[] {
  const encoder = new TextEncoder();
  const files = letters
    .slice(0, ATTACHED)
    .flatMap(({ letterId, text, attachment }) => [
      { fileName: `${letterId}.txt`, contentType: 'text/plain; charset=utf-8', content: encoder.encode(text) },
      ...(attachment === undefined ? [] : [csvAttachment(attachment.fileName, attachment.csv)]),
    ]);
  // Letters to the Panel and to Parties share one table.
  return [...new Map(files.map((file) => [file.fileName, file])).values()];
}
