import { type Html, html } from '../../../email/html.ts';
import { counted } from '../../../email/words.ts';
import { QUEUE_NAMES, type QueueName } from '../../pipeline-access.ts';
import { actForm } from '../forms.ts';
import type { Act, Done, Look, Page, PageModule } from '../page.ts';
import { at, folded, link, NOTHING, section, table, tag } from '../parts.ts';
import { moment } from '../time.ts';

export const QUEUE_PAGES: readonly PageModule[] = [
  { path: '/operations/queues', place: 'operations', show: queuesPage },
  { path: '/operations/queues/:queue', place: 'operations', show: deadLettersPage, acts: { redrive } },
];

const WHAT: Readonly<Record<QueueName, string>> = {
  lane: 'files and commands, one at a time',
  'dsp-updates': 'changes on their way to the DSP',
  'srv-events': 'events of devices',
};

async function queuesPage({ source }: Look): Promise<Page> {
  const queues = await source.access.ports.queueDepths();
  const dead = queues.reduce((sum, { deadLetters }) => sum + deadLetters, 0);
  const number = (head: string) => ({ head, kind: 'number' as const });
  const rows = QUEUE_NAMES.flatMap((name) => queues.filter(({ queue }) => queue === name)).map((each) => ({
    key: each.queue,
    cells: [
      html`<strong>${each.queue}</strong>`,
      WHAT[each.queue === 'lane' || each.queue === 'dsp-updates' ? each.queue : 'srv-events'],
      each.visible.toLocaleString('en-GB'),
      each.inFlight.toLocaleString('en-GB'),
      each.deadLetters === 0
        ? '0'
        : html`${tag(each.deadLetters.toLocaleString('en-GB'), 'bad')}
          ${link(at('/operations/queues', each.queue), 'read and move back')}`,
    ],
  }));
  return {
    title: dead === 0 ? 'No message is given up' : `${counted(dead, 'message')} given up`,
    main: section(
      'queues',
      'Queues, in the order in which a change meets them',
      table(
        'Queues',
        ['Queue', { head: 'Holds', kind: 'wide' }, number('Waiting'), number('In flight'), number('Given up')],
        rows,
        'None.',
      ),
      html`<p class="hint">SQS counts approximately.</p>`,
    ),
  };
}

function queueOf({ of }: Pick<Look, 'of'>): QueueName | undefined {
  return QUEUE_NAMES.find((name) => name === of['queue']);
}

async function deadLettersPage(look: Look): Promise<Page | undefined> {
  const queue = queueOf(look);
  if (queue === undefined) return undefined;
  const letters = await look.source.access.deadLetters(queue);
  const form = actForm(look, {
    name: 'redrive',
    button: `Move them back to ${queue}`,
    fields: [],
    effect:
      'Remove the cause first: what is still wrong comes back. Each is moved once, and sent before it is deleted.',
  });
  return {
    title: `Messages of ${queue} that were given up`,
    above: [['/operations/queues', 'Queues']],
    main: html`${section('redrive', 'Move back', form)}
    ${section('letters', `The first of them: ${letters.length}`, lettersHtml(letters))}`,
  };
}

function lettersHtml(
  letters: readonly { messageId: string; body: string; reason: string | null; sentAt: string }[],
): Html {
  if (letters.length === 0) return html`<p class="none">Nothing lies there.</p>`;
  return html`${letters.map(
    ({ messageId, body, reason, sentAt }) =>
      html`${folded(
        messageId,
        reason ?? 'Given up after its last attempt',
        html`<p class="quiet">Sent ${moment(sentAt)}</p>`,
        html`<pre>${body}</pre>`,
      )}`,
  )}${NOTHING}`;
}

async function redrive(act: Act): Promise<Done> {
  const queue = queueOf(act);
  if (queue === undefined) throw new RangeError('There is no such queue');
  const { moved } = await act.source.access.redrive(queue);
  return { said: `${counted(moved, 'message')} moved back to ${queue}. What is still wrong comes back.` };
}
