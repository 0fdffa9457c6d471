/** Characters that cannot be seen and that copying brings into a file, by what people call them. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['\u00A0', 'a no-break space (U+00A0)'],
  ['\u00AD', 'a soft hyphen (U+00AD)'],
  ['\u200B', 'a zero-width space (U+200B)'],
  ['\u200C', 'a zero-width non-joiner (U+200C)'],
  ['\u200D', 'a zero-width joiner (U+200D)'],
  ['\u200E', 'a left-to-right mark (U+200E)'],
  ['\u200F', 'a right-to-left mark (U+200F)'],
  ['\u202F', 'a narrow no-break space (U+202F)'],
  ['\u2060', 'a word joiner (U+2060)'],
  ['\uFEFF', 'a byte order mark (U+FEFF)'],
]);

const HIDDEN = /[\u00A0\u202F\p{Cf}]/u;

/** The name of the first character in a text that cannot be seen, such as `a zero-width space (U+200B)`. */
export function hiddenCharacterIn(text: string): string | undefined {
  const [character] = HIDDEN.exec(text) ?? [];
  if (character === undefined) return undefined;
  const code = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
  return NAMES.get(character) ?? `an invisible character (U+${code})`;
}

/** A text without its characters that cannot be seen. */
export function withoutHidden(text: string): string {
  return text.replaceAll(new RegExp(HIDDEN, 'gu'), '');
}
