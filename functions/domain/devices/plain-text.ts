/** Controls, and halves of characters. */
const NOT_TEXT = /[\p{Cc}\p{Cs}]/u;

/**
 * Whether a text is one that people write on one line: no identifier of a device or an event has a control
 * character or half a character in it, and what is stored would not come back as it was.
 */
export function isPlainText(text: string): boolean {
  return !NOT_TEXT.test(text);
}
