import {
  GetScheduleCommand,
  CreateScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { afterEach, expect, test } from 'vitest';
import * as z from 'zod';
import { type LocalPipeline, startPipeline } from '../../infra/local/pipeline.ts';
import { A_MONDAY } from '../support/chosen-instant.ts';
import { handlerFunction, type Note, notebook, smallAssembly, temporaryFolder } from '../support/small-assembly.ts';
import { workOf } from '../support/work.ts';
import { bodiesIn } from '../support/small-app.ts';

const ClockReading = z.object({ now: z.string() });

let pipeline: LocalPipeline | undefined;

afterEach(async () => {
  await pipeline?.stop();
  pipeline = undefined;
});

/** A pipeline of schedules that start the notebook handler, by name. */
async function scheduled(
  schedules: Record<string, { expression: string; input?: unknown; state?: string; zone?: string }>,
  clockFrom: string = A_MONDAY,
) {
  const { file, notes } = notebook();
  const entries = Object.entries(schedules).map(([name, { expression, input, state, zone }]) => [
    name,
    {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        Name: name,
        ScheduleExpression: expression,
        ScheduleExpressionTimezone: zone ?? 'Europe/London',
        FlexibleTimeWindow: { Mode: 'OFF' },
        State: state ?? 'ENABLED',
        Target: {
          Arn: { 'Fn::GetAtt': ['Worker', 'Arn'] },
          RoleArn: 'arn:aws:iam::000000000000:role/any',
          Input: JSON.stringify(input ?? { schedule: name }),
        },
      },
    },
  ]);
  const assembly = smallAssembly({
    app: {
      Resources: {
        Lost: { Type: 'AWS::SQS::Queue' },
        Worker: handlerFunction('notebook', { Environment: { Variables: { NOTEBOOK: file } } }),
        Invoke: {
          Type: 'AWS::Lambda::EventInvokeConfig',
          Properties: {
            FunctionName: { Ref: 'Worker' },
            Qualifier: '$LATEST',
            DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Lost', 'Arn'] } } },
          },
        },
        ...Object.fromEntries(entries),
      },
      Outputs: { WatchFunction: { Value: { Ref: 'Worker' } } },
    },
  });
  pipeline = await startPipeline({ directory: temporaryFolder(), port: 0, assembly, clockFrom });
  return { pipeline, notes };
}

const minutesBetween = (notes: readonly Note[]): readonly number[] =>
  notes.slice(1).map(({ now }, index) => Math.round((Date.parse(now) - Date.parse(notes[index]?.now ?? '')) / 60_000));

test('a day moved by is 96 quarter hours, each run at its own time, by seconds of work', async () => {
  const { pipeline, notes } = await scheduled({ watch: { expression: 'rate(15 minutes)' } });
  const work = workOf();
  const { from, to, ran } = await pipeline.clock.advance('PT24H');
  expect(work()).toBeLessThan(10_000);
  expect(ran).toHaveLength(96);
  expect(ran.every(({ what, outcome }) => what === 'watch' && outcome === 'done')).toBe(true);
  expect(minutesBetween(notes())).toEqual(Array.from({ length: 95 }, () => 15));
  expect(Date.parse(to) - Date.parse(from)).toBeGreaterThanOrEqual(86_400_000);
});

test('a run may begin in another year, and its time goes on from there', async () => {
  const { pipeline: running, notes } = await scheduled(
    { watch: { expression: 'rate(15 minutes)' } },
    '2017-11-01T09:00:00Z',
  );
  expect(running.clock.now()).toMatch(/^2017-11-01T09:0/);
  await running.clock.advance('PT20M');
  expect(notes().map(({ now }) => now.slice(0, 14))).toEqual(['2017-11-01T09:']);
  await expect(
    startPipeline({ directory: temporaryFolder(), port: 0, clockFrom: '2018-01-01T00:00:00Z' }),
  ).rejects.toThrow('Another pipeline of this process holds the time');
});

test('half a year slept through runs each schedule once, when it is over', async () => {
  const { pipeline: running, notes } = await scheduled({
    watch: { expression: 'rate(15 minutes)' },
    report: { expression: 'cron(0 7 ? * MON *)' },
    never: { expression: 'rate(1 hour)', state: 'DISABLED' },
  });
  const { to, ran } = await running.clock.sleep('P180D');
  expect(ran.map(({ what }) => what).sort()).toEqual(['report', 'watch']);
  expect(notes()).toHaveLength(2);
  for (const { now } of notes()) expect(Math.abs(Date.parse(now) - Date.parse(to))).toBeLessThan(60_000);
  expect((await running.clock.advance('PT15M')).ran.map(({ what }) => what)).toEqual(['watch']);
});

