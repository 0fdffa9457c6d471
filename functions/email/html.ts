import { printable } from '../domain/findings/printable.ts';

/** A piece of HTML whose parts are already escaped; only `html` makes one. */
export class Html {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

type Part = Html | string | number | readonly Html[];

/**
 * Tagged template for HTML: every text put into it is escaped, so what a sender wrote can never become markup.
 * Characters that nobody sees become a space.
 */
export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const source = pieces.reduce((made, piece, index) => made + piece + rendered(parts[index] ?? ''), '');
  return new Html(source);
}

/** Markup of our own that is safe as it is: a style sheet, a conditional comment. Never a text from outside. */
export function ownMarkup(source: string): Html {
  return new Html(source);
}

/** A text that is safe anywhere in HTML, attribute values included. */
export function escaped(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function rendered(part: Part): string {
  if (part instanceof Html) return part.source;
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return part.map(({ source }) => source).join('');
}
