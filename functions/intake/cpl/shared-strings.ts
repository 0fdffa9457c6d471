import { type WorkbookLimits, checkLimit } from './workbook-trouble.ts';
import { type XmlReader, readXml } from './workbook-xml.ts';

/** The texts that the cells of all sheets share, in the order in which cells count them. */
export function readSharedStrings(file: string, pieces: Iterable<Uint8Array>, limits: WorkbookLimits): string[] {
  const strings: string[] = [];
  const item = new RichText(limits);
  const reader: XmlReader = {
    open(name) {
      if (name === 'si') item.begin();
      else item.open(name);
    },
    text: (text) => item.add(text),
    close(name) {
      item.close(name);
      if (name !== 'si') return;
      strings.push(item.text);
      checkLimit(limits, 'sharedStrings', strings.length);
    },
  };
  readXml(file, pieces, limits, reader);
  return strings;
}

/** A text as a workbook writes it: in runs of different fonts, with or without a guide to its pronunciation. */
export class RichText {
  readonly #limits: WorkbookLimits;
  #text = '';
  #inText = false;
  #inPhonetic = false;

  constructor(limits: WorkbookLimits) {
    this.#limits = limits;
  }

  /** Begins another text. */
  begin(): void {
    this.#text = '';
  }

  open(name: string): void {
    if (name === 't') this.#inText = true;
    else if (name === 'rPh') this.#inPhonetic = true;
  }

  close(name: string): void {
    if (name === 't') this.#inText = false;
    else if (name === 'rPh') this.#inPhonetic = false;
  }

  add(text: string): void {
    if (!this.#inText || this.#inPhonetic) return;
    this.#text += text;
    checkLimit(this.#limits, 'cellCharacters', this.#text.length);
  }

  get text(): string {
    return unescaped(this.#text);
  }
}

/** A text without the escapes `_xHHHH_`, by which a workbook writes characters that XML cannot hold. */
export function unescaped(text: string): string {
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
