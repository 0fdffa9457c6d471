import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../../functions/operator/cli.ts';
import { localClients, pipelineAccess } from '../../functions/operator/pipeline-access.ts';
import { putFile } from '../../functions/operator/put-file.ts';
import type { EntryLine } from '../../functions/operator/views/entries.ts';
import type { IncidentLine } from '../../functions/operator/views/incidents.ts';
import type { Status } from '../../functions/operator/views/status.ts';
import type { UploadLine } from '../../functions/operator/views/uploads.ts';
import { mailbox } from '../../infra/local/console/mailbox.ts';
import type { LocalPipeline, PipelineOptions } from '../../infra/local/pipeline.ts';
import { pipelineOfTheRun } from './pipeline-of-the-run.ts';
import { temporaryFolder } from './small-assembly.ts';

/** In so much time every message that was killed with its function is back, and the watch has looked once more. */
const TO_THE_NEXT_WATCH = 'PT16M';
const MOST_PATIENCE = 60;
/** Who sends the notifications of alarms; all other mail is letters of the pipeline. */
const ALARMS = /^ALARM|^OK/;

/** A letter that was sent: its visible id, and its words. */
export type SentLetter = { readonly mailId: string; readonly subject: string; readonly text: string };

/** What people see of the lane, without what differs from run to run: instants and ids. */
export type LanePicture = ReturnType<typeof pictureOf>;

/** Sends files to a pipeline on this machine, one after the other, and asks as an operator does: by the CLI. */
export async function laneDriver(options: Omit<PipelineOptions, 'directory' | 'port'>) {
  const folder = temporaryFolder();
  mkdirSync(join(folder, '.local'));
  const pipeline: LocalPipeline = await pipelineOfTheRun({ ...options, directory: join(folder, '.local'), port: 0 });
  const home = process.cwd();
  process.chdir(folder);
  const { run, clock } = pipeline;
  const access = pipelineAccess(localClients(run), run.resources, async () => clock.now());
  const mails = mailbox(run.outboxDir);
  let killsSeen = 0;

  /** Runs a command and gives what it printed as JSON. */
  async function cpl<T>(...words: string[]): Promise<T> {
    const printed: string[] = [];
    const code = await runCommand(
      [...words, '--json'],
      (text) => printed.push(text),
      (text) => printed.push(text),
    );
    if (code === 2) throw new Error(`cpl ${words.join(' ')}: ${printed.join('\n')}`);
    const answer: T = JSON.parse(printed.join('\n'));
    return answer;
  }

  /** Waits until all is worked off; while functions are killed, time has to pass for that. */
  async function settle(): Promise<void> {
    for (let patience = MOST_PATIENCE; patience > 0; patience -= 1) {
      await pipeline.quiet();
      const busy = (await pipeline.depths()).filter(
        ({ name, visible, inFlight, delayed }) => !/dead|lost/i.test(name) && visible + inFlight + delayed > 0,
      );
      if (busy.length === 0 && pipeline.killed() === killsSeen) return;
      killsSeen = pipeline.killed();
      await clock.advance(TO_THE_NEXT_WATCH);
    }
    throw new Error(`Not at rest after ${MOST_PATIENCE} times ${TO_THE_NEXT_WATCH}`);
  }

  /** The duration to an instant that is still to come. */
  function until(instant: string): string {
    const seconds = Math.ceil((Date.parse(instant) - Date.parse(clock.now())) / 1000);
    if (seconds < 0) throw new RangeError(`It is ${clock.now()}: ${instant} is over`);
    return `PT${seconds}S`;
  }

  return {
    pipeline,
    access,
    cpl,
    settle,
    /** Time passes to an instant, and all that falls due on the way is done. */
    async passTo(instant: string): Promise<void> {
      await clock.advance(until(instant));
      await settle();
    },
    /** Weeks pass to an instant in which nothing is looked at: each schedule runs once, at the end. */
    async sleepTo(instant: string): Promise<void> {
      await clock.sleep(until(instant));
      await settle();
    },
    /** Puts a file into the inbox; it is worked off, and the watch has looked, when this is done. */
    async put(key: string, text: string): Promise<void> {
      await putFile(access, { key, bytes: Buffer.from(text) });
      await settle();
      await clock.advance(TO_THE_NEXT_WATCH);
      await settle();
    },
    async picture(): Promise<LanePicture> {
      const [uploads, entries, incidents, status] = [
        await cpl<UploadLine[]>('uploads'),
        await cpl<EntryLine[]>('entries'),
        await cpl<IncidentLine[]>('incidents'),
        await cpl<Status>('status'),
      ];
      return pictureOf(uploads, entries, incidents, status);
    },
    /** Every letter that was sent, oldest first, a repeat as often as it was sent. */
    async letters(): Promise<SentLetter[]> {
      const names = (await mails.list()).map(({ name }) => name).sort();
      const read = await Promise.all(names.map((name) => mails.mail(name)));
      return read.flatMap((mail) => {
        if (mail === undefined || ALARMS.test(mail.subject)) return [];
        const text = mail.text.replaceAll(/\s+/g, ' ');
        const mailId = /Mail (\S+)\. The same mail sent again/.exec(text)?.[1] ?? '';
        return [{ mailId, subject: mail.subject, text }];
      });
    },
    async stop(): Promise<void> {
      process.chdir(home);
      await pipeline.stop();
    },
  };
}

