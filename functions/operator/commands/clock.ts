import type { Command } from '../command.ts';
import { WrongUse } from '../wrong-use.ts';

/** The time of a pipeline on one machine, and the moving of it. */
export const clock: Command = {
  usage: 'clock [advance DURATION]',
  does: "local only: the pipeline's time; advance moves it (PT24H) and runs what falls due",
  words: [0, 2],
  options: [],
  async run({ pipeline, words: [verb, duration] }) {
    const { console } = pipeline();
    if (console === undefined)
      throw new WrongUse('The clock of AWS cannot be read or moved: clock is for a pipeline on this machine');
    if (verb !== undefined && (verb !== 'advance' || duration === undefined)) {
      throw new WrongUse('Usage: clock, or clock advance PT24H');
    }
    const reading = duration === undefined ? await console.clock() : await console.advance(duration);
    return { json: reading, text: reading.now };
  },
};
