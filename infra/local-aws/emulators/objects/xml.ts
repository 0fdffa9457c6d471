import { SaxesParser } from 'saxes';
import { ServiceError } from '../http-service.ts';

/** A piece of XML to write: a text, or named children in order. */
export type XmlContent = string | number | boolean | readonly (readonly [name: string, content: XmlContent])[];

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** An S3 answer as XML. */
export function xml(root: string, content: XmlContent): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${NAMESPACE}">${written(content)}</${root}>`;
}

function written(content: XmlContent): string {
  if (typeof content !== 'object') return escaped(String(content));
  return content.map(([name, inner]) => `<${name}>${written(inner)}</${name}>`).join('');
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The texts of the children of each element of a name, such as `Key` and `VersionId` of each `Object`. */
export function elements(text: string, name: string): readonly ReadonlyMap<string, string>[] {
  const found: Map<string, string>[] = [];
  const path: string[] = [];
  let content = '';
  const parser = new SaxesParser();
  parser.on('opentag', (tag) => {
    path.push(tag.name);
    content = '';
    if (tag.name === name) found.push(new Map());
  });
  parser.on('text', (piece) => {
    content += piece;
  });
  parser.on('closetag', (tag) => {
    path.pop();
    if (path.at(-1) === name) found.at(-1)?.set(tag.name, content);
  });
  try {
    parser.write(text).close();
  } catch {
    throw new ServiceError('MalformedXML', 'The XML you provided was not well-formed.');
  }
  return found;
}
