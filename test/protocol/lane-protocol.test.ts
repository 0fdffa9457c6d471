import { describe, expect, test } from 'vitest';
import { Choices } from '../simulation/choices.ts';
import type { Mutation } from '../simulation/functions.ts';
import { PLANTED } from '../simulation/planted/planted.ts';
import { Schedule } from '../simulation/schedule.ts';
import { checkProtocol, ONE_AT_A_TIME, OVERLAPPING, RELEASED } from './check-protocol.ts';
import { type Guard, GUARDS, type Protocol } from './lane-protocol.ts';
import { LaneTrace } from './lane-trace.ts';

/** Where each guard is needed. */
const NEEDED: Readonly<Record<Guard, Protocol>> = {
  'intent on its revision': OVERLAPPING,
  'moves on their revision': OVERLAPPING,
  'pending first': ONE_AT_A_TIME,
  'recorded once': ONE_AT_A_TIME,
  'record before settling': ONE_AT_A_TIME,
  'a log for each attempt': OVERLAPPING,
  'sends before the cursor': ONE_AT_A_TIME,
  'newer changes only': ONE_AT_A_TIME,
  'one run at a time': RELEASED,
};

describe('the protocol of the lane, in every state that its model can come to', () => {
  test.each([
    ['runs follow one another, killed anywhere', ONE_AT_A_TIME],
    ['two runs overlap, and a command comes back behind another', OVERLAPPING],
  ])('decides each command once and brings its changes to the DSP in order: %s', (_how, protocol) => {
    const { counterexample, states } = checkProtocol(protocol);
    expect(counterexample).toBeUndefined();
    expect(states).toBeGreaterThan(1_000);
  });

  test.each(GUARDS)('does not without «%s»', (guard) => {
    const { counterexample } = checkProtocol(NEEDED[guard], guard);
    expect(counterexample?.way.length).toBeGreaterThan(3);
  });
});

/** Plays schedules from a seed on, and follows each in the model until one is none of its traces. */
async function followed(schedules: number, mutation: Mutation = {}) {
  const kinds = new Set<string>();
  const broken: string[] = [];
  for (let seed = 1; seed <= schedules && broken.length === 0; seed += 1) {
    const schedule = new Schedule(new Choices(seed), mutation);
    const trace = new LaneTrace(schedule.world);
    await schedule.run();
    for (const kind of trace.followed.keys()) kinds.add(kind);
    broken.push(...trace.broken.map((what) => `seed ${seed}: ${what}`));
  }
  return { kinds, broken };
}

describe('what the functions do to the services, in schedules with faults,', () => {
  test('is something that the model can do, and takes every step that it has', async () => {
    const { kinds, broken } = await followed(120);
    expect(broken).toEqual([]);
    expect([...kinds].toSorted()).toEqual([
      'finds that the lane has moved on',
      'intends',
      'looks',
      'moves',
      'sends',
      'settles',
      'starts',
      'takes',
      'takes over',
      'writes',
      'writes its log',
    ]);
  });

  test.each([
    'the cursor moves before the changes are sent',
    'no version guard at the consumer',
    'unconditional pointer: the state of the lane is put whatever is there',
    'the log of a decision has the same name in every attempt',
  ])('is not, with a bug in the protocol: %s', async (bug) => {
    const planted = PLANTED.find((each) => each.bug === bug);
    expect((await followed(400, planted?.mutation)).broken).not.toEqual([]);
  });
});
