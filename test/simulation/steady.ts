import { Choices } from './choices.ts';
import { clientsThrough } from './services.ts';
import { World } from './world.ts';

/** Longer than an index lags behind its table. */
const BETWEEN_CALLS_MS = 61_000;

/**
 * The simulated services with nothing going wrong: every call is carried out at once, and so much time passes between
 * calls that indexes have caught up. So the contract suites can check whether the simulation does what the services do.
 */
export function steadyServices() {
  const world = new World(new Choices(1), { lane: 3, dspUpdates: 3, srvEvents: 3 });
  const clients = clientsThrough(world, async (_where, _isEffect, apply) => {
    world.now += BETWEEN_CALLS_MS;
    return apply(false);
  });
  return { ...clients, world };
}
