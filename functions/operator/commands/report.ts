import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { CLASSIFICATIONS } from '../../contracts/classification.ts';
import { laidOutReport } from '../../email/laid-out-report.ts';
import { counted } from '../../email/words.ts';
import { isoDayOf } from '../../domain/cpl/cpl-words.ts';
import { endOfLondonDay, londonDay } from '../../domain/calendar/london-time.ts';
import { draftSscReport } from '../../reports/draft-ssc-report.ts';
import { rebuiltSscReport } from '../../reports/rebuilt-report.ts';
import { ExtractKind } from '../../contracts/inventory-extract.ts';
import type { Answer, Command } from '../command.ts';
import type { Pipeline } from '../find-pipeline.ts';
import type { Waiting } from '../run-report.ts';
import { WrongUse } from '../wrong-use.ts';

/** The reports there are, each with what sending or making it is called. */
const REPORTS = ['ssc', ...ExtractKind.options] as const;

const MadeExtract = z.object({
  reportId: z.string(),
  key: z.string(),
  files: z.optional(z.number()),
  rows: z.number(),
  withoutEntry: z.optional(z.number()),
  withoutEntryKey: z.optional(z.string()),
});
/** Not waited for: it has its id, and no figures yet. */
const Begun = z.object({ reportId: z.string() });
const SentReport = z
  .object({ reportId: z.string(), trials: z.number(), devices: z.number(), mail: z.string() })
  .or(Begun);

/** Sends the report to the SSC now, or shows what it would say; or makes an extract of the inventory now. */
export const report: Command = {
  usage: `report ssc [--print] [--at DAY] | ${ExtractKind.options.join(' | ')} [--no-wait]`,
  does: 'send the SSC trial report now and print its id (--print only prints it; --at: as it was at the end of a day, or at an instant), or put an inventory report into the reports bucket',
  words: [1, 1],
  options: ['print', 'at', 'no-wait'],
  async run({ pipeline, words: [name = ''], options, progress }) {
    const report = REPORTS.find((candidate) => candidate === name);
    if (report === undefined) throw new WrongUse(`There is no report ${name}: use report ${REPORTS.join(', ')}`);
    if (report !== 'ssc' && options.print === true) throw new WrongUse('--print is for report ssc');
    if (report !== 'ssc' && options.at !== undefined) throw new WrongUse('--at is for report ssc');
    const waiting = { progress, wait: options['no-wait'] !== true };
    if (report !== 'ssc') return extract(report, pipeline(), waiting);
    const asOf = options.at === undefined ? undefined : instantOf(options.at);
    const found = pipeline();
    const now = await found.access.ports.now();
    if (asOf !== undefined && asOf > now && endOfLondonDay(londonDay(now)) !== asOf) {
      throw new WrongUse(`${options.at} is not past: a report is rebuilt for a day or an instant that is`);
    }
    // Of today there is what there is so far.
    const at = asOf !== undefined && asOf > now ? now : asOf;
    return options.print === true ? draft(found, now, at) : send(found, at, waiting);
  },
};

/** The function sends it, as it does by its schedule: recipients and sender are its own. */
async function send({ runReport }: Pipeline, at: string | undefined, waiting: Waiting): Promise<Answer> {
  const past = at === undefined ? {} : { at };
  const sent = SentReport.parse(await runReport({ report: 'ssc', requestId: randomUUID(), ...past }, waiting));
  return { json: sent, text: sent.reportId };
}

/** The function makes it, as it does by its schedule. */
async function extract(report: ExtractKind, { runReport }: Pipeline, waiting: Waiting): Promise<Answer> {
  const made = MadeExtract.or(Begun).parse(await runReport({ report, requestId: randomUUID() }, waiting));
  if (!('key' in made)) return { json: made, text: made.reportId };
  const files = made.files === undefined ? '' : ` and ${counted(made.files - 1, 'more file')}, which its record names`;
  const text = `${made.reportId}: ${counted(made.rows, 'row')}, in the reports bucket as ${made.key}${files}`;
  const without =
    made.withoutEntry === undefined
      ? ''
      : `\n${counted(made.withoutEntry, 'device')} in use without a Current CPL entry, listed in ${made.withoutEntryKey}`;
  return { json: made, text: `${text}${without}\nClassification: ${CLASSIFICATIONS['device-data']}` };
}

async function draft({ access }: Pipeline, now: string, at: string | undefined): Promise<Answer> {
  const drafted =
    at === undefined
      ? await draftSscReport('DRAFT', now, access.reportPorts)
      : await rebuiltSscReport('DRAFT', at, { ...access.reportPorts, now });
  const { mail } = await laidOutReport(drafted, ['nobody@example.org']);
  return { json: drafted, text: mail.text };
}

/** A day means its end in London; an instant is taken as it is. */
function instantOf(text: string): string {
  const day = isoDayOf(text);
  if (day !== undefined) return endOfLondonDay(day);
  const instant = z.iso.datetime({ offset: true }).safeParse(text);
  if (instant.success) return new Date(instant.data).toISOString();
  throw new WrongUse(`--at ${text} is neither a day, such as 2026-10-01, nor an instant, such as 2026-10-01T12:00:00Z`);
}
