import type { Pipeline } from './find-pipeline.ts';

/**
 * Where the console of a pipeline on this machine shows a thing, as a line below the answer of a command; nothing for a
 * deployed pipeline, whose console has an address of its own each time that it is started.
 *
 * @param parts the parts of the page's path, such as `incidents` and the id of one
 */
export function consoleLink({ console }: Pick<Pipeline, 'console'>, ...parts: readonly string[]): string {
  if (console === undefined) return '';
  return `\n\nIn the console: ${console.pageAt(`/${parts.map(encodeURIComponent).join('/')}`)}`;
}