export type LaneDriver = Awaited<ReturnType<typeof laneDriver>>;

function pictureOf(
  uploads: readonly UploadLine[],
  entries: readonly EntryLine[],
  incidents: readonly IncidentLine[],
  { lane, openIncidents, correctionsOutstanding, queues }: Status,
) {
  const keys = new Map(uploads.map(({ uploadId, key }) => [uploadId, key]));
  const keyOf = (uploadId: string): string => keys.get(uploadId) ?? `unknown upload ${uploadId}`;
  return {
    accepted: lane.accepted?.key,
    busy: lane.busy,
    openIncidents,
    correctionsOutstanding,
    queues: queues.map(({ queue, visible, inFlight, deadLetters }) => ({ queue, visible, inFlight, deadLetters })),
    uploads: uploads
      .toSorted((a, b) => (a.key + a.receivedAt < b.key + b.receivedAt ? -1 : 1))
      .map(({ key, state, counts, findings }) => ({
        key,
        state,
        counts,
        findings: findings.map(({ code, line }) => `${code} in line ${line}`),
      })),
    entries: entries.map((entry) => ({
      entryKey: entry.entryKey,
      state: entry.state,
      declaredGbcsVersion: entry.declaredGbcsVersion,
      uploadedGbcsVersion: entry.uploadedGbcsVersion,
      isBlocked: entry.blockedSince !== null,
      reason: entry.reason,
      expiredGbcs: entry.expiredGbcs,
      history: entry.history.map(({ kind, state, status, declaredGbcsVersion, uploadedGbcsVersion, uploadId }) =>
        [keyOf(uploadId), kind, status, state, declaredGbcsVersion, uploadedGbcsVersion ?? '-'].join(' '),
      ),
    })),
    /** The keys of what was sent to the DSP, in the order of the decisions about it. */
    sentOrder: entries
      .flatMap(({ entryKey, history }) => history.map((line) => ({ ...line, entryKey })))
      .filter(({ sentAt }) => sentAt !== null)
      .toSorted((a, b) => (`${a.sentAt} ${a.order}` < `${b.sentAt} ${b.order}` ? -1 : 1))
      .map(({ entryKey }) => entryKey),
    incidents: incidents.map(({ cause, state, category, confirmed, entries: named }) => ({
      cause,
      state,
      category,
      confirmed,
      entries: named,
    })),
  };
}
