import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import * as z from 'zod';
import type { LocalRun } from '../../functions/contracts/local-run.ts';
import type { IncidentAct } from '../../functions/contracts/incident-act.ts';
import { actOnIncident } from '../../functions/operator/act-on-incident.ts';
import { localConsole } from '../../functions/operator/local-console.ts';
import { localClients, pipelineAccess } from '../../functions/operator/pipeline-access.ts';
import { putAndWait } from '../../functions/operator/put-file.ts';
import { deviceView } from '../../functions/operator/views/device.ts';
import { incidentView } from '../../functions/operator/views/incident.ts';
import { trialView } from '../../functions/operator/views/trial.ts';
import { waitForFact } from '../../functions/operator/wait-for-fact.ts';
import { mailbox } from '../../infra/local/console/mailbox.ts';
import { s3Objects } from '../../functions/adapters/s3-objects.ts';

/** Drives a running pipeline, by what `run.json` says of it: sends files and messages, and lets time pass. */
export function storyDriver(run: LocalRun) {
  const clients = localClients(run);
  const console = localConsole(run.consoleUrl);
  const now = async (): Promise<string> => (await console.clock()).now;
  const access = pipelineAccess(clients, run.resources, now);
  const { ports } = access;
  const reports = s3Objects(clients.s3, run.resources.reportsBucket);
  const mails = mailbox(run.outboxDir);
  let extracts = 0;
  let acts = 0;

  return {
    now,
    ports,
    /** Puts a file into the inbox; it must be taken. */
    async put(key: string, text: string): Promise<void> {
      const { upload } = await putAndWait(access, { key, bytes: Buffer.from(text) });
      expect(upload.findings.filter(({ severity }) => severity !== 'warning')).toEqual([]);
      expect(upload.state).not.toBe('refused');
    },
    async send(body: string): Promise<void> {
      await clients.sqs.send(new SendMessageCommand({ QueueUrl: run.resources.srvEventsQueueUrl, MessageBody: body }));
    },
    /** Time passes, and what falls due is done; also what there is to do is done before and after. */
    pass: (duration: string) => console.advance(duration),
    device: (deviceId: string) => deviceView(ports, deviceId),
    async trial(trialId: string) {
      const found = await trialView(ports, trialId);
      if (found === undefined) throw new Error(`There is no trial ${trialId}`);
      return found;
    },
    /** Waits for a fact about the pipeline; the error shows what was found last when it does not come. */
    async until<T>(what: string, look: () => Promise<T>, holds: (found: T) => boolean): Promise<T> {
      let last: T | undefined;
      const looked = async (): Promise<{ readonly found: T } | undefined> => {
        last = await look();
        return holds(last) ? { found: last } : undefined;
      };
      try {
        return (await waitForFact(what, looked)).found;
      } catch (cause) {
        throw new Error(`${what}: found ${JSON.stringify(last)}`, { cause });
      }
    },
    /** Every mail that was sent, oldest first, with its subject, its text and its HTML. */
    async letters() {
      const names = (await mails.list()).map(({ name }) => name).sort();
      const found = await Promise.all(names.map((name) => mails.mail(name)));
      return found.flatMap((mail) => (mail === undefined ? [] : [mail]));
    },
    /** The text of every mail that was sent, oldest first. */
    async mails(): Promise<string[]> {
      const names = (await mails.list()).map(({ name }) => name).sort();
      return Promise.all(names.map(async (name) => (await mails.mail(name))?.text ?? ''));
    },
    /** Makes an extract of the inventory now. */
    async extract(report: 'esi-034' | 'esi-034i' | 'opr') {
      extracts += 1;
      const made = await console.runReport({ report, requestId: `story-${extracts}` });
      return z.object({ key: z.string(), rows: z.number() }).parse(made);
    },
    /** What an operator says of an incident, as by the CLI. */
    async say(incidentId: string, act: IncidentAct) {
      acts += 1;
      return actOnIncident({ incidentId, act, requestedBy: 'operator', commandId: `act-${acts}` }, access);
    },
    async incident(incidentId: string) {
      const found = await incidentView(ports, incidentId);
      if (found === undefined) throw new Error(`There is no incident ${incidentId}`);
      return found;
    },
    readReport: (key: string) => reports.text(key),
  };
}

export type StoryDriver = ReturnType<typeof storyDriver>;
