import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { trialReportMail } from '../../email/trial-report-mail.ts';
import { trialReportWorkbook } from '../../email/trial-report-workbook.ts';
import { draftSscReport } from '../../reports/send-ssc-report.ts';
import type { Answer, Command } from '../command.ts';
import type { Pipeline } from '../find-pipeline.ts';
import { WrongUse } from '../wrong-use.ts';

const SentReport = z.object({ reportId: z.string(), trials: z.number(), devices: z.number(), mail: z.string() });

/** Sends the report to the SSC now, or shows what it would say. */
export const report: Command = {
  usage: 'report ssc [--print]',
  does: 'send the SSC trial report now and print its id; --print only prints the report',
  words: [1, 1],
  options: ['print'],
  async run({ pipeline, words: [name = ''], options }) {
    if (name !== 'ssc') throw new WrongUse(`There is no report ${name}: say report ssc`);
    return options.print === true ? draft(pipeline()) : send(pipeline());
  },
};

/** The function sends it, as it does by its schedule: recipients and sender are its own. */
async function send({ console }: Pipeline): Promise<Answer> {
  if (console === undefined) {
    throw new WrongUse(
      'On AWS its function sends it: aws lambda invoke --function-name <output ReportsFunction> --cli-binary-format raw-in-base64-out --payload \'{"report":"ssc","requestId":"<an id of yours>"}\' /dev/stdout',
    );
  }
  const sent = SentReport.parse(await console.runReport({ report: 'ssc', requestId: randomUUID() }));
  return { json: sent, text: sent.reportId };
}

async function draft({ access }: Pipeline): Promise<Answer> {
  const now = await access.ports.now();
  const drafted = await draftSscReport('DRAFT', { ...access.reportPorts, clock: { now: () => now } });
  const mail = trialReportMail(drafted, await trialReportWorkbook(drafted), ['nobody@example.org']);
  return { json: drafted, text: mail.text };
}
