import type { Choices } from './choices.ts';
import type { Mutation } from './functions.ts';
import { PipelineRun } from './pipeline-run.ts';
import { workload } from './workload.ts';
import { World } from './world.ts';

/** Steps of a schedule before it calms down. */
const NASTY_STEPS = 500;
/** A part so short that whatever is written has some. */
const FEW_BYTES = 1_500;

/** One schedule: what people do, in whatever order and with whatever accidents the choices make, then calm. */
export class Schedule {
  readonly world: World;
  readonly #choices: Choices;
  readonly #run: PipelineRun;

  constructor(choices: Choices, mutation: Mutation = {}) {
    this.#choices = choices;
    const maxReceives = {
      lane: choices.oneOf([10, 3]),
      dspUpdates: choices.oneOf([10, 2]),
      srvEvents: choices.oneOf([5, 2]),
    };
    this.world = new World(choices, maxReceives);
    this.world.faultRate = choices.oneOf([0, 0.02, 0.05, 0.1]);
    if (choices.happens(0.2)) this.world.partBytes = FEW_BYTES;
    this.#run = new PipelineRun(this.world, workload(choices), mutation);
    this.#run.isDeleteLost = () => this.world.faultRate > 0 && choices.happens(0.03);
  }

  /** Plays the schedule to its end and gives every invariant that was broken. */
  async run(): Promise<readonly string[]> {
    const { oracle } = this.#run;
    for (let step = 0; step < NASTY_STEPS && !this.#run.isAtRest(); step += 1) {
      await this.#nastyStep();
      this.#run.reap();
      if (oracle.broken.length > 0) return oracle.broken;
    }
    return this.#run.end();
  }

  async #nastyStep(): Promise<void> {
    const { live } = this.world;
    const choices = this.#choices;
    if (live.length > 0 && choices.happens(0.01)) {
      // Longer than a queue hides a message, shorter than a function may take.
      this.world.pass(choices.oneOf([22_000, 42_000, 65_000]));
    }
    const happenings = this.#run.happenings();
    const soon = happenings.filter(({ isSlow }) => !isSlow);
    if (live.length > 0 && !choices.happens(soon.length > 0 ? 0.15 : 0.004)) {
      const invocation = live[choices.below(live.length)];
      if (invocation !== undefined) await this.#run.goOn(invocation);
      return;
    }
    // Time and operators are slow: they come seldom before the rest is done.
    const isSoon = soon.length > 0 && !choices.happens(0.03);
    const next = isSoon ? soon[choices.below(soon.length)] : happenings[choices.below(happenings.length + 1)];
    if (next === undefined)
      this.world.pass(choices.oneOf([1_000, 10_000, 45_000, 160_000, 400_000, 3_600_000, 86_400_000]));
    else await next.happen(next.twiceRate > 0 && choices.happens(next.twiceRate));
  }
}
