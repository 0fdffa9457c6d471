/** Bytes that mean something to a CSV reader. */
export const LF = 0x0a;
export const CR = 0x0d;
export const QUOTE = 0x22;
export const COMMA = 0x2c;

/**
 * The longest record that is read, in bytes. A longer one is a quote that was never closed, and could not be known to
 * the DSP anyway: a message on a queue holds less.
 */
export const MAX_RECORD_BYTES = 256 * 1024;

/** What a file in UTF-8 may begin with. */
export const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** First bytes of a file by which it is seen not to be text. */
export const SNIFFED_BYTES = 64;

/** The first byte that is not ASCII. */
export const BEYOND_ASCII = 0x80;

const TAB = 0x09;
const DELETE = 0x7f;

/** 1 for each byte at which an unquoted field stops, goes wrong or is not ASCII, 0 for what is simply part of it. */
export const STOPS_UNQUOTED: Uint8Array = byteClass((byte) => isSpecial(byte) || byte === QUOTE || byte === COMMA);

/**
 * 1 for each byte at which a quoted field stops, breaks its line, goes wrong or is not ASCII: TAB and CR may stand
 * inside quotes.
 */
export const STOPS_QUOTED: Uint8Array = byteClass(
  (byte) => byte === QUOTE || (isSpecial(byte) && byte !== TAB && byte !== CR),
);

function isSpecial(byte: number): boolean {
  return byte < 0x20 || byte === DELETE || byte >= BEYOND_ASCII;
}

function byteClass(holds: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => Number(holds(byte)));
}
