import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { LocalRun } from '../../functions/contracts/local-run.ts';
import { localClients, pipelineAccess, type PipelineAccess } from '../../functions/operator/pipeline-access.ts';
import type { PutOutcome } from '../../functions/operator/put-file.ts';
import { entriesView } from '../../functions/operator/views/entries.ts';
import { trialsView } from '../../functions/operator/views/trials.ts';
import { type UploadLine, uploadsPage } from '../../functions/operator/views/uploads.ts';
import { waitForFact } from '../../functions/operator/wait-for-fact.ts';
import { mailbox } from './console/mailbox.ts';
import { demoInput } from './demo-inputs.ts';

const Expected = z.object({
  extracts: z.array(
    z.object({
      file: z.string(),
      state: z.string(),
      counts: z.record(z.string(), z.number()),
      refusedRows: z.array(z.object({ line: z.number(), field: z.string() })),
    }),
  ),
  entries: z.record(z.enum(['uploaded', 'blocked', 'removed']), z.number()),
  blockedEntries: z.array(z.string()),
  changesSent: z.number(),
  devices: z.object({ known: z.number(), flagged: z.record(z.string(), z.number()) }),
  mails: z.record(z.string(), z.number()),
  deadLetters: z.object({ lane: z.number(), dspUpdates: z.number(), srvEvents: z.number() }),
});

/** More files than the demo has. */
const MOST_UPLOADS = 100;

/** One fact of the demo: what the inputs call for, and what came of them. */
export type DemoFact = { readonly fact: string; readonly expected: string; readonly found: string };

/** What the demo found, fact by fact, and the dead letters as people read them. */
export type DemoOutcome = { readonly facts: readonly DemoFact[]; readonly deadLetters: readonly string[] };

/**
 * Waits until a pipeline has worked off what it was given: its queues are empty and the DSP holds every change.
 *
 * @throws when it has not within two minutes.
 */
export async function workedOff({ ports }: PipelineAccess): Promise<void> {
  await waitForFact('the pipeline to work off its queues', async () => {
    const queues = await ports.queueDepths();
    if (queues.some(({ visible, inFlight }) => visible + inFlight > 0)) return undefined;
    for await (const _ of ports.undeliveredChanges()) return undefined;
    return true;
  });
}

/** Compares what came of the demo with what its inputs call for. */
export async function demoOutcome(
  run: LocalRun,
  access: PipelineAccess,
  decided: readonly PutOutcome[],
): Promise<DemoOutcome> {
  const expected = Expected.parse(JSON.parse(demoInput('expected.json')));
  const { ports } = access;
  const { uploads } = await uploadsPage(ports, MOST_UPLOADS, undefined);
  const [entries, trials] = [await entriesView(ports), await trialsView(ports)];
  const facts: DemoFact[] = [];
  const compare = (fact: string, wanted: unknown, found: unknown): void => {
    facts.push({ fact, expected: inWords(wanted), found: inWords(found) });
  };

  for (const { upload } of decided.filter((outcome) => outcome.upload.kind !== 'cpl')) {
    compare(upload.key, 'active', stateNow(uploads, upload));
  }
  for (const { file, state, counts, refusedRows } of expected.extracts) {
    const outcome = decided.find(({ upload }) => upload.key === `cpl/${file}`);
    const line = uploads.find(({ uploadId }) => uploadId === outcome?.upload.uploadId);
    compare(`${file}: state`, state, line?.state ?? 'not there');
    compare(`${file}: entries`, counts, line?.counts ?? {});
    const rows = outcome?.receipt.findings.filter(({ severity }) => severity === 'row') ?? [];
    const inOrder = (found: readonly { readonly line: number; readonly field: string }[]): string[] =>
      found.map(({ line: at, field }) => `line ${at} ${field}`).sort((a, b) => (a < b ? -1 : 1));
    compare(`${file}: refused rows`, inOrder(refusedRows), inOrder(rows));
  }
  for (const state of ['uploaded', 'blocked', 'removed'] as const) {
    compare(`entries ${state}`, expected.entries[state], entries.filter((entry) => entry.state === state).length);
  }
  const blocked = entries.filter((entry) => entry.state === 'blocked').map((entry) => entry.entryKey);
  compare('blocked', expected.blockedEntries, blocked);
  const changes = entries.flatMap((entry) => entry.history).filter((line) => line.state === 'uploaded').length;
  compare('changes sent and uploaded', expected.changesSent, changes);
  compare('devices in the inventory', expected.devices.known, await knownDevices(run, access));
  compare('trial devices', expected.devices.flagged, Object.fromEntries(trials.map((t) => [t.trialId, t.devices])));
  const mails = await mailbox(run.outboxDir).list();
  for (const [subject, count] of Object.entries(expected.mails)) {
    compare(`mails “${subject}”`, count, mails.filter((mail) => mail.subject.includes(subject)).length);
  }
  const depths = new Map((await ports.queueDepths()).map(({ queue, deadLetters }) => [queue, deadLetters]));
  compare('dead letters of lane', expected.deadLetters.lane, depths.get('lane'));
  compare('dead letters of dsp-updates', expected.deadLetters.dspUpdates, depths.get('dsp-updates'));
  compare('dead letters of srv-events', expected.deadLetters.srvEvents, depths.get('srv-events'));
  const letters = await access.deadLetters('srv-events');
  return { facts, deadLetters: letters.map(({ reason, body }) => `${reason ?? 'no reason'}: ${body.slice(0, 60)}…`) };
}

/** Access to a local pipeline for the demo, whose clock is the machine's. */
export function demoAccess(run: LocalRun, now: () => string): PipelineAccess {
  return pipelineAccess(localClients(run), run.resources, async () => now());
}

function stateNow(uploads: readonly UploadLine[], { uploadId }: UploadLine): string {
  return uploads.find((line) => line.uploadId === uploadId)?.state ?? 'not there';
}

/** Devices whose record is neither a tombstone nor a shadow. */
async function knownDevices({ endpoints, region, credentials, resources }: LocalRun, { ports }: PipelineAccess) {
  const client = new DynamoDBClient({ endpoint: endpoints.dynamodb, region, credentials });
  const { Items = [] } = await client.send(
    new ScanCommand({ TableName: resources.devicesTable, ProjectionExpression: 'deviceId' }),
  );
  client.destroy();
  const devices = await Promise.all(Items.map(async ({ deviceId }) => ports.devices.find(deviceId?.S ?? '')));
  return devices.filter((device) => device?.known).length;
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  const present = Object.entries(value).filter(([, count]) => count !== 0);
  return present
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}
