import { counted } from '../../email/words.ts';
import type { Command } from '../command.ts';
import { examine } from '../doctor/examine.ts';
import { LOCAL_CHECKS, PIPELINE_CHECKS } from '../doctor/pipeline-checks.ts';
import type { Point } from '../doctor/point.ts';
import type { Pipeline } from '../find-pipeline.ts';

const WORDS = { ok: 'ok', wrong: 'WRONG', look: 'look', unknown: 'UNKNOWN' } as const;

/** What only a stage on AWS has. */
const ON_AWS_ALONE =
  'Account, quotas, mail domain, subscriptions, schedules, encryption and backups are of AWS: "npm run cpl -- doctor --aws" looks at them.';

/** Whether a stage is as it must be, point by point. */
export const doctor: Command = {
  usage: 'doctor',
  does: 'check that a stage is set up correctly: account, quotas, mail, people, alarms, schedules, stores; says what to fix',
  words: [0, 0],
  options: [],
  async run({ pipeline }) {
    const found = pipeline();
    const points = [...(await ofPlace(found)), ...(await examine(found.access, PIPELINE_CHECKS))];
    const bad = points.filter(({ verdict }) => verdict === 'wrong' || verdict === 'unknown');
    const lines = points.flatMap(({ point, verdict, found, todo }) => [
      `${WORDS[verdict].padEnd(7)}  ${point}: ${found}`,
      ...(todo === undefined ? [] : [`         → ${todo}`]),
    ]);
    const summary = bad.length === 0 ? 'Nothing is wrong.' : `${counted(bad.length, 'point')} to put right.`;
    return {
      json: { verdict: bad.length === 0 ? 'sound' : 'not-sound', points },
      text: [...lines, '', summary, ...(found.deployment === undefined ? [ON_AWS_ALONE] : [])].join('\n'),
      exitCode: bad.length === 0 ? 0 : 1,
    };
  },
};

async function ofPlace({ deployment, console, access }: Pipeline): Promise<readonly Point[]> {
  if (deployment !== undefined) {
    // Ten clients, which no other command needs, are loaded here alone.
    const { examineStage } = await import('../doctor/stage-checks.ts');
    return examineStage(deployment);
  }
  return console === undefined ? [] : examine({ console, access }, LOCAL_CHECKS);
}
