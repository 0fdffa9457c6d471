import { counted, inFigures } from '../../domain/words/counted.ts';
import { createReadStream } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { FindingLog } from '../../domain/findings/finding-log.ts';
import { readCsvRows } from '../../domain/csv/csv-table.ts';
import { faultInWords } from '../aws-fault.ts';
import { awsPipeline, localPipeline, type Pipeline } from '../find-pipeline.ts';
import { WrongUse } from '../wrong-use.ts';
import { loadInventory, type LoadProgress, NOTHING_LOADED } from './load-inventory.ts';
import { pace } from './pace.ts';

const USAGE =
  'Usage: npm run backfill -- FILE --as-of 2026-10-01T00:00:00Z [--rate WRITES-A-SECOND] [--aws [--outputs FILE]]';
/** Writes a second: what one partition of an index takes. */
const DEFAULT_RATE = '1000';

/** Where a load goes: to a stage on AWS, by its outputs file, or to the pipeline on this machine. */
type Target = { readonly aws?: boolean | undefined; readonly outputs?: string | undefined };

/** Finds the pipeline that a load goes into; undefined for none. */
type FindPipeline = (target: Target) => Pick<Pipeline, 'access'> | undefined;

const Progress = z.object({ asOf: z.string(), rows: z.int(), written: z.int(), unchanged: z.int(), refused: z.int() });

/**
 * Loads an existing inventory extract (CSV, columns by the labels of ESI-034) into the Smart Metering Inventory. How far it is
 * is in `FILE.progress.json`; called again, it continues from there.
 */
export async function backfill(
  commandLine: readonly string[],
  print: (text: string) => void,
  find: FindPipeline = ({ aws, outputs }) => (aws === true ? awsPipeline(outputs) : localPipeline()),
): Promise<0 | 1 | 2> {
  try {
    const { file, asOf, rate, pipeline } = understood(commandLine, find);
    // A file that is damaged further on is not loaded in part.
    const findings = new FindingLog();
    let rows = -1;
    for await (const _ of rowsOf(file, findings)) rows += 1;
    if (findings.refuses) {
      print(
        `${file} cannot be read: ${findings.findings.map(({ line, message }) => `line ${line}: ${message}`).join('; ')}`,
      );
      return 1;
    }
    const { devices, trialRules } = pipeline.access.backfill;
    const kept = await keptProgress(file, asOf);
    if (kept.rows > 0) print(`goes on after ${inFigures(kept.rows)} of ${inFigures(rows)} rows`);
    const speed = pace(rate, { now: () => performance.now(), pause: (ms) => pause(ms) });
    const outcome = await loadInventory(rowsOf(file, new FindingLog()), asOf, kept, {
      devices,
      rules: () => trialRules.current(),
      now: () => new Date().toISOString(),
      pace: speed,
      async keep(progress) {
        await keepProgress(file, asOf, progress);
        print(`${inWords(progress)} of ${inFigures(rows)}, ${inFigures(Math.round(speed.rate()))} writes a second`);
      },
      refuse: (line, reason) => print(`line ${line}: ${reason}`),
    });
    if ('missing' in outcome) {
      print(`${file} has no column ${outcome.missing.join(', ')}`);
      return 1;
    }
    print(`done: ${inWords(outcome)}`);
    return outcome.refused === 0 ? 0 : 1;
  } catch (error) {
    const text = error instanceof WrongUse ? error.message : faultInWords(error);
    if (text === undefined) throw error;
    print(text);
    return error instanceof WrongUse ? 2 : 1;
  }
}

function understood(commandLine: readonly string[], find: FindPipeline) {
  const { positionals, values } = parseArgs({
    args: [...commandLine],
    options: {
      'as-of': { type: 'string' },
      rate: { type: 'string', default: DEFAULT_RATE },
      aws: { type: 'boolean' },
      outputs: { type: 'string' },
    },
    allowPositionals: true,
  });
  const [file] = positionals;
  const [asOf, rate] = [Date.parse(values['as-of'] ?? ''), Number(values.rate)];
  if (file === undefined || positionals.length > 1 || Number.isNaN(asOf) || !(rate > 0)) throw new WrongUse(USAGE);
  const pipeline = find(values);
  if (pipeline === undefined) throw new WrongUse('No pipeline runs on this machine: npm start, or say --aws');
  return { file, asOf: new Date(asOf).toISOString(), rate, pipeline };
}

async function* rowsOf(file: string, findings: FindingLog) {
  yield* readCsvRows(createReadStream(file), Number.MAX_SAFE_INTEGER, findings);
}

/** How far the load of a file came; of an extract of another instant, nothing. */
async function keptProgress(file: string, asOf: string): Promise<LoadProgress> {
  const text = await readFile(progressFile(file), 'utf8').catch(() => undefined);
  if (text === undefined) return NOTHING_LOADED;
  const { asOf: of, ...progress } = Progress.parse(JSON.parse(text));
  return of === asOf ? progress : NOTHING_LOADED;
}

async function keepProgress(file: string, asOf: string, progress: LoadProgress): Promise<void> {
  const aside = `${progressFile(file)}.part`;
  await writeFile(aside, JSON.stringify({ asOf, ...progress }));
  await rename(aside, progressFile(file));
}

function progressFile(file: string): string {
  return `${file}.progress.json`;
}

function inWords({ rows, written, unchanged, refused }: LoadProgress): string {
  return `${counted(rows, 'row')}: ${inFigures(written)} written, ${inFigures(unchanged)} unchanged, ${inFigures(refused)} refused`;
}

if (import.meta.main) process.exitCode = await backfill(process.argv.slice(2), (text) => console.log(text));
