import type { Letter } from '../../functions/email/letter.ts';

/** A synthetic letter with each kind of block, in all of which the same text stands. */
export function letterWith(text: string): Letter {
  return {
    mailId: 'MAIL-1',
    to: ['a@example.org'],
    classification: 'public',
    actionBy: [],
    page: '/',
    subject: text,
    kind: text,
    title: text,
    blocks: [
      { block: 'verdict', tone: 'warn', title: text, lines: [text] },
      { block: 'heading', text },
      { block: 'paragraph', text },
      { block: 'steps', steps: [text] },
      { block: 'points', points: [text] },
      { block: 'facts', facts: [{ label: text, value: text }] },
      {
        block: 'cards',
        cards: [
          {
            title: text,
            badges: [{ text, tone: 'bad' }],
            text,
            meters: [{ label: text, text, share: 0.5, tone: 'good' }],
            facts: [{ label: text, value: text }],
          },
        ],
      },
      { block: 'table', table: { caption: text, columns: [{ title: text }, { title: text }], rows: [[text, text]] } },
    ],
    attachments: [{ fileName: text, contentType: 'text/csv', content: new Uint8Array() }],
  };
}
