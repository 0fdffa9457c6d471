import * as z from 'zod';
import type { Command } from '../command.ts';
import { WrongUse } from '../wrong-use.ts';

const Ran = z.record(z.string(), z.union([z.string(), z.number()]));

/** Sends the report to the SSC now. */
export const report: Command = {
  usage: 'report ssc [--print]',
  does: 'send the SSC trial report now and print its id; --print only prints the report',
  words: [1, 1],
  options: ['print'],
  async run({ pipeline, words: [name], options }) {
    if (name !== 'ssc') throw new WrongUse(`There is no report ${name}: say report ssc`);
    const { console } = pipeline();
    if (console === undefined) {
      throw new WrongUse(
        'On AWS the reports function sends it: aws lambda invoke --function-name <output ReportsFunction> --payload \'{"report":"ssc"}\' --cli-binary-format raw-in-base64-out /dev/stdout',
      );
    }
    const ran = Ran.parse(await console.runReport({ report: 'ssc', print: options.print ?? false }));
    return { json: ran, text: String(ran['text'] ?? ran['reportId'] ?? JSON.stringify(ran)) };
  },
};
