import type { Pipeline } from './find-pipeline.ts';

/**
 * Where the console of a pipeline shows a thing, as a line below the answer of a command; nothing for a stage that names no
 * address of its console.
 *
 * @param parts the parts of the page's path, such as `incidents` and the id of one
 */
export function consoleLink({ consoleAddress }: Pick<Pipeline, 'consoleAddress'>, ...parts: readonly string[]): string {
  if (consoleAddress === undefined) return '';
  return `\n\nIn the console: ${new URL(`/${parts.map(encodeURIComponent).join('/')}`, consoleAddress).href}`;
}
