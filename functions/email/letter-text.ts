import { CLASSIFICATIONS } from '../contracts/classification.ts';
import { printable } from '../domain/findings/printable.ts';
import type { Block, Card, Fact, Letter, Table } from './letter.ts';

const WIDTH = 76;
const RULE = '='.repeat(WIDTH);

/** A letter as plain text that says what its HTML says. */
export function letterText(letter: Letter): string {
  const classification = `Classification: ${CLASSIFICATIONS[letter.classification]}`;
  const parts = [
    [classification, letter.kind.toUpperCase(), letter.title, RULE].map((line) => wrapped(line)).join('\n'),
    ...letter.blocks.map(blockText),
    wrapped(`${classification}. Mail ${letter.mailId}. The same mail sent again carries the same id.`),
  ];
  return `${parts.join('\n\n')}\n`;
}

function blockText(block: Block): string {
  switch (block.block) {
    case 'verdict':
      return [block.title.toUpperCase(), ...block.lines].map((line) => wrapped(line)).join('\n');
    case 'heading':
      return `${wrapped(block.text)}\n${'-'.repeat(Math.min(WIDTH, block.text.length))}`;
    case 'paragraph':
      return wrapped(block.text);
    case 'steps':
      return block.steps.map((step, index) => wrapped(step, `${index + 1}. `)).join('\n');
    case 'points':
      return block.points.map((point) => wrapped(point, '- ')).join('\n');
    case 'facts':
      return factsText(block.facts, '');
    case 'cards':
      return block.cards.map(cardText).join('\n\n');
    case 'table':
      return tableText(block.table);
  }
}

function cardText({ title, badges, text, meters, facts }: Card): string {
  const heading = badges.length === 0 ? title : `${title} [${badges.map((badge) => badge.text).join('; ')}]`;
  return [
    wrapped(heading, '* '),
    ...(text === undefined ? [] : [wrapped(text, '  ')]),
    ...(meters ?? []).map((meter) => wrapped(`${meter.label}: ${meter.text}`, '  ')),
    ...(facts === undefined || facts.length === 0 ? [] : [factsText(facts, '  ')]),
  ].join('\n');
}

function factsText(facts: readonly Fact[], indent: string): string {
  return facts.map(({ label, value }) => wrapped(`${label}: ${value}`, indent)).join('\n');
}

function tableText({ caption, columns, rows }: Table): string {
  const lines = rows.map(([first = '', ...rest]) =>
    rest.length === 1
      ? `${first}: ${rest.join()}`
      : [first, ...rest.map((cell, index) => `${columns[index + 1]?.title ?? ''} ${cell}`)].join(' | '),
  );
  return [wrapped(caption), ...lines.map((line) => wrapped(line, '- '))].join('\n');
}

/** Breaks a text into lines; what follows the first line is indented as far as its opening mark. */
function wrapped(text: string, opening = ''): string {
  const room = WIDTH - opening.length;
  const lines: string[] = [];
  let line = '';
  for (const word of printable(text)
    .split(/\s+/)
    .filter((part) => part !== '')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((part, index) => (index === 0 ? opening : ' '.repeat(opening.length)) + part).join('\n');
}
