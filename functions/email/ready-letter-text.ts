import { CLASSIFICATIONS, type Classification } from '../contracts/classification.ts';
import type { Attachment } from '../contracts/mail.ts';
import type { ReadyLetter } from '../contracts/ready-letter.ts';
import { READERS } from '../contracts/recipients.ts';
import { printable } from '../domain/findings/printable.ts';
import type { Block } from './letter.ts';
import { safeCsv } from './safe-csv.ts';
import { counted, firstOf } from './words.ts';

/** Letters that go with a mail; all of them are in the reports bucket. */
const ATTACHED = 20;

/** What a letter to somebody outside is made from: its paragraphs, and the table that goes with it. */
export type Draft = Pick<ReadyLetter, 'letterId' | 'addressee' | 'sender' | 'subject' | 'madeAt'> & {
  readonly classification?: Classification;
  readonly paragraphs: readonly string[];
  readonly table?: {
    readonly name: string;
    readonly header: readonly string[];
    readonly rows: readonly (readonly string[])[];
  };
};

/** Lays a letter out as text that people copy into a mail of theirs, with its table as csv. */
export function readyLetter({ paragraphs, table, classification = 'public', ...draft }: Draft): ReadyLetter {
  const attached = table === undefined ? [] : [`Attached: ${table.name} (${counted(table.rows.length, 'row')})`];
  const head = [
    `To: ${draft.addressee}`,
    `Subject: ${draft.subject}`,
    `Classification: ${CLASSIFICATIONS[classification]}`,
    ...attached,
  ];
  const text = [
    head.map((line) => printable(line)).join('\n'),
    ...paragraphs.map((paragraph) => printable(paragraph)),
  ].join('\n\n');
  return {
    ...draft,
    classification,
    text: `${text}\n`,
    ...(table === undefined ? {} : { attachment: { fileName: table.name, csv: safeCsv(table.header, table.rows) } }),
  };
}

/** What a mail says of the letters that are ready to be sent, who checks and sends each, and where they are. */
export function readyLetterBlocks(letters: readonly ReadyLetter[]): Block[] {
  if (letters.length === 0) return [];
  const { shown, more } = firstOf(letters, ATTACHED);
  return [
    { block: 'heading', text: `Letters ready to be sent (${letters.length})` },
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
    ...(more === 0
      ? []
      : [
          {
            block: 'paragraph',
            text: `… and ${counted(more, 'more letter')}, which DCC operations can list.`,
          } as const,
        ]),
  ];
}

/** The letters as files that go with a mail: each as text, and its table. */
export function readyLetterFiles(letters: readonly ReadyLetter[]): Attachment[] {
  const encoder = new TextEncoder();
  const files = letters.slice(0, ATTACHED).flatMap(({ letterId, text, attachment }) => [
    { fileName: `${letterId}.txt`, contentType: 'text/plain; charset=utf-8', content: encoder.encode(text) },
    ...(attachment === undefined
      ? []
      : [
          {
            fileName: attachment.fileName,
            contentType: 'text/csv; charset=utf-8',
            content: encoder.encode(attachment.csv),
          },
        ]),
  ]);
  // Letters to the Panel and to Parties share one table.
  return [...new Map(files.map((file) => [file.fileName, file])).values()];
}
