import { afterAll, beforeAll } from 'vitest';
import { holdTime, releaseTime } from '../../infra/local-aws/clock/local-clock.ts';

/** Lets the time of a test file begin at an instant, where no pipeline does that and what is tested reads the clock itself. */
export function timeBegins(instant: string): void {
  beforeAll(() => {
    holdTime(Date.parse(instant));
  });
  afterAll(releaseTime);
}
