import type { DeadLetter } from '../../adapters/sqs-queue-look.ts';
import { spelledOut } from '../../domain/findings/printable.ts';
import { type Html, html } from '../../email/html.ts';
import { counted, inFigures, momentInWords } from '../../email/words.ts';
import type { DeskJob } from '../dead-letters/desk.ts';
import { readLetter } from '../dead-letters/letter-fault.ts';
import type { QueueName } from '../pipeline-access.ts';
import { actForm } from './forms.ts';
import type { Look } from './page.ts';
import { facts, link, NOTHING, tag } from './parts.ts';
import { moment } from './time.ts';

/** Lines of a long message that are shown before and behind that of its fault, and characters of each. */
const LINES_AROUND = 10;
const ALL_LINES = 24;
const MOST_CHARACTERS = 1_000;

/** The form by which messages are moved back. */
export function redriveForm(look: Look, queue: QueueName, which: string): Html {
  return actForm(look, {
    name: 'redrive',
    button: `Move ${which} back to ${queue}`,
    fields: [],
    nameLabel: 'Your name, shown with it',
    effect:
      'Remove the cause first: what is still wrong comes back, and you see here how many did. Each is moved once, and sent before it is deleted.',
  });
}

/** The form by which messages are taken away. */
export function discardForm(look: Look, which: string): Html {
  return actForm(look, {
    name: 'discard',
    button: `Discard ${which}`,
    tone: 'danger',
    fields: [{ name: 'why', label: 'Why', kind: 'long', hint: 'Such as: sent again correctly by its sender' }],
    effect: 'The archive bucket keeps each message with your name and the reason why, then it is deleted.',
  });
}

/** What is done with the dead letters of a queue, or was done last. */
export function jobHtml(job: DeskJob | undefined, queue: QueueName): Html {
  if (job === undefined) return NOTHING;
  const { act, which, by, beganAt, of, handled, state, cameBack, waiting } = job;
  const began = html`<span class="quiet">${by}, ${moment(beganAt)}: ${which}</span>`;
  const done = act === 'redrive' ? `moved back to ${queue}` : 'discarded';
  if (state === 'running') {
    return html`<p role="status">
      ${tag('going on', 'busy')} ${inFigures(handled)} of ${inFigures(of)} ${done}
      <progress max="${Math.max(1, of)}" value="${handled}" aria-label="Messages ${done}"></progress><br />${began}
    </p>`;
  }
  if (state === 'failed') {
    return html`<p role="alert">
      ${tag('broken off', 'bad')} ${counted(handled, 'message')} ${done}, then it failed: nothing is lost, do it
      again.<br />${began}
    </p>`;
  }
  const words = [
    `${counted(handled, 'message')} ${done}`,
    ...(act === 'discard' || handled === 0
      ? []
      : state === 'settling'
        ? ['waiting to see how many come back …']
        : [cameBack === 0 ? 'none came back' : `${inFigures(cameBack)} came back`]),
    ...(waiting === 0 ? [] : [`${inFigures(waiting)} not worked off yet`]),
  ];
  const tone = state === 'settling' ? 'busy' : cameBack > 0 ? 'bad' : 'good';
  const word = state === 'settling' ? 'going on' : cameBack > 0 ? 'came back' : 'done';
  return html`<p role="status">${tag(word, tone)} ${words.join(', ')}<br />${began}</p>`;
}

/** A message with the place of its fault and its body, line by line. */
export function letterHtml(queue: QueueName, letter: DeadLetter, address: string, isAlone: boolean): Html {
  const { what, where, todo, lines, faultLine } = readLetter(queue, letter);
  return html`${facts([
      ['What is wrong', what],
      ['Where', where],
      ['What to do', isAlone ? todo : undefined],
      ['Seen', moment(letter.sentAt)],
      ['Message', html`<code>${letter.messageId}</code>`],
    ])}
    ${bodyHtml(lines, faultLine)}
    <p class="links">
      ${isAlone ? NOTHING : link(address, 'This message alone: move it back or discard it')}
      ${link(`${address}/body`, 'Download its body')}
    </p>`;
}

/** The same, folded. */
export function foldedLetter(queue: QueueName, letter: DeadLetter, address: string): Html {
  const { where } = readLetter(queue, letter);
  return html`<details data-key="${letter.messageId}">
    <summary>${momentInWords(letter.sentAt)} <span class="quiet">${where}</span></summary>
    ${letterHtml(queue, letter, address, false)}
  </details>`;
}

/** The lines of a body, those around its fault when there are many; what nobody sees is spelled out. */
function bodyHtml(lines: readonly string[], faultLine: number | undefined): Html {
  const isShort = lines.length <= ALL_LINES;
  const from = isShort ? 0 : Math.max(0, (faultLine ?? 0) - LINES_AROUND);
  const shown = lines.slice(from, from + (isShort ? ALL_LINES : 2 * LINES_AROUND + 1));
  const more = lines.length - shown.length;
  const items = shown.map((line, index) => {
    const text = spelledOut(line.slice(0, MOST_CHARACTERS)) + (line.length > MOST_CHARACTERS ? ' …' : '');
    const indent = /^\s*/.exec(text)?.[0] ?? '';
    const number = from + index + 1;
    return from + index === faultLine
      ? html`<li class="fault" value="${number}">
          <span>${indent}</span><mark>${text.slice(indent.length)}</mark> <strong>the fault is here</strong>
        </li>`
      : html`<li value="${number}"><span>${text}</span></li>`;
  });
  return html`<div class="body" role="group" aria-label="Body of the message">
      <ol>
        ${items}
      </ol>
    </div>
    ${more === 0 ? NOTHING : html`<p class="hint">${counted(more, 'more line')}: download the body to read all of it.</p>`}`;
}
