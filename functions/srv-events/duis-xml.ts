import { SaxesParser, type SaxesTagNS } from 'saxes';

/** Namespace of DUIS requests and responses (DOMAIN 2). */
const DUIS_NAMESPACE = 'http://www.dccinterface.co.uk/ServiceUserGateway';
const SIGNATURE = '{http://www.w3.org/2000/09/xmldsig#}Signature';

/** Elements may be nested this deep; DUIS needs about a dozen levels. */
const MAX_DEPTH = 64;

/**
 * One element of a DUIS document: its local name, or `{namespace}name` when it is of a foreign namespace; `text` is
 * what stands directly in it.
 */
export type DuisElement = { readonly name: string; readonly text: string; readonly children: readonly DuisElement[] };

/** The root of a DUIS request: its schema version as written ('' if absent) and its elements without the signature. */
export type DuisDocument = { readonly schemaVersion: string; readonly root: DuisElement };

/** Why a document is not one that can be read, in a sentence; a finding about what the sender gave us. */
export class UnreadableRequest extends Error {
  override readonly name = 'UnreadableRequest';
}

type Growing = { readonly name: string; text: string; readonly children: Growing[] };

/**
 * Reads a document strictly: well-formed, root `Request` in the DUIS namespace; its `ds:Signature` is passed over.
 * No DOCTYPE, so no entity but the five of XML can be expanded.
 *
 * @throws UnreadableRequest with the reason
 */
export function readDuisXml(xml: string): DuisDocument {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const root: Growing = { name: 'Request', text: '', children: [] };
  const open: Growing[] = [];
  let schemaVersion = '';

  const enter = (tag: SaxesTagNS): void => {
    if (open.length === MAX_DEPTH) throw new UnreadableRequest(`Elements are nested more than ${MAX_DEPTH} deep`);
    const parent = open.at(-1);
    if (parent === undefined) {
      checkRoot(tag);
      schemaVersion = tag.attributes['schemaVersion']?.value ?? '';
      open.push(root);
      return;
    }
    const name = tag.uri === DUIS_NAMESPACE ? tag.local : `{${tag.uri}}${tag.local}`;
    const element: Growing = { name, text: '', children: [] };
    if (parent !== root || name !== SIGNATURE) parent.children.push(element);
    open.push(element);
  };
  const addText = (text: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  };

  parser.on('doctype', () => {
    throw new UnreadableRequest('The document has a DOCTYPE, which no DUIS request has');
  });
  parser.on('opentag', enter);
  parser.on('closetag', () => void open.pop());
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('error', (error) => {
    throw new UnreadableRequest(`Not well-formed XML: ${error.message}`, { cause: error });
  });
  parser.write(xml).close();
  return { schemaVersion, root };
}

function checkRoot(tag: SaxesTagNS): void {
  if (tag.uri !== DUIS_NAMESPACE) {
    throw new UnreadableRequest(`Root ${tag.name} is in the namespace '${tag.uri}', not in that of DUIS`);
  }
  if (tag.local !== 'Request') throw new UnreadableRequest(`Root is ${tag.name}, not a DUIS Request`);
}
