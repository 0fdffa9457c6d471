import { at, visible } from './dom.js';

/**
 * Asks the pipeline.
 *
 * @throws Error with what it says when it refuses.
 */
export async function ask(path, options) {
  const answer = await fetch(path, options);
  const content = await answer.json();
  if (!answer.ok) throw new Error(content.error ?? `The pipeline answered ${answer.status}`);
  return content;
}

/** Says at the top of the page what went wrong, and what it is about. */
export function trouble(about, text) {
  at('trouble').dataset.about = about;
  at('trouble').hidden = false;
  at('trouble').textContent = visible(text);
}

/** Takes back what was said about something. */
export function noTrouble(about) {
  if (at('trouble').dataset.about !== about) return;
  at('trouble').hidden = true;
  at('trouble').textContent = '';
}
