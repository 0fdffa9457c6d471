import { momentInWords } from '../../email/words.ts';
import type { Pipeline } from '../find-pipeline.ts';
import type { LocalConsole } from '../local-console.ts';
import { type Check, each, look, ok, type Point, wrong } from './point.ts';

/** What the doctor says of any pipeline, wherever it runs: that it can be read, and what it works by. */
export const PIPELINE_CHECKS: readonly Check<Pipeline['access']>[] = [
  {
    about: 'Lane',
    async look({ ports }) {
      const { accepted, pending } = await ports.ledger.get('lane');
      const list = accepted === undefined ? 'no list accepted yet' : `issue ${accepted.issue} accepted`;
      return pending === undefined
        ? ok('Lane', list)
        : look(
            'Lane',
            `carrying out a decision since ${momentInWords(pending.since)}, ${list}`,
            'wait; RUNBOOK "Lane stuck" if it lasts',
          );
    },
  },
  {
    about: 'Governance',
    async look({ ports }) {
      const active = await ports.ledger.get('activeGovernance');
      const missing = [
        ...(active.agreedList === undefined ? ['agreed-list.csv'] : []),
        ...(active.gbcsRegister === undefined ? ['gbcs-register.csv'] : []),
        ...(active.settings === undefined ? ['settings.json'] : []),
      ];
      return missing.length === 0
        ? ok('Governance files', 'each kind is active')
        : look(
            'Governance files',
            `by default, because there is none: ${missing.join(', ')}`,
            'upload it, unless the default is meant',
          );
    },
  },
];

/** What one machine has of a stage. */
export const LOCAL_CHECKS: readonly Check<{ readonly access: Pipeline['access']; readonly console: LocalConsole }>[] = [
  {
    about: 'Local run',
    look: async ({ console }) =>
      (await console.answers())
        ? ok('Local run', `its time is ${(await console.clock()).now}`)
        : wrong('Local run', 'nothing answers', 'npm start'),
  },
  {
    about: 'Queues',
    async look({ access }) {
      const depths = await access.ports.queueDepths();
      const lying = depths.filter(({ deadLetters }) => deadLetters > 0);
      return [
        each('Queues', depths.length, [], 'npm start'),
        lying.length === 0
          ? ok('Dead letters', 'none')
          : look(
              'Dead letters',
              lying.map(({ queue, deadLetters }) => `${queue}: ${deadLetters}`).join(', '),
              'npm run cpl -- dead-letters QUEUE shows them by their reason',
            ),
      ];
    },
  },
  {
    about: 'Alarms',
    async look({ console }): Promise<Point> {
      const alarms = await console.alarms();
      const on = alarms.filter(({ state }) => state === 'alarm').map(({ name }) => name);
      return on.length === 0
        ? ok('Alarms that are on', `none of ${alarms.length}`)
        : wrong('Alarms that are on', on.join(', '), 'work through their headings in docs/RUNBOOK.md');
    },
  },
];
