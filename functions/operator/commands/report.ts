import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { trialReportMail } from '../../email/trial-report-mail.ts';
import { trialReportWorkbook } from '../../email/trial-report-workbook.ts';
import { draftSscReport } from '../../reports/send-ssc-report.ts';
import { ExtractKind } from '../../contracts/inventory-extract.ts';
import type { Answer, Command } from '../command.ts';
import type { Pipeline } from '../find-pipeline.ts';
import { WrongUse } from '../wrong-use.ts';

/** The reports there are, each with what sending or making it is called. */
const REPORTS = ['ssc', ...ExtractKind.options] as const;

const MadeExtract = z.object({ reportId: z.string(), key: z.string(), rows: z.number() });
const SentReport = z.object({ reportId: z.string(), trials: z.number(), devices: z.number(), mail: z.string() });

/** Sends the report to the SSC now, or shows what it would say; or makes an extract of the inventory now. */
export const report: Command = {
  usage: `report ssc [--print] | ${ExtractKind.options.join(' | ')}`,
  does: 'send the SSC trial report now and print its id (--print only prints it), or put an extract into the reports bucket',
  words: [1, 1],
  options: ['print'],
  async run({ pipeline, words: [name = ''], options }) {
    const report = REPORTS.find((candidate) => candidate === name);
    if (report === undefined) throw new WrongUse(`There is no report ${name}: say report ${REPORTS.join(', ')}`);
    if (report !== 'ssc' && options.print === true) throw new WrongUse('--print is for report ssc');
    if (report !== 'ssc') return extract(report, pipeline());
    return options.print === true ? draft(pipeline()) : send(pipeline());
  },
};

/** The function sends it, as it does by its schedule: recipients and sender are its own. */
async function send(pipeline: Pipeline): Promise<Answer> {
  const sent = SentReport.parse(await runNow('ssc', pipeline));
  return { json: sent, text: sent.reportId };
}

/** The function makes it, as it does by its schedule. */
async function extract(report: ExtractKind, pipeline: Pipeline): Promise<Answer> {
  const made = MadeExtract.parse(await runNow(report, pipeline));
  return { json: made, text: `${made.reportId}: ${made.rows} rows, in the reports bucket as ${made.key}` };
}

async function runNow(report: (typeof REPORTS)[number], { console }: Pipeline): Promise<unknown> {
  if (console !== undefined) return console.runReport({ report, requestId: randomUUID() });
  throw new WrongUse(
    `On AWS its function does it: aws lambda invoke --function-name <output ReportsFunction> --cli-binary-format raw-in-base64-out --payload '{"report":"${report}","requestId":"<an id of yours>"}' /dev/stdout`,
  );
}

async function draft({ access }: Pipeline): Promise<Answer> {
  const now = await access.ports.now();
  const drafted = await draftSscReport('DRAFT', { ...access.reportPorts, clock: { now: () => now } });
  const mail = trialReportMail(drafted, await trialReportWorkbook(drafted), ['nobody@example.org']);
  return { json: drafted, text: mail.text };
}