test('schedules run in the order in which they fall due', async () => {
  const { pipeline } = await scheduled({
    hourly: { expression: 'rate(60 minutes)' },
    'half-hourly': { expression: 'rate(30 minutes)' },
    never: { expression: 'rate(1 minute)', state: 'DISABLED' },
  });
  const { ran } = await pipeline.clock.advance('PT100M');
  expect(ran.map(({ what }) => what)).toEqual(['half-hourly', 'hourly', 'half-hourly', 'half-hourly']);
  expect(ran.map(({ at }) => at)).toEqual(ran.map(({ at }) => at).sort());
});

test('the input of a schedule reaches the function with the scheduled time filled in', async () => {
  const { pipeline, notes } = await scheduled({
    report: { expression: 'rate(1 day)', input: { report: 'ssc', at: '<aws.scheduler.scheduled-time>' } },
  });
  const { ran } = await pipeline.clock.advance('P1D');
  expect(notes().map(({ event }) => event)).toEqual([{ report: 'ssc', at: `${ran[0]?.at.slice(0, 19) ?? ''}Z` }]);
});

test('a scheduled run that fails is tried twice more, then lies in the queue for lost runs with its reason', async () => {
  const { pipeline, notes } = await scheduled({ watch: { expression: 'rate(1 day)', input: { throw: true } } });
  const { ran } = await pipeline.clock.advance('P1DT10M');
  expect(ran.map(({ what }) => what)).toEqual(['watch', 'app-Worker, attempt 2', 'app-Worker, attempt 3']);
  expect(minutesBetween(notes())).toEqual([1, 2]);
  const [lost] = await bodiesIn(pipeline, `${pipeline.run.endpoints.sqs}/000000000000/app-Lost`);
  expect(JSON.parse(lost ?? '')).toMatchObject({
    requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
    requestPayload: { throw: true },
    responsePayload: { errorType: 'RangeError', errorMessage: 'asked to throw' },
  });
});

test('the clock is read and moved over HTTP, and a wrong duration is refused', async () => {
  const { pipeline } = await scheduled({ watch: { expression: 'rate(15 minutes)' } });
  const url = new URL('/api/clock', pipeline.run.consoleUrl);
  const before = ClockReading.parse(await (await fetch(url)).json());
  const moved = await fetch(url, { method: 'POST', body: JSON.stringify({ advance: 'PT1H' }) });
  expect(await moved.json()).toMatchObject({ ran: [{ what: 'watch' }, {}, {}, {}] });
  const after = ClockReading.parse(await (await fetch(url)).json());
  expect(Date.parse(after.now) - Date.parse(before.now)).toBeGreaterThanOrEqual(3_600_000);
  const refused = await fetch(url, { method: 'POST', body: JSON.stringify({ advance: 'a day' }) });
  expect([refused.status, await refused.json()]).toEqual([400, { error: expect.stringContaining('ISO 8601') }]);
});

test('a schedule runs when its time comes, without anybody moving the clock', async () => {
  const at = '2026-11-16T10:00:00';
  const { pipeline: running, notes } = await scheduled({ soon: { expression: `at(${at})`, zone: 'UTC' } });
  const secondsLeft = Math.ceil((Date.parse(`${at}Z`) - Date.parse(running.clock.now())) / 1000);
  await running.clock.advance(`PT${secondsLeft - 2}S`);
  await expect.poll(notes).toHaveLength(1);
  expect(Date.parse(notes()[0]?.now ?? '')).toBeGreaterThanOrEqual(Date.parse(`${at}Z`));
});

test('a client of the Scheduler makes a schedule that then runs', async () => {
  const { pipeline, notes } = await scheduled({});
  const { region, credentials, endpoints } = pipeline.run;
  const scheduler = new SchedulerClient({ region, credentials, endpoint: endpoints.scheduler });
  const at = '2026-11-16T10:00:00';
  const Arn = 'arn:aws:lambda:eu-west-2:000000000000:function:app-Worker';
  await scheduler.send(
    new CreateScheduleCommand({
      Name: 'once',
      ScheduleExpression: `at(${at})`,
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn, RoleArn: 'arn:aws:iam::000000000000:role/any', Input: '{"once":true}' },
    }),
  );
  const { ScheduleExpression } = await scheduler.send(new GetScheduleCommand({ Name: 'once' }));
  const { Schedules } = await scheduler.send(new ListSchedulesCommand({}));
  expect([ScheduleExpression, Schedules?.map(({ Name }) => Name)]).toEqual([`at(${at})`, ['once']]);
  await pipeline.clock.advance('PT2H');
  expect(notes().map(({ event }) => event)).toEqual([{ once: true }]);
  await expect(scheduler.send(new GetScheduleCommand({ Name: 'none' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  scheduler.destroy();
});
