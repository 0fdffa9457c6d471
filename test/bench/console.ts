import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { governanceKey } from '../../functions/adapters/active-governance.ts';
import { documentClient } from '../../functions/adapters/clients.ts';
import { dynamoLedger } from '../../functions/adapters/dynamo-ledger.ts';
import { EMPTY_LANE } from '../../functions/contracts/lane-state.ts';
import type { LocalRun } from '../../functions/contracts/local-run.ts';
import { localClients, pipelineAccess } from '../../functions/operator/pipeline-access.ts';
import { writtenMail } from '../../infra/local-aws/emulators/mail/mime.ts';
import { startPipeline } from '../../infra/local/pipeline.ts';
import { A_MONDAY } from '../support/chosen-instant.ts';
import { entryOf, orderOf, trialRow, uploadOf, waitingOf } from '../support/fake-operator-ports.ts';
import { incidentOf } from '../support/incidents.ts';
import { type Figure, median } from './figure.ts';

const [UPLOADS, BLOCKED, TRIALS, MAILS] = [500, 1000, 50, 2000];
const FIRST_UPLOAD = '20261102T000000Z-00000000';
const ENTRIES = Array.from({ length: BLOCKED }, (_, index) =>
  entryOf(index.toString(16).toUpperCase().padStart(8, '0'), { gbcsVersion: '4.4' }),
);
const LOOKS = 20;
const Read = z.object({ requests: z.number(), items: z.number() });

/**
 * What a look at the first page costs with much behind it: processor time of the console's own process, items that it
 * reads, and requests of a look that finds nothing new.
 */
export async function consoleFigures(): Promise<readonly Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), 'console-'));
  const pipeline = await startPipeline({ directory, port: 0, clockFrom: A_MONDAY });
  try {
    await fill(pipeline.run);
    return await figuresOf(pipeline.run);
  } finally {
    await pipeline.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function figuresOf(run: LocalRun): Promise<readonly Figure[]> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'console', 'serve.ts'), JSON.stringify(run), A_MONDAY],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    const [line] = await once(createInterface(child.stdout), 'line');
    const base = String(line).replace('ready ', '');
    const read = async () => Read.parse(await (await fetch(`${base}/read`)).json());
    const costs: number[] = [];
    let etag = '';
    for (let look = 0; look < LOOKS; look += 1) {
      await read();
      const answer = await fetch(base);
      const page = await answer.text();
      if (answer.status !== 200 || !page.includes(`${BLOCKED.toLocaleString('en-GB')} entries`))
        throw new Error(`The first page says something else: ${page.slice(0, 2000)}`);
      etag = answer.headers.get('etag') ?? '';
      costs.push(Number(/dur=([\d.]+)/.exec(answer.headers.get('server-timing') ?? '')?.[1]));
    }
    const now = await read();
    const itemsOf = async (path: string): Promise<number> => {
      const answer = await fetch(`${base}${path}`);
      if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}`);
      return (await read()).items;
    };
    const [entries, trials] = [await itemsOf('/entries?state=waiting'), await itemsOf('/trials')];
    const overdue = await itemsOf('/entries?state=overdue');
    const entry = await itemsOf(`/entries/${encodeURIComponent(ENTRIES[0]?.entryKey ?? '')}`);
    const [lists, list] = [await itemsOf('/lists'), await itemsOf(`/lists/${FIRST_UPLOAD}`)];
    const again = await fetch(base, { headers: { 'if-none-match': etag } });
    if (again.status !== 304) throw new Error(`A look that finds nothing new answers ${again.status}`);
    const poll = await read();
    console.log(
      `The first page reads ${now.items} items in ${now.requests} requests, the first time in ${costs[0]} ms`,
    );
    return [
      { name: 'console.now.cpuMs', value: median(costs), atMost: 200 },
      { name: 'console.now.itemsRead', value: now.items, atMost: 20 },
      { name: 'console.entries.itemsRead', value: entries, atMost: 60 },
      { name: 'console.overdue.itemsRead', value: overdue, atMost: 60 },
      // Lines of the entry that wait are looked for among the first 2,000.
      { name: 'console.entry.itemsRead', value: entry, atMost: 2020 },
      { name: 'console.lists.itemsRead', value: lists, atMost: 60 },
      // The reasons of 200 lines that wait, and what the DSP holds of 500 entries.
      { name: 'console.list.itemsRead', value: list, atMost: 720 },
      { name: 'console.trials.itemsRead', value: trials, atMost: 60 },
      { name: 'console.poll.itemsRead', value: poll.items, atMost: 1 },
      { name: 'console.poll.requests', value: poll.requests, atMost: 1 },
    ];
  } finally {
    child.kill();
  }
}

/** Fills a run with what a busy year leaves: by its tables and buckets, not by its functions. */
async function fill(run: LocalRun): Promise<void> {
  const clients = localClients(run);
  const ledger = dynamoLedger(documentClient(clients.dynamodb), run.resources.ledgerTable);
  const { archive } = pipelineAccess(clients, run.resources, async () => A_MONDAY);
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
  const findings = numbers(50).map((line) => ({
    code: 'CPL-FIRMWARE-FORM',
    severity: 'row' as const,
    line,
    field: 'Device_Model.firmware_version',
    value: '12F',
    message: 'The firmware version must be exactly 8 hexadecimal characters. Correct it.',
  }));
  for (const index of numbers(UPLOADS)) {
    const uploadId = `20261102T${String(index).padStart(6, '0')}Z-00000000`;
    const sequence = index + 1;
    await ledger.put('uploads', uploadOf(uploadId, 'accepted', { sequence, findings, findingsTotal: 50 }));
  }
  for (const [index, entry] of ENTRIES.entries())
    await ledger.put('waitingLines', waitingOf(entry, orderOf(1, index), FIRST_UPLOAD));
  const cause = 'GBCS 4.4 not recognised';
  await ledger.put('incidents', incidentOf({ cause, entries: ENTRIES.map(({ entryKey }) => entryKey) }));
  const held = { uploadId: 'u9', issue: '2.314', receivedAt: A_MONDAY, heldBy: 'guard' as const };
  await ledger.replace('lane', { ...EMPTY_LANE, revision: 1, held: [held] });
  const rows = numbers(TRIALS).map((index) => trialRow(`SYN-TRIAL-${index}`, { endDate: '2026-11-20' }));
  const key = governanceKey('agreed-list', 1);
  await archive.put(key, JSON.stringify({ version: 1, activatedAt: A_MONDAY, rows }), 'application/json');
  const file = { version: 1, key, activatedAt: A_MONDAY, receivedAt: A_MONDAY, uploadId: 'u0' };
  await ledger.put('activeGovernance', { revision: 1, agreedList: file });
  for (const index of numbers(MAILS)) {
    const name = `${String(index).padStart(6, '0')}-mail.eml`;
    writeFileSync(join(run.outboxDir, name), mail(index));
  }
}

function mail(index: number): string {
  return writtenMail({
    messageId: String(index),
    date: new Date(A_MONDAY),
    from: 'pipeline@example.org',
    to: ['operations@example.org'],
    cc: [],
    replyTo: [],
    subject: `Mail ${index}`,
    headers: [],
    text: 'Text',
    html: '<p>Text</p>',
    attachments: [],
  });
}
