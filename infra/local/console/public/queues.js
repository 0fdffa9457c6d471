import { ask, noTrouble, trouble } from './ask.js';
import { asking, at, keepsFocus, make, number, table } from './dom.js';

/** The queues, and what each gave up on, with the way back. */
export function queuesSection(queues) {
  const withLetters = queues.filter((queue) => queue.deadLetters > 0);
  return make('div', {}, queueTable(queues), ...withLetters.map(deadLetters));
}

function queueTable(queues) {
  return table(
    'Queues',
    ['Queue', 'Visible', 'In flight', 'Dead letters'],
    queues.map((queue) => {
      const letters = number(queue.deadLetters);
      letters.className = queue.deadLetters > 0 ? 'bad' : '';
      return [queue.queue, number(queue.visible), number(queue.inFlight), letters];
    }),
  );
}

function deadLetters({ queue }) {
  return make(
    'div',
    { className: 'letters' },
    asking(`letters ${queue}`, `Dead letters of ${queue}`, async () => {
      const letters = await ask(`/api/dead-letters/${queue}`);
      return letters.flatMap(({ reason, body }) => [
        make('p', {}, make('strong', { textContent: reason ?? 'Given up after its last attempt' })),
        make('pre', { textContent: body }),
      ]);
    }),
    redriveButton(queue),
  );
}

function redriveButton(queue) {
  const button = keepsFocus(
    make('button', { type: 'button', textContent: `Redrive ${queue}`, title: 'Mend the cause first' }),
    `redrive ${queue}`,
  );
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      const { moved } = await ask(`/api/redrive/${queue}`, { method: 'POST' });
      at('redriven').textContent =
        `${moved} ${moved === 1 ? 'message' : 'messages'} moved back to ${queue}. What is still wrong comes back.`;
      noTrouble('redrive');
    } catch (error) {
      trouble('redrive', `Nothing more was moved back to ${queue}: ${error.message}`);
    }
    button.disabled = false;
  });
  return button;
}
