/**
 * An identifier in upper case, unless that makes other characters of it: Unicode's upper case of the one character ﬀ is
 * FF, and what is no hexadecimal must not become it.
 */
export function upperCase(identifier: string): string {
  const upper = identifier.toUpperCase();
  return upper.length === identifier.length ? upper : identifier;
}
