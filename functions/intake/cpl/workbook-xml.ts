import { SaxesParser, type SaxesTagNS } from 'saxes';
import { type UnreadableWorkbook, type WorkbookLimits, checkLimit, damaged } from './workbook-trouble.ts';

/** Elements may be nested this deep; a workbook needs about a dozen levels. */
const MAX_DEPTH = 64;

/** Namespaces of what is read of a workbook, in the usual form of the format and in its strict one. */
const NAMESPACES: ReadonlySet<string> = new Set([
  'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
  'http://purl.oclc.org/ooxml/spreadsheetml/main',
  'http://schemas.openxmlformats.org/package/2006/relationships',
]);

/** The attributes of an element by their names as written. */
export type XmlAttributes = SaxesTagNS['attributes'];

/** What is done with the elements of one file of a workbook. Elements of other namespaces have the name ''. */
export type XmlReader = {
  readonly open?: (name: string, attributes: XmlAttributes) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
};

/**
 * Reads one file of a workbook piece by piece: well-formed, UTF-8, no DOCTYPE, so no entity but the five of XML.
 *
 * @throws UnreadableWorkbook with the reason
 */
export function readXml(name: string, pieces: Iterable<Uint8Array>, limits: WorkbookLimits, reader: XmlReader): void {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const wrong = (reason: string, options?: ErrorOptions): UnreadableWorkbook =>
    damaged(`Its file ${name} cannot be read: ${reason}.`, options);
  let depth = 0;
  /** Characters since the end of an element. */
  let since = 0;

  parser.on('doctype', () => {
    throw wrong('it has a DOCTYPE');
  });
  parser.on('error', (error) => {
    throw wrong(error.message, { cause: error });
  });
  parser.on('opentag', (tag) => {
    depth += 1;
    if (depth > MAX_DEPTH) throw wrong(`elements are nested more than ${MAX_DEPTH} deep`);
    reader.open?.(nameOf(tag), tag.attributes);
  });
  parser.on('closetag', (tag) => {
    depth -= 1;
    since = 0;
    reader.close?.(nameOf(tag));
  });
  const { text } = reader;
  if (text !== undefined) {
    parser.on('text', text);
    parser.on('cdata', text);
  }

  const decoder = new TextDecoder('utf-8', { fatal: true });
  const write = (piece: Uint8Array | undefined): void => {
    let characters: string;
    try {
      characters = decoder.decode(piece, { stream: piece !== undefined });
    } catch (error) {
      throw wrong('it is not UTF-8', { cause: error });
    }
    since += characters.length;
    parser.write(characters);
    checkLimit(limits, 'tokenCharacters', since);
  };
  for (const piece of pieces) for (const part of parts(piece)) write(part);
  write(undefined);
  parser.close();
}

/** Bytes that the parser gets at once: few enough that a limit is noticed soon behind it. */
const PIECE_BYTES = 64 * 1024;

function* parts(piece: Uint8Array): Generator<Uint8Array, void, void> {
  for (let at = 0; at < piece.byteLength; at += PIECE_BYTES) yield piece.subarray(at, at + PIECE_BYTES);
}

function nameOf(tag: SaxesTagNS): string {
  return NAMESPACES.has(tag.uri) ? tag.local : '';
}
