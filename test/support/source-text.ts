/** A module as the architecture test sees it: what it imports, and its code without comments and literals. */
export type SourceModule = {
  readonly imports: readonly { readonly specifier: string; readonly clause: string }[];
  readonly code: string;
};

const IMPORT = /\b(?:import|export)\b([^;'"]*?)\bfrom\s*(['"])([^'"]+)\2|\bimport\s*\(?\s*(['"])([^'"]+)\4/g;

/** Reads a module; formatted TypeScript is enough, it need not be all of the language. */
export function readModule(source: string): SourceModule {
  const uncommented = blank(source, 'comments');
  const imports = [...uncommented.matchAll(IMPORT)].map((match) => ({
    specifier: match[3] ?? match[5] ?? '',
    clause: (match[1] ?? '').trim(),
  }));
  return { imports, code: blank(source, 'comments-and-literals') };
}

type Blanking = 'comments' | 'comments-and-literals';

/** Replaces comments, and literals if asked, by spaces of the same length; `${…}` in templates stays code. */
function blank(source: string, what: Blanking): string {
  const literals = what === 'comments-and-literals';
  let out = '';
  let index = 0;
  const templateDepths: number[] = [];
  let depth = 0;
  const take = (end: number, hide: boolean): void => {
    const text = source.slice(index, end);
    out += hide ? text.replace(/[^\n]/g, ' ') : text;
    index = end;
  };
  while (index < source.length) {
    const char = source[index] ?? '';
    const two = source.slice(index, index + 2);
    if (two === '//') take(endAt(source, '\n', index), true);
    else if (two === '/*') take(endAt(source, '*/', index + 2) + 2, true);
    else if (char === "'" || char === '"') {
      // The quotes stay: an empty argument list and one literal are two things.
      const end = closing(source, index + 1, char);
      take(index + 1, false);
      take(end - 1, literals);
      take(end, false);
    } else if (char === '/' && startsRegex(out)) take(regexEnd(source, index + 1), literals);
    else if (char === '`' || (char === '}' && templateDepths.at(-1) === depth)) {
      if (char === '}') templateDepths.pop();
      const end = templateEnd(source, index + 1);
      if (source[end - 1] === '{') templateDepths.push(depth);
      take(end, literals);
    } else {
      if (char === '{') depth += 1;
      if (char === '}') depth -= 1;
      take(index + 1, false);
    }
  }
  return out;
}

function endAt(source: string, mark: string, from: number): number {
  const found = source.indexOf(mark, from);
  return found === -1 ? source.length : found;
}

function closing(source: string, from: number, mark: string): number {
  let index = from;
  while (index < source.length && source[index] !== mark) index += source[index] === '\\' ? 2 : 1;
  return index + 1;
}

/** The end of a template's text: past its closing back-tick, or past the `${` that opens an expression. */
function templateEnd(source: string, from: number): number {
  let index = from;
  while (index < source.length && source[index] !== '`') {
    if (source.startsWith('${', index)) return index + 2;
    index += source[index] === '\\' ? 2 : 1;
  }
  return index + 1;
}

function regexEnd(source: string, from: number): number {
  let index = from;
  let inClass = false;
  while (index < source.length && (inClass || source[index] !== '/')) {
    if (source[index] === '[') inClass = true;
    if (source[index] === ']') inClass = false;
    index += source[index] === '\\' ? 2 : 1;
  }
  return index + 1;
}

/** A slash begins a regular expression where a value may begin. */
function startsRegex(before: string): boolean {
  return /(?:^|[=(,:;!&|?{}[+\-*<>~^%]|\breturn|\btypeof|\bcase)\s*$/.test(before.slice(-40));
}
