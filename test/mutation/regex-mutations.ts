const ESCAPED: Readonly<Record<string, string>> = { d: 'D', D: 'd', w: 'W', W: 'w', s: 'S', S: 's' };

/** Every small change of a regular expression, as a literal again: an anchor, a class, a count or a flag is another. */
export function regexMutations(pattern: string, flags: string): readonly string[] {
  const patterns = [...anchors(pattern), ...parts(pattern)].filter(
    (changed) => changed !== '' && isRegex(changed, flags),
  );
  const literals = patterns.map((changed) => `/${changed}/${flags}`);
  return flags.includes('i') ? [...literals, `/${pattern}/${flags.replace('i', '')}`] : literals;
}

function anchors(pattern: string): readonly string[] {
  const begins = pattern.startsWith('^') ? [pattern.slice(1)] : [];
  const ends = /(?<!\\)\$$/.test(pattern) ? [pattern.slice(0, -1)] : [];
  return [...begins, ...ends];
}

function parts(pattern: string): readonly string[] {
  const changed: string[] = [];
  let inClass = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at] ?? '';
    const put = (length: number, text: string) =>
      changed.push(pattern.slice(0, at) + text + pattern.slice(at + length));
    if (char === '\\') {
      const opposite = ESCAPED[pattern[at + 1] ?? ''];
      if (opposite !== undefined) put(2, `\\${opposite}`);
      at += 1;
    } else if (inClass) {
      inClass = char !== ']';
    } else if (char === '[') {
      inClass = true;
      if (pattern[at + 1] === '^') put(2, '[');
      else put(1, '[^');
    } else if (char === '(' && /^\(\?(?:[:=!]|<[=!]|<\w+>)/.test(pattern.slice(at))) {
      at = pattern.indexOf(/^\(\?<\w/.test(pattern.slice(at)) ? '>' : '?', at) + (pattern[at + 2] === '<' ? 0 : 1);
    } else if (char === '+') {
      put(1, '');
    } else if (char === '*') {
      put(1, '+');
    } else if (char === '?') {
      put(1, '');
    } else if (char === '{') {
      const close = pattern.indexOf('}', at);
      put(close + 1 - at, '');
      at = close;
    }
  }
  return changed;
}

function isRegex(pattern: string, flags: string): boolean {
  try {
    return new RegExp(pattern, flags).source !== '';
  } catch {
    return false;
  }
}
