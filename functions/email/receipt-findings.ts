import { findingsKeyOf, type Receipt } from '../contracts/receipt.ts';
import { shortened } from './header-text.ts';
import type { Block, Card, Tone } from './letter.ts';
import { counted, firstOf, inFigures } from './words.ts';

/** Kinds of findings that a mail shows; the table has every single finding. */
const SHOWN = 20;
const SHOWN_VALUE = 80;

type ReceiptFinding = Receipt['findings'][number];

const SEVERITY: Readonly<Record<ReceiptFinding['severity'], { text: string; tone: Tone }>> = {
  file: { text: 'Refuses the file', tone: 'bad' },
  row: { text: 'Row quarantined', tone: 'warn' },
  warning: { text: 'Please check', tone: 'plain' },
};

/** The findings of an upload, one of each kind, and where every single one is. */
export function findingBlocks({ findings, upload }: Receipt, isTableAttached: boolean): Block[] {
  if (findings.length === 0) return [];
  const { shown, more } = firstOf(findings, SHOWN);
  const total = upload.findingsTotal;
  const table = isTableAttached ? 'the attached table' : `${findingsKeyOf(upload)} in the archive`;
  const kinds = more === 0 ? '' : `… and ${counted(more, 'more kind')} of findings. `;
  return [
    { block: 'heading', text: `Findings (${inFigures(total)})` },
    { block: 'cards', cards: shown.map(findingCard) },
    ...(total === shown.length
      ? []
      : [{ block: 'paragraph', text: `${kinds}Every single finding is in ${table}.` } as const]),
  ];
}

function findingCard(finding: ReceiptFinding): Card {
  return {
    title: place(finding),
    badges: [badgeOf(finding)],
    text: finding.message,
    facts: [
      ...(finding.value === '' ? [] : [{ label: 'Value', value: shortened(finding.value, SHOWN_VALUE) }]),
      { label: 'Code', value: finding.code },
    ],
  };
}

/** R13: a duplicate is refused, not quarantined: its entry is on the list and stays as it is. */
function badgeOf({ code, severity }: ReceiptFinding): Card['badges'][number] {
  return code === 'CPL-DUPLICATE' ? { text: 'Duplicate refused', tone: 'warn' } : SEVERITY[severity];
}

function place({ line, field }: ReceiptFinding): string {
  const where = line > 0 ? `Line ${line}` : 'The file';
  return field === '' ? where : `${where}, ${field}`;
}
