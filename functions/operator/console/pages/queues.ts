import { html } from '../../../email/html.ts';
import { counted, inFigures } from '../../../email/words.ts';
import { QUEUE_NAMES, type QueueName } from '../../pipeline-access.ts';
import type { Look, Page, PageModule } from '../page.ts';
import { at, link, section, table, tag } from '../parts.ts';

/** The queues with their dead letters, at a glance. */
export const QUEUE_PAGES: readonly PageModule[] = [
  { path: '/operations/queues', place: 'operations', show: queuesPage },
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
      inFigures(each.visible),
      inFigures(each.inFlight),
      each.deadLetters === 0
        ? '0'
        : html`${tag(inFigures(each.deadLetters), 'bad')}
          ${link(at('/operations/dead-letters', each.queue), 'read, move back, discard')}`,
    ],
  }));
  return {
    title: dead === 0 ? 'No dead letters' : counted(dead, 'dead letter'),
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
