import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { json } from 'node:stream/consumers';
import * as z from 'zod';
import type { LocalRun } from '../../functions/contracts/local-run.ts';
import { listening } from './console-pages.ts';
import { ROOT } from './source-tree.ts';

/** CloudWatch with one alarm that is on, and one of another application. */
const ALARMS = {
  MetricAlarms: [
    {
      AlarmName: 'Lane stuck',
      AlarmDescription: 'Severity 1: act at once\nImpact: No list reaches the DSP.',
      StateValue: 'ALARM',
      StateUpdatedTimestamp: 1_793_000_000,
    },
    { AlarmName: 'Somebody else', AlarmDescription: 'Not ours', StateValue: 'ALARM' },
  ],
  CompositeAlarms: [],
};

const Asked = z.object({ EndTime: z.number().default(0), EndDate: z.number().default(0) });

/** What CloudWatch answers: the alarms; in the last period of a range a 7 of the first metric, and that an alarm began. */
function answerTo(action: string, { EndTime, EndDate }: z.infer<typeof Asked>): object {
  switch (action) {
    case 'GetMetricData':
      return { MetricDataResults: [{ Id: 'm0', Timestamps: [EndTime - 900], Values: [7] }] };
    case 'DescribeAlarmHistory': {
      const HistoryData = JSON.stringify({ newState: { stateValue: 'ALARM' } });
      return { AlarmHistoryItems: [{ AlarmName: 'Lane stuck', Timestamp: EndDate - 900, HistoryData }] };
    }
    default:
      return ALARMS;
  }
}

/** Starts the console of a deployed stage on what stands in for AWS here, in a process of its own as an operator does. */
export async function consoleOfStage(run: LocalRun, folder: string, ...words: readonly string[]) {
  const cloudWatch = await listening((request, response) => {
    const action = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    json(request).then(
      (asked) =>
        response
          .writeHead(200, { 'content-type': 'application/x-amz-json-1.0' })
          .end(JSON.stringify(answerTo(action, Asked.parse(asked)))),
      (fault: unknown) => response.writeHead(500).end(String(fault)),
    );
  });
  const outputs = join(folder, 'outputs.json');
  const named = Object.entries(run.resources).map(([name, value]) => [name[0]!.toUpperCase() + name.slice(1), value]);
  writeFileSync(outputs, JSON.stringify({ storage: { ...Object.fromEntries(named), ReportsFunction: 'reports' } }));
  const child = spawn(
    process.execPath,
    [join(ROOT, 'functions/operator/console/main.ts'), '--aws', '--outputs', outputs, '--port', '0', ...words],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        AWS_REGION: run.region,
        AWS_ACCESS_KEY_ID: run.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: run.credentials.secretAccessKey,
        AWS_ENDPOINT_URL_S3: run.endpoints.s3,
        AWS_ENDPOINT_URL_SQS: run.endpoints.sqs,
        AWS_ENDPOINT_URL_DYNAMODB: run.endpoints.dynamodb,
        AWS_ENDPOINT_URL_CLOUDWATCH: cloudWatch.base,
      },
    },
  );
  let ready = '';
  for await (const line of createInterface(child.stdout)) {
    if (line.startsWith('ready ')) ready = line.slice('ready '.length);
    if (ready !== '') break;
  }
  const opened = await fetch(ready, { redirect: 'manual' });
  const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
  const base = new URL(ready).origin;
  return {
    base,
    get: async (path: string) => (await fetch(base + path, { headers: { cookie } })).text(),
    post: (path: string, fields: Readonly<Record<string, string>>) =>
      fetch(base + path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { cookie },
        redirect: 'manual',
      }),
    async close() {
      child.kill();
      await Promise.all([once(child, 'close'), cloudWatch.close()]);
    },
  };
}
