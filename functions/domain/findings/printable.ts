/**
 * Characters that nobody sees and that change how the rest is read or what a screen does: controls (ESC begins a
 * command to a terminal), formats (marks that turn the writing direction, zero-width ones), line separators.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029\ufffe\uffff]/gu;

/**
 * A text from outside as it may be shown to a person, on a screen, in a mail or in a spreadsheet: each character that
 * nobody sees is a space.
 *
 * @param kept of those, the ones that are allowed where the text is shown, such as line breaks
 */
export function printable(text: string, kept = ''): string {
  return text.toWellFormed().replaceAll(UNSEEN, (unseen) => (kept.includes(unseen) ? unseen : ' '));
}

/** A text as a person reads it who must know what is in it: each character that nobody sees by its code, `<U+0007>`. */
export function spelledOut(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(UNSEEN, (unseen) => `<U+${(unseen.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`);
}

/** A value as JSON for a screen: with the characters that nobody sees as escapes, so that it says the same. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replaceAll(UNSEEN, (unseen) =>
    unseen === '\n' ? unseen : escapes(unseen),
  );
}

function escapes(text: string): string {
  return text
    .split('')
    .map((unit) => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
