import { Choices } from '../../simulation/choices.ts';
import { killPlan } from '../../support/kill-plan.ts';
import { laneDriver } from '../../support/lane-driver.ts';
import { DAY_BEGINS, nothingReceived, passHours, receive } from './day.ts';
import { whatIsWrong } from './oracles.ts';
import { Traffic } from './traffic.ts';

/** How a day with kills went. */
export type KilledDay = {
  readonly files: number;
  readonly messages: number;
  readonly killed: number;
  /** What does not hold after it; empty when everything does. */
  readonly wrong: readonly string[];
};

/** A day is this long, in hours. */
export type DayPlan = {
  readonly seed: number;
  readonly hours: number;
  /** Share of the invocations that are to be killed. */
  readonly chance: number;
  /** Folder of a cloud assembly, made once for many days. */
  readonly assembly: string;
};

/**
 * A day of mixed traffic on a pipeline whose functions are killed at random; then no more are killed, what must end the
 * day comes, two quiet hours pass, and the oracles look at it.
 */
export async function killDay({ seed, hours, chance, assembly }: DayPlan): Promise<KilledDay> {
  const choices = new Choices(seed);
  const kills = killPlan(seed, chance);
  let calm = false;
  const driver = await laneDriver({
    assembly,
    clockFrom: DAY_BEGINS,
    killPlan: (functionName, most) => (calm ? undefined : kills(functionName, most)),
  });
  try {
    const received = nothingReceived();
    const traffic = new Traffic(choices);
    await passHours(driver.pipeline, { traffic, choices, received }, hours);
    calm = true;
    await driver.settle();
    for (const input of traffic.theEnd()) await receive(driver.pipeline, [input], received);
    await driver.settle();
    await driver.pipeline.clock.advance('PT2H');
    await driver.settle();
    return {
      files: received.files.length,
      messages: received.events.length + received.poison.size,
      killed: driver.pipeline.killed(),
      wrong: await whatIsWrong(driver, received),
    };
  } finally {
    await driver.stop();
  }
}
