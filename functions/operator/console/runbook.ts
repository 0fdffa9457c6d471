import { readFile } from 'node:fs/promises';

/** One part of a runbook page, such as `Means` or `Do this`. */
export type RunbookPart = { readonly term: string; readonly text: string };

/** The runbook's pages by heading: each is named like its alarm. */
export type Runbook = Readonly<Record<string, readonly RunbookPart[]>>;

const RUNBOOK = new URL('../../../docs/RUNBOOK.md', import.meta.url);

/** Reads the runbook of this checkout. */
export async function readRunbook(): Promise<Runbook> {
  return runbookPages(await readFile(RUNBOOK, 'utf8'));
}

/** The pages of a runbook that have parts of the form `- **Term**: text`, lines that go on joined. */
export function runbookPages(markdown: string): Runbook {
  const pages = markdown.split(/^## /m).slice(1);
  return Object.fromEntries(
    pages.map((page) => {
      const [heading = '', ...lines] = page.split('\n');
      return [heading.trim(), partsOf(lines.join('\n'))] as const;
    }),
  );
}

function partsOf(body: string): RunbookPart[] {
  const parts = body.split(/^- \*\*/m).slice(1);
  return parts.map((part) => {
    const [, term = '', text = ''] = /^(.+?)\*\*:?([^]*)$/.exec(part) ?? [];
    return { term, text: text.replaceAll(/\s+/g, ' ').trim() };
  });
}
