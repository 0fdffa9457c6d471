import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { LocalRun } from '../../functions/contracts/local-run.ts';
import { runCommand } from '../../functions/operator/cli.ts';
import { awsPipeline, RUN_FILE } from '../../functions/operator/find-pipeline.ts';
import { awsClients, localClients } from '../../functions/operator/pipeline-access.ts';
import { type CplRow, cplCsv } from '../support/cpl-csv.ts';

/** Entries of the list that the smoke test uploads, and those that the next one leaves out: enough to be held. */
const ENTRIES = 60;
const LEFT_OUT = 30;
/** Milliseconds for which dead letters are waited for, and between two looks. */
const PATIENCE_MS = 300_000;
const LOOK_EVERY_MS = 1000;

/** Where the stage is: its queues, and the words by which the CLI finds it. */
type Target = {
  readonly words: readonly string[];
  readonly sqs: SQSClient;
  readonly queueUrl: (queue: 'lane' | 'srv-events') => string;
};

type Step = { readonly name: string; readonly run: () => Promise<string> };

const Answer = z.looseObject({
  state: z.string().optional(),
  decision: z.string().optional(),
  uploadId: z.string().optional(),
  verdict: z.string().optional(),
  mail: z.string().optional(),
  reportId: z.string().optional(),
  moved: z.number().optional(),
  cameBack: z.number().optional(),
  lane: z.looseObject({ accepted: z.unknown() }).optional(),
  entries: z.looseObject({ uploaded: z.number(), sent: z.number() }).optional(),
});

/** The first day of a stage, by the operator CLI alone: the same steps on AWS and on one machine. */
export async function smoke(target: Target, print: (text: string) => void): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'smoke-'));
  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const cpl = async (...words: readonly string[]) => {
    const printed: string[] = [];
    const complained: string[] = [];
    const exitCode = await runCommand(
      [...words, '--json', ...target.words],
      (text) => void printed.push(text),
      (text) => void complained.push(text),
    );
    if (printed.length === 0) throw new Error(complained.join(' '));
    const answer: unknown = JSON.parse(printed.join('\n'));
    return { exitCode, answer };
  };
  const ask = async (...words: readonly string[]) => Answer.parse((await cpl(...words)).answer);
  const entries = (count: number): CplRow[] => Array.from({ length: count }, (_, entry) => ({ entry }));
  const list = (name: string, count: number, issue: string): string => file(name, cplCsv(entries(count), issue));
  let held = '';

  const steps: readonly Step[] = [
    {
      name: 'no list was accepted yet: the test brings one of its own',
      async run() {
        const { lane } = await ask('status');
        expected(lane?.accepted === null, 'there is an accepted list: this is no stage to be tried out');
        return 'so it is';
      },
    },
    {
      name: 'a list is accepted, and all of it reaches the DSP',
      async run() {
        const { state } = await ask('upload', list('cpl-1.001.csv', ENTRIES, '1.001'));
        expected(state !== 'refused' && state !== 'held', `it is ${state}`);
        await until('every entry is uploaded', async () => (await ask('status')).entries?.uploaded === ENTRIES);
        return `${ENTRIES} entries`;
      },
    },
    {
      name: 'the accepted list comes out as it went in',
      async run() {
        const out = join(folder, 'exported.csv');
        await cpl('export', out);
        expected(readFileSync(out, 'utf8') === readFileSync(join(folder, 'cpl-1.001.csv'), 'utf8'), 'it differs');
        return 'byte for byte';
      },
    },
    {
      name: 'a list that takes too much away is held',
      async run() {
        const { state, uploadId = '' } = await ask('upload', list('cpl-1.002.csv', ENTRIES - LEFT_OUT, '1.002'));
        expected(state === 'held', `it is ${state}`);
        held = uploadId;
        return uploadId;
      },
    },
    {
      name: 'and goes on once an operator has approved it',
      async run() {
        const { decision } = await ask('approve', held, '--reason', 'Smoke test of the stage');
        expected(decision === 'accepted', `it is ${decision}`);
        return 'accepted';
      },
    },
    ...(['lane', 'srv-events'] as const).map((queue) => ({
      name: `what nobody can read is dead in ${queue}, and comes back when it is redriven`,
      async run() {
        const dead = async () => z.array(z.unknown()).parse((await cpl('dead-letters', queue)).answer).length;
        const before = await dead();
        const fifo =
          queue === 'lane'
            ? { MessageGroupId: 'lane', MessageDeduplicationId: `smoke-${process.hrtime.bigint()}` }
            : {};
        await target.sqs.send(
          new SendMessageCommand({ QueueUrl: target.queueUrl(queue), MessageBody: 'smoke test', ...fifo }),
        );
        await until('it is a dead letter', async () => (await dead()) === before + 1);
        const { moved, cameBack } = await ask('redrive', queue);
        expected(moved === before + 1 && cameBack === moved, `${moved} moved, ${cameBack} came back`);
        return `${moved} moved, and came back with a reason: delete it in the console when you have seen its alarm`;
      },
    })),
    {
      // Only the lane sends to this queue: nobody can put there what nobody can read.
      name: 'what lies dead in dsp-updates is redriven: nothing, on the first day',
      async run() {
        const { moved } = await ask('redrive', 'dsp-updates');
        expected(moved === 0, `${moved} moved`);
        return 'nothing';
      },
    },
    {
      name: 'the SSC gets its report',
      async run() {
        const { reportId, mail } = await ask('report', 'ssc');
        expected(mail === 'sent', `its mail is ${mail}`);
        return String(reportId);
      },
    },
    {
      name: 'every decision is as it was written',
      async run() {
        const { verdict } = await ask('audit');
        expected(verdict === 'intact', `the record is ${verdict}`);
        return 'intact';
      },
    },
  ];

  let passed = true;
  try {
    for (const [index, { name, run }] of steps.entries()) {
      try {
        print(`✓ ${name}: ${await run()}`);
        continue;
      } catch (error) {
        print(`✗ ${name}: ${error instanceof Error ? error.message : 'failed'}`);
      }
      passed = false;
      // What follows is about the list of the first step: on a stage that has another one, nothing more is done.
      if (index === 0) break;
    }
    return passed;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A stage by its outputs, or the pipeline of this machine. */
export function targetOf(commandLine: readonly string[]): Target {
  const { values } = parseArgs({
    args: [...commandLine],
    options: { aws: { type: 'boolean' }, outputs: { type: 'string' } },
  });
  if (values.aws === true) {
    const { deployment } = awsPipeline(values.outputs);
    const outputs: Record<string, string> = Object.assign({}, ...Object.values(deployment?.outputs ?? {}));
    return {
      words: ['--aws', ...(values.outputs === undefined ? [] : ['--outputs', values.outputs])],
      sqs: awsClients(deployment?.region).sqs,
      queueUrl: (queue) => outputs[queue === 'lane' ? 'LaneQueueUrl' : 'SrvEventsQueueUrl'] ?? '',
    };
  }
  const run = LocalRun.parse(JSON.parse(readFileSync(RUN_FILE, 'utf8')));
  return {
    words: [],
    sqs: localClients(run).sqs,
    queueUrl: (queue) => run.resources[queue === 'lane' ? 'laneQueueUrl' : 'srvEventsQueueUrl'],
  };
}

function expected(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await pause(LOOK_EVERY_MS)) {
    if (await holds()) return;
  }
  throw new Error(`waited ${PATIENCE_MS / 1000} s without success until ${what}`);
}

if (import.meta.main) {
  const passed = await smoke(targetOf(process.argv.slice(2)), (text) => console.log(text));
  process.exitCode = passed ? 0 : 1;
}
