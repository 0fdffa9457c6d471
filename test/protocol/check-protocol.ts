import { type ExploredStates, exploreStates } from './explore-states.ts';
import { brokenBy, firstState, type Guard, type Protocol, stepsOf } from './lane-protocol.ts';

/** As on AWS: a run is over before its message can be handed over again. Lines wait and are released. */
export const ONE_AT_A_TIME: Protocol = {
  commands: [['wait X', 'send Y'], ['release X', 'send X'], ['send Y']],
  kills: 1,
  overlaps: 1,
  redrives: 1,
  repeats: 1,
  without: [],
};

/** The shortest in which something written late does harm: a line waits, and is released. */
export const RELEASED: Protocol = {
  commands: [['wait X'], ['release X']],
  kills: 0,
  overlaps: 2,
  redrives: 0,
  repeats: 0,
  without: [],
};

/** Harder than AWS: two runs overlap, one of them for as long as it likes, and a command is put back behind another. */
export const OVERLAPPING: Protocol = {
  commands: [['send X'], ['send X']],
  kills: 0,
  overlaps: 2,
  redrives: 1,
  repeats: 0,
  without: ['one run at a time'],
};

/** Looks at every state that the protocol can come to, without one of its guards too. */
export function checkProtocol(protocol: Protocol, ...without: readonly Guard[]): ExploredStates {
  const checked = { ...protocol, without: [...protocol.without, ...without] };
  return exploreStates(
    firstState(checked),
    (state) => stepsOf(state, checked),
    (state, isLast) => brokenBy(state, isLast, checked),
  );
}
