/** A line of a JSON document, and the path of the value that begins on it: `data.deviceIds.0`, `` for the document. */
export type JsonLine = { readonly text: string; readonly path: string };

/** A value as JSON over several lines, each with the path of its value. */
export function jsonLines(value: unknown, path = '', name = '', indent = ''): JsonLine[] {
  const isList = Array.isArray(value);
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0)
    return [{ text: `${indent}${name}${JSON.stringify(value) ?? 'null'}`, path }];
  const parts = Object.entries(value);
  const inner = parts.flatMap(([key, part], index) => {
    const lines = jsonLines(
      part,
      path === '' ? key : `${path}.${key}`,
      isList ? '' : `${JSON.stringify(key)}: `,
      `${indent}  `,
    );
    return index === parts.length - 1 ? lines : withComma(lines);
  });
  return [
    { text: `${indent}${name}${isList ? '[' : '{'}`, path },
    ...inner,
    { text: `${indent}${isList ? ']' : '}'}`, path },
  ];
}

function withComma(lines: readonly JsonLine[]): JsonLine[] {
  return lines.map((line, index) => (index === lines.length - 1 ? { ...line, text: `${line.text},` } : line));
}

/** The place of the line on which a path begins, from 0; of what is not there, that of the nearest thing around it. */
export function lineOfPath(lines: readonly JsonLine[], path: string): number {
  const found = lines.findIndex((line) => line.path === path);
  if (found >= 0 || path === '') return Math.max(0, found);
  return lineOfPath(lines, path.split('.').slice(0, -1).join('.'));
}
